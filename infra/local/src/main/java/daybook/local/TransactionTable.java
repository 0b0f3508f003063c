package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.reading.value.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A transaction as people read it: a line a field, or a line a version. */
final class TransactionTable {

  private static final String GAP = "  ";

  /** Most characters of a note. */
  private static final int TEXT_MAX = 2_000;

  /** Amounts with the digits that the API gives them. */
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private TransactionTable() {}

  /**
   * One as {@code GET /transactions/{id}} answers it.
   *
   * @throws FailureException if it is no JSON
   */
  static List<String> ofOne(String answer) throws FailureException {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : tree(answer).properties()) {
      rows.add(List.of(field.getKey(), value(field.getKey(), field.getValue())));
    }
    return aligned(rows);
  }

  /**
   * All as {@code GET /transactions/{id}/versions} answers them, columns of fields that no version
   * has left out.
   *
   * @throws FailureException if it is no JSON
   */
  static List<String> ofVersions(String answer) throws FailureException {
    JsonNode tree = tree(answer);
    Set<String> names = new LinkedHashSet<>(List.of("version", "status", "since"));
    for (JsonNode version : tree.path("data")) {
      version.fieldNames().forEachRemaining(names::add);
    }
    List<List<String>> rows = new ArrayList<>(List.of(List.copyOf(names)));
    for (JsonNode version : tree.path("data")) {
      rows.add(names.stream().map(name -> value(name, version.path(name))).toList());
    }
    List<String> lines = aligned(rows);
    long dropped = tree.path("dropped").asLong();
    if (dropped > 0) {
      lines.add("older versions that are kept no longer: " + dropped);
    }
    return lines;
  }

  private static JsonNode tree(String answer) throws FailureException {
    try {
      return EXACT.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new FailureException("the API answered no JSON", e);
    }
  }

  private static String value(String name, JsonNode value) {
    if (name.equals("source")) {
      return source(value);
    }
    if (value.isTextual()) {
      // A text of lines stays in its line, and nothing in it writes elsewhere on a terminal.
      return Shown.text(value.textValue(), TEXT_MAX);
    }
    return value.isMissingNode() ? "" : value.toString();
  }

  private static String source(JsonNode source) {
    String kind = source.path("kind").asText();
    if (!source.has("byte")) {
      return kind;
    }
    String file = source.path("key").asText("import " + source.path("import_id").asText());
    return "%s %s, byte %s".formatted(kind, file, source.path("byte").asText());
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int width = row.get(column).codePointCount(0, row.get(column).length());
        if (column == widths.size()) {
          widths.add(width);
        } else {
          widths.set(column, Math.max(widths.get(column), width));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        int width = cell.codePointCount(0, cell.length());
        line.append(cell).append(" ".repeat(widths.get(column) - width)).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
