package daybook.aws.tools;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Totals that the API answered, as {@link daybook.data.ExactTotals} has them. */
final class StatsTotals {

  private static final int CENT_DIGITS = 2;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private StatsTotals() {}

  /**
   * Day to group to payment method to total; what is empty is left out.
   *
   * @param body of a {@code GET /stats}
   */
  static SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> of(String body)
      throws IOException {
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> days = new TreeMap<>();
    for (Map.Entry<String, JsonNode> day : MAPPER.readTree(body).required("data").properties()) {
      for (Map.Entry<String, JsonNode> group : day.getValue().properties()) {
        for (Map.Entry<String, JsonNode> total : group.getValue().properties()) {
          days.computeIfAbsent(day.getKey(), key -> new TreeMap<>())
              .computeIfAbsent(group.getKey(), key -> new TreeMap<>())
              .put(total.getKey(), cents(total.getValue()));
        }
      }
    }
    return days;
  }

  /** Refuses what is no number, and more than whole cents. */
  private static BigDecimal cents(JsonNode total) {
    if (!total.isNumber()) {
      throw new AssertionError("expected a number, found " + total);
    }
    return total.decimalValue().setScale(CENT_DIGITS, RoundingMode.UNNECESSARY);
  }
}
