package daybook.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Currency;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionRecord;
import java.util.List;
import java.util.Optional;

/**
 * What is answered of transactions. Names and free text are not in it: whoever sent them has them,
 * and reading opens them.
 */
final class TransactionJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TransactionJson() {}

  /**
   * One transaction.
   *
   * @param currency the deployment's, of groups that name none
   */
  static byte[] of(TransactionRecord record, Optional<Currency> currency) {
    ObjectNode json = NODES.objectNode().put("transaction_id", record.id().value());
    json.put("version", record.version());
    json.put("status", record.isDeleted() ? "deleted" : Draft.APPROVED);
    record.content().ifPresent(content -> write(content, currency, json));
    json.put("created", record.times().created().toString());
    json.put("updated", record.times().updated().toString());
    return json.toString().getBytes(UTF_8);
  }

  /** An attempt, which is no money. */
  static byte[] of(Attempt attempt, Optional<Currency> currency) {
    ObjectNode json = NODES.objectNode().put("transaction_id", attempt.id().value());
    json.put("status", attempt.status()).put("counted", false);
    attempt.content().ifPresent(content -> write(content, currency, json));
    json.put("created", attempt.at().toString());
    return json.toString().getBytes(UTF_8);
  }

  private static void write(
      TransactionContent content, Optional<Currency> currency, ObjectNode json) {
    json.put("timestamp", content.timestamp().toString());
    json.put("business_day", content.counts().day().toString());
    json.put("type", content.counts().type().withoutCurrency().csvName());
    json.put("payment_method", content.counts().paymentMethod());
    json.put("amount", content.counts().amount().toBigDecimal());
    content
        .counts()
        .type()
        .currency()
        .or(() -> currency)
        .ifPresent(code -> json.put("currency", code.code()));
    content.userId().ifPresent(id -> json.put("user_id", id));
    content.merchantId().ifPresent(id -> json.put("merchant_id", id));
    content.merchantCategory().ifPresent(text -> json.put("merchant_category", text));
  }

  /** What became of each record. */
  static byte[] of(List<Result> results) {
    ArrayNode json = NODES.arrayNode();
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      ObjectNode one = json.addObject().put("index", i);
      one.put("transaction_id", result.id().value()).put("status", result.status());
      result.transaction().ifPresent(record -> one.put("version", record.version()));
      result.attempt().ifPresent(attempt -> one.put("counted", false));
      if (!result.conflict().isEmpty()) {
        one.put("detail", result.conflict());
      }
    }
    return json.toString().getBytes(UTF_8);
  }

  /** How far a user's erasure is. */
  static byte[] erasure(int erased, boolean remaining) {
    ObjectNode json = NODES.objectNode().put("erased", erased).put("remaining", remaining);
    return json.toString().getBytes(UTF_8);
  }
}
