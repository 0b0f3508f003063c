package daybook.local.produce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * A transaction that was made up, with all that one can have.
 *
 * @param id of its own among all of its seed
 * @param timestamp in UTC, to the millisecond
 * @param type deposit or withdrawal
 * @param method of payment
 * @param cents its amount, from 1
 * @param currency a code; empty for one that names none
 * @param status approved, pending or declined
 * @param user one of {@link TransactionMaker#USERS}
 * @param merchant one of {@link TransactionMaker#MERCHANTS}
 * @param category the merchant's
 * @param name the user's
 * @param note free text; empty for none
 */
public record MadeTransaction(
    String id,
    String timestamp,
    String type,
    String method,
    long cents,
    String currency,
    String status,
    String user,
    String merchant,
    String category,
    String name,
    String note) {

  private static final String COLUMNS =
      "transaction_id,timestamp,type,payment_method,amount,status,user_id,merchant_id,merchant_category";

  /** As the API takes it. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("transaction_id", id);
    json.put("timestamp", timestamp);
    json.put("type", type);
    json.put("payment_method", method);
    json.put("amount", amount());
    if (!currency.isEmpty()) {
      json.put("currency", currency);
    }
    json.put("status", status);
    json.put("user_id", user);
    json.put("merchant_id", merchant);
    json.put("merchant_category", category);
    json.put("full_name", name);
    if (!note.isEmpty()) {
      json.put("note", note);
    }
    return json.toString();
  }

  /** The names of the columns of {@link #csv}, with a line feed. */
  public String csvHeader() {
    // An empty cell of a currency is an error in a file, and no currency only without the column.
    return COLUMNS + (currency.isEmpty() ? "\n" : ",currency\n");
  }

  /** As a row of a file, which has no names and no free text; with a line feed. */
  public String csv() {
    String row =
        String.join(",", id, timestamp, type, method, amount(), status, user, merchant, category);
    return row + (currency.isEmpty() ? "" : "," + currency) + "\n";
  }

  private String amount() {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
