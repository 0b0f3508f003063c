package daybook.redis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.protocol.Form;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an import's hash. {@code enqueued} and {@code applied} are offsets for the scripts,
 * {@code enqueuedPosition} and {@code appliedPosition} the whole positions as JSON, absent before
 * the first batch; {@code setAside} has a line {@code from:to:reason} for every range. {@code
 * mapping}, {@code ignored}, {@code sameContentAs}, {@code refused} and {@code recorded} are the
 * import's terms, each absent where there is nothing to say; begin and restore write them, and
 * nobody changes them (condition 22). Further fields are a later version's, and texts.
 */
final class RecordFields {

  private static final String MAPPING = "mapping";
  private static final String IGNORED = "ignored";
  private static final String SAME_CONTENT_AS = "sameContentAs";
  private static final String REFUSED = "refused";
  private static final String RECORDED = "recorded";

  private static final Set<String> KNOWN =
      Set.of(
          "source",
          "begun",
          "enqueued",
          "enqueuedPosition",
          "applied",
          "appliedPosition",
          "closed",
          "setAside",
          "stopped",
          MAPPING,
          IGNORED,
          SAME_CONTENT_AS,
          REFUSED,
          RECORDED);

  private RecordFields() {}

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if a field is missing or has another form
   */
  static ImportRecord read(Map<String, Reply> fields) {
    if (fields.containsKey(Form.FIELD)) {
      Form.require(
          "an import's record", Long.parseLong(fields.get(Form.FIELD).text()), Form.NEWEST);
    }
    return new ImportRecord(
        ProtocolJson.readObjectVersion(required(fields, "source")),
        instant(required(fields, "begun")),
        terms(fields),
        position(fields, "enqueuedPosition"),
        position(fields, "appliedPosition"),
        fields.containsKey("setAside") ? ranges(fields.get("setAside").text()) : List.of(),
        fields.containsKey("stopped") && fields.get("stopped").text().equals("1"),
        further(fields));
  }

  private static ImportTerms terms(Map<String, Reply> fields) {
    return new ImportTerms(
        text(fields, MAPPING).map(MappingRef::parse),
        text(fields, IGNORED).map(ProtocolJson::readTexts).orElse(List.of()),
        text(fields, SAME_CONTENT_AS),
        text(fields, REFUSED).map(ImportTerms.Refused::parse),
        fields.containsKey(RECORDED) && fields.get(RECORDED).text().equals("1"));
  }

  private static Optional<String> text(Map<String, Reply> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(Reply::text);
  }

  /** The fields of terms, as texts. */
  static ObjectNode write(ImportTerms terms) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    terms.mapping().ifPresent(mapping -> fields.put(MAPPING, mapping.toString()));
    if (!terms.ignored().isEmpty()) {
      fields.put(IGNORED, ProtocolJson.writeTexts(terms.ignored()));
    }
    terms.sameContentAs().ifPresent(key -> fields.put(SAME_CONTENT_AS, key));
    terms.refused().ifPresent(why -> fields.put(REFUSED, why.toString()));
    if (terms.recorded()) {
      fields.put(RECORDED, "1");
    }
    return fields;
  }

  /** What enqueue compares with the field of a record; empty where it has none. */
  static String mapping(ImportTerms terms) {
    return terms.mapping().map(MappingRef::toString).orElse("");
  }

  /** The same of why no row is read. */
  static String refused(ImportTerms terms) {
    return terms.refused().map(ImportTerms.Refused::toString).orElse("");
  }

  /** The same of whether rows count by documents. */
  static String recorded(ImportTerms terms) {
    return terms.recorded() ? "1" : "";
  }

  private static FurtherFields further(Map<String, Reply> fields) {
    ObjectNode further = JsonNodeFactory.instance.objectNode();
    fields.forEach(
        (name, value) -> {
          if (!KNOWN.contains(name)) {
            further.put(name, value.text());
          }
        });
    return FurtherFields.of(further);
  }

  private static String required(Map<String, Reply> fields, String name) {
    Reply field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("an import's record without " + name);
    }
    return field.text();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected a time, found " + text, e);
    }
  }

  private static ImportPosition position(Map<String, Reply> fields, String name) {
    Reply field = fields.get(name);
    return field == null ? ImportPosition.START : ProtocolJson.readPosition(field.text());
  }

  private static List<SetAsideRange> ranges(String text) {
    List<SetAsideRange> ranges = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("expected from:to:reason, found " + line);
      }
      ranges.add(
          new SetAsideRange(
              Long.parseLong(parts[0]), Long.parseLong(parts[1]), new SetAsideReason(parts[2])));
    }
    return ranges;
  }

  /** The lines of {@code setAside}. */
  static String write(List<SetAsideRange> ranges) {
    StringBuilder text = new StringBuilder();
    for (SetAsideRange range : ranges) {
      text.append(range.from()).append(':').append(range.to()).append(':');
      text.append(range.reason().code()).append('\n');
    }
    return text.toString();
  }
}
