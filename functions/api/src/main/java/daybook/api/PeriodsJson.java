package daybook.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Sum;
import daybook.core.TransactionType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The frame of every answer of totals, in UTF-8: {@code {"data": {period: {group: …}}}}, periods
 * ascending, perhaps with further parts of the same shape beside {@code data}; last the {@code
 * currency}, where it is known.
 */
final class PeriodsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private PeriodsJson() {}

  /**
   * A part of an answer.
   *
   * @param name the field that it stands in
   * @param group writes the value of each period's group
   */
  record Part(String name, Group group) {}

  /** Writes what stands under a group. */
  interface Group {
    /** Writes one value. */
    void write(JsonGenerator json, String period, TransactionType type) throws IOException;
  }

  /**
   * Writes an answer.
   *
   * @param periods their names, ascending
   * @param types the groups of each
   * @param currency of all of it, where it is known
   * @param found the currencies that the range has, where they are asked for
   */
  static byte[] write(
      List<String> periods,
      List<TransactionType> types,
      List<Part> parts,
      Optional<Currency> currency,
      Optional<List<String>> found) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Part part : parts) {
        json.writeObjectFieldStart(part.name);
        for (String period : periods) {
          writePeriod(json, period, types, part.group);
        }
        json.writeEndObject();
      }
      if (currency.isPresent()) {
        json.writeStringField("currency", currency.get().code());
      }
      if (found.isPresent()) {
        json.writeArrayFieldStart("currencies");
        for (String one : found.get()) {
          json.writeString(one);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writePeriod(
      JsonGenerator json, String period, List<TransactionType> types, Group group)
      throws IOException {
    json.writeObjectFieldStart(period);
    for (TransactionType type : types) {
      json.writeFieldName(type.group());
      group.write(json, period, type);
    }
    json.writeEndObject();
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
