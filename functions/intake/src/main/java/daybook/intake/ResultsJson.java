package daybook.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.transactions.TransactionJson;
import java.util.List;

/**
 * What became of what was asked for, as JSON. Names and free text are not in it: whoever sent them
 * has them, and reading opens them.
 */
final class ResultsJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultsJson() {}

  /** What became of each record. */
  static byte[] of(List<Result> results) {
    ArrayNode json = NODES.arrayNode();
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      ObjectNode one = json.addObject().put("index", i);
      one.put("transaction_id", result.id().value()).put("status", result.status());
      result.transaction().ifPresent(record -> one.put("version", record.version()));
      result.attempt().ifPresent(attempt -> one.put(TransactionJson.COUNTED, false));
      if (!result.conflict().isEmpty()) {
        one.put("detail", result.conflict());
      }
    }
    return bytes(json);
  }

  /** How far a user's erasure is. */
  static byte[] erasure(int erased, boolean remaining) {
    return bytes(NODES.objectNode().put("erased", erased).put("remaining", remaining));
  }

  static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(UTF_8);
  }
}
