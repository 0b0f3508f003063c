package daybook.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The frame of every answer, in UTF-8: {@code {"data": {day: {group: …}}}}, days ascending, perhaps
 * with further parts of the same shape beside {@code data}; last the {@code currency}, where it is
 * known.
 */
final class DaysJson {

  private static final JsonFactory JSON = new JsonFactory();

  private DaysJson() {}

  /**
   * A part of an answer.
   *
   * @param name the field that it stands in
   * @param group writes the value of each day's group
   */
  record Part(String name, Group group) {}

  /** Writes what stands under a group. */
  interface Group {
    /**
     * Writes one value.
     *
     * @param key day and type, in the totals
     */
    void write(JsonGenerator json, AggregateKey key) throws IOException;
  }

  /** Writes an answer. */
  static byte[] write(DateRange range, List<Part> parts, Optional<Currency> currency) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Part part : parts) {
        json.writeObjectFieldStart(part.name);
        for (LocalDate day = range.from(); !day.isAfter(range.to()); day = day.plusDays(1)) {
          writeDay(json, day, part.group);
        }
        json.writeEndObject();
      }
      if (currency.isPresent()) {
        json.writeStringField("currency", currency.get().code());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writeDay(JsonGenerator json, LocalDate day, Group group) throws IOException {
    json.writeObjectFieldStart(day.toString());
    for (TransactionType type : TransactionType.KNOWN) {
      json.writeFieldName(type.group());
      group.write(json, new AggregateKey(day, type));
    }
    json.writeEndObject();
  }

  /** What a view has of a day and type; a day that nobody asked the stores for is a defect. */
  static SortedMap<String, Sum> sums(View view, AggregateKey key, Totals totals) {
    SortedMap<String, Sum> sums = totals.byKey().get(key.in(view));
    if (sums == null) {
      throw new IllegalArgumentException("no sums of " + key.in(view) + ", not even empty ones");
    }
    return sums;
  }

  /** A number with exactly two digits after the point. */
  static void writeAmount(JsonGenerator json, Amount amount) throws IOException {
    // As text: a number type would not keep a trailing zero everywhere.
    json.writeNumber(amount.toString());
  }

  /** A whole number, or null where it is unknown. */
  static void writeCount(JsonGenerator json, Sum sum) throws IOException {
    if (sum.isCounted()) {
      json.writeNumber(sum.count());
    } else {
      json.writeNull();
    }
  }
}
