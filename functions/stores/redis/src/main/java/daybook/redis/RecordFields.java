package daybook.redis;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of an import's hash. {@code enqueued} and {@code applied} are offsets for the scripts,
 * {@code enqueuedPosition} and {@code appliedPosition} the whole positions as JSON, absent before
 * the first batch; {@code setAside} has a line {@code from:to:reason} for every range.
 */
final class RecordFields {

  private RecordFields() {}

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if a field is missing or has another form
   */
  static ImportRecord read(Map<String, Reply> fields) {
    return new ImportRecord(
        ProtocolJson.readObjectVersion(required(fields, "source")),
        instant(required(fields, "begun")),
        position(fields, "enqueuedPosition"),
        position(fields, "appliedPosition"),
        fields.containsKey("setAside") ? ranges(fields.get("setAside").text()) : List.of(),
        fields.containsKey("stopped") && fields.get("stopped").text().equals("1"));
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
              Long.parseLong(parts[0]), Long.parseLong(parts[1]), SetAsideReason.ofCode(parts[2])));
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
