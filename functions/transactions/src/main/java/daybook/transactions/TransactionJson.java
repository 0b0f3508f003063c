package daybook.transactions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Currency;
import daybook.core.record.Attempt;
import daybook.core.record.PastVersion;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Transactions as JSON, as they are answered wherever they are: after they were posted, by their
 * ids and in lists. Names and free text are not in it.
 */
public final class TransactionJson {

  /** Of what is money. */
  public static final String APPROVED = "approved";

  /** Of what was. */
  public static final String DELETED = "deleted";

  /** Whether it counts. */
  public static final String COUNTED = "counted";

  private static final String STATUS = "status";
  private static final String VERSION = "version";

  private TransactionJson() {}

  /**
   * One transaction. One that is deleted says when, and what it said last where that is kept.
   *
   * @param currency the deployment's, of groups that name none
   */
  public static ObjectNode of(TransactionRecord record, Optional<Currency> currency) {
    ObjectNode json = begun(record.id());
    json.put(VERSION, record.version());
    json.put(STATUS, record.isDeleted() ? DELETED : APPROVED);
    record.said().ifPresent(content -> write(content, currency, json));
    json.put("created", record.times().created().toString());
    json.put("updated", record.times().updated().toString());
    record.times().deleted().ifPresent(time -> json.put(DELETED, time.toString()));
    return json;
  }

  /** An attempt, which is no money. */
  public static ObjectNode of(Attempt attempt, Optional<Currency> currency) {
    ObjectNode json = begun(attempt.id());
    json.put(STATUS, attempt.status()).put(COUNTED, false);
    attempt.content().ifPresent(content -> write(content, currency, json));
    json.put("created", attempt.at().toString());
    return json;
  }

  /** What a transaction said before. */
  public static ObjectNode of(PastVersion past, Optional<Currency> currency) {
    ObjectNode json = version(past.version(), APPROVED, past.since());
    write(past.content(), currency, json);
    return json;
  }

  /** A version that says nothing any more. */
  public static ObjectNode deleted(long version, Instant since) {
    return version(version, DELETED, since);
  }

  private static ObjectNode version(long version, String status, Instant since) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put(VERSION, version).put(STATUS, status).put("since", since.toString());
  }

  /** What is about a transaction, and says nothing more yet. */
  public static ObjectNode begun(TransactionId id) {
    return JsonNodeFactory.instance.objectNode().put("transaction_id", id.value());
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
}
