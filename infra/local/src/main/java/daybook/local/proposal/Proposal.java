package daybook.local.proposal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A mapping that may fit a file.
 *
 * @param document the JSON, without what is open
 * @param open what somebody has to fill in before files are read by it, as the field and what it
 *     may be; unmodifiable
 * @param notes what somebody should look at; unmodifiable
 */
public record Proposal(String document, List<String> open, List<String> notes) {

  private static final List<String> FIELDS =
      List.of(
          "name",
          "title",
          "match",
          "delimiter",
          "quote",
          "encoding",
          "decimal",
          "grouping",
          "timestamp",
          "amount",
          "type",
          "payment_method",
          "currency",
          "status",
          "transaction_id",
          "end");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Copies the lists. */
  public Proposal {
    open = List.copyOf(open);
    notes = List.copyOf(notes);
  }

  /**
   * Proposes one.
   *
   * @param name of the mapping: 1 to 64 lower-case letters, digits, {@code -} and {@code _}
   * @param title what people call such a file
   */
  public static Proposal of(SniffedTable table, String name, String title) {
    return new ProposalBuilder(table, name, title).build();
  }

  /** Whether it can be used as it is. */
  public boolean isComplete() {
    return open.isEmpty();
  }

  /** A tree as a person would write it, its fields in the order in which docs explain them. */
  static String text(ObjectNode document) {
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (String field : FIELDS) {
      if (document.has(field)) {
        ordered.set(field, document.get(field));
      }
    }
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators)
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
    try {
      return MAPPER.writer(printer).writeValueAsString(ordered) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
