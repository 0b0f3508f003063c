package daybook.redis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Amount;
import java.util.Map;

/** Totals as the scripts read them. Amounts are texts: a number may lose its last cent there. */
final class Json {

  private Json() {}

  /** An object, method to amount. */
  static ObjectNode of(Map<String, Amount> totals) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    totals.forEach((method, amount) -> json.put(method, amount.toString()));
    return json;
  }
}
