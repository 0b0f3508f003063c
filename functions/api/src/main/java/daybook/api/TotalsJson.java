package daybook.api;

import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code /stats}: {@code {"data": {day: {group: {method: amount}}}}}, methods
 * ascending, amounts as numbers with exactly two digits after the point. With counts it has an
 * object {@code counts} of the same shape behind it, with whole numbers, or null where a total was
 * begun before rows were counted.
 */
final class TotalsJson {

  private TotalsJson() {}

  /**
   * Writes the totals.
   *
   * @param answer every day and type of the range
   * @param counts whether the counts stand beside them
   */
  static byte[] write(DateRange range, OneCurrency answer, boolean counts) {
    Totals totals = answer.totals();
    DaysJson.Part data =
        new DaysJson.Part(
            "data", group(totals, (json, total) -> DaysJson.writeAmount(json, total.amount())));
    DaysJson.Part rows = new DaysJson.Part("counts", group(totals, DaysJson::writeCount));
    return DaysJson.write(range, counts ? List.of(data, rows) : List.of(data), answer.currency());
  }

  /** Writes the value of a payment method. */
  private interface Value {
    void write(JsonGenerator json, Sum total) throws IOException;
  }

  private static DaysJson.Group group(Totals totals, Value value) {
    return (json, key) -> writeGroup(json, key, totals, value);
  }

  private static void writeGroup(JsonGenerator json, AggregateKey key, Totals totals, Value value)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Sum> total : DaysJson.sums(View.TOTALS, key, totals).entrySet()) {
      json.writeFieldName(total.getKey());
      value.write(json, total.getValue());
    }
    json.writeEndObject();
  }
}
