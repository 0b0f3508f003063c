package daybook.intake;

import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.transactions.TransactionJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a record says so far: nothing at first, or what a transaction says that is to be corrected.
 * {@link FieldReader} reads fields into it. Not safe for threads.
 */
final class Draft {

  /** What a record is that says nothing of it. */
  static final String APPROVED = TransactionJson.APPROVED;

  Optional<TransactionId> id = Optional.empty();
  String status = APPROVED;
  @Nullable Instant timestamp;
  @Nullable LocalDate day;
  int hour;
  @Nullable TransactionType type;
  Optional<Currency> currency = Optional.empty();

  /**
   * Whether the group names its currency as the transaction has it: one that was counted before the
   * deployment had a currency must not change its group for it.
   */
  boolean keepsGroup;

  @Nullable String paymentMethod;
  @Nullable Amount amount;
  Optional<String> userId = Optional.empty();
  Optional<String> merchantId = Optional.empty();
  Optional<String> merchantCategory = Optional.empty();

  /** Names and free text that were given, by field; empty where one is to go away. */
  final SortedMap<String, Optional<String>> texts = new TreeMap<>();

  /** One that says nothing. */
  Draft() {}

  /** One that says what a transaction does, but for its names and free text. */
  static Draft of(TransactionContent content) {
    Draft draft = new Draft();
    Transaction counts = content.counts();
    draft.timestamp = content.timestamp();
    draft.day = counts.day();
    draft.hour = counts.hour();
    draft.type = counts.type().withoutCurrency();
    draft.currency = counts.type().currency();
    draft.keepsGroup = true;
    draft.paymentMethod = counts.paymentMethod();
    draft.amount = counts.amount();
    draft.userId = content.userId();
    draft.merchantId = content.merchantId();
    draft.merchantCategory = content.merchantCategory();
    return draft;
  }

  /** Whether it is money. */
  boolean isApproved() {
    return status.equals(APPROVED);
  }

  /**
   * What it says now, if nothing is missing.
   *
   * @param deployment whose currency a group does not name
   */
  Optional<TransactionContent> content(Deployment deployment) {
    if (timestamp == null
        || day == null
        || type == null
        || paymentMethod == null
        || amount == null) {
      return Optional.empty();
    }
    TransactionType group =
        currency
            .filter(other -> keepsGroup || !deployment.currency().equals(Optional.of(other)))
            .map(type::in)
            .orElse(type);
    return Optional.of(
        new TransactionContent(
            timestamp,
            new Transaction(day, hour, group, paymentMethod, amount),
            userId,
            merchantId,
            merchantCategory));
  }

  /** Those of its names and free texts that are there. */
  SortedMap<String, String> givenTexts() {
    SortedMap<String, String> given = new TreeMap<>();
    texts.forEach((field, text) -> text.ifPresent(value -> given.put(field, value)));
    return Collections.unmodifiableSortedMap(given);
  }
}
