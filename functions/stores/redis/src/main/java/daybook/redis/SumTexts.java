package daybook.redis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Sum;
import daybook.core.View;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums as hashes hold them and the scripts read them: the totals of payment methods with two digits
 * after the point, those of further views as whole cents. Texts, for a number may lose its last
 * cent in a script.
 */
final class SumTexts {

  private SumTexts() {}

  /** An object, field to total and, where it is known, count. */
  static ObjectNode of(AggregateKey key, Map<String, Sum> sums) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    sums.forEach(
        (field, sum) -> {
          ArrayNode texts = json.putArray(field).add(total(key, sum));
          if (sum.isCounted()) {
            texts.add(Long.toString(sum.count()));
          }
        });
    return json;
  }

  private static String total(AggregateKey key, Sum sum) {
    return key.view() == View.TOTALS ? sum.amount().toString() : Long.toString(sum.cents());
  }

  /**
   * Reads a total and its count, which may be missing.
   *
   * @throws IllegalArgumentException if one has another form
   */
  static Sum sum(AggregateKey key, String total, @Nullable String count) {
    long cents = key.view() == View.TOTALS ? Amount.parse(total).cents() : Long.parseLong(total);
    return new Sum(cents, count == null ? Sum.UNKNOWN : Long.parseLong(count));
  }
}
