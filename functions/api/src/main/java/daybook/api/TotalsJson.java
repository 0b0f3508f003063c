package daybook.api;

import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.Sum;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code /stats}: {@code {"data": {period: {group: {method: amount}}}}}, methods
 * ascending, amounts as numbers with exactly two digits after the point. With counts it has an
 * object {@code counts} of the same shape behind it, with whole numbers, or null where a total was
 * begun before rows were counted. Behind all else are the currency, where it is known, and the
 * currencies that the range has, where they are asked for.
 */
final class TotalsJson {

  private TotalsJson() {}

  /** Writes the totals. */
  static byte[] write(PeriodTotals totals) {
    PeriodsJson.Part data =
        new PeriodsJson.Part(
            "data", group(totals, (json, total) -> PeriodsJson.writeAmount(json, total.amount())));
    PeriodsJson.Part rows = new PeriodsJson.Part("counts", group(totals, PeriodsJson::writeCount));
    return PeriodsJson.write(
        totals.periods(),
        totals.types(),
        totals.counts() ? List.of(data, rows) : List.of(data),
        totals.currency(),
        totals.found());
  }

  /** Writes the value of a payment method. */
  private interface Value {
    void write(JsonGenerator json, Sum total) throws IOException;
  }

  private static PeriodsJson.Group group(PeriodTotals totals, Value value) {
    return (json, period, type) -> {
      json.writeStartObject();
      for (Map.Entry<String, Sum> total : totals.sums(period, type).entrySet()) {
        json.writeFieldName(total.getKey());
        value.write(json, total.getValue());
      }
      json.writeEndObject();
    };
  }
}
