package daybook.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Totals;
import daybook.core.TransactionType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;

/**
 * The body of an answer: {@code {"data": {day: {group: {method: amount}}}}} in UTF-8, days and
 * methods ascending, amounts as numbers with exactly two digits after the point.
 */
final class TotalsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private TotalsJson() {}

  /**
   * Writes the totals.
   *
   * @param totals every day and type of the range
   */
  static byte[] write(DateRange range, Totals totals) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("data");
      for (LocalDate day = range.from(); !day.isAfter(range.to()); day = day.plusDays(1)) {
        json.writeObjectFieldStart(day.toString());
        for (TransactionType type : TransactionType.KNOWN) {
          writeGroup(json, new AggregateKey(day, type), totals);
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writeGroup(JsonGenerator json, AggregateKey key, Totals totals)
      throws IOException {
    SortedMap<String, Amount> group = totals.byKey().get(key);
    if (group == null) {
      throw new IllegalArgumentException("no totals of " + key + ", not even empty ones");
    }
    json.writeObjectFieldStart(key.type().group());
    for (Map.Entry<String, Amount> total : group.entrySet()) {
      json.writeFieldName(total.getKey());
      // As text: a number type would not keep a trailing zero everywhere.
      json.writeNumber(total.getValue().toString());
    }
    json.writeEndObject();
  }
}
