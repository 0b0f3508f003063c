package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import java.time.LocalDate;

/**
 * What one row, or one version of a transaction, adds to the totals of a day.
 *
 * @param key its day and type
 * @param method its payment method
 * @param cents a power of four, nobody else's of this day, type and method
 */
record Money(AggregateKey key, String method, long cents) {

  /** What counts of a transaction. */
  static Money of(Transaction counts) {
    return new Money(
        new AggregateKey(counts.day(), counts.type()),
        counts.paymentMethod(),
        counts.amount().cents());
  }

  LocalDate day() {
    return key.day();
  }

  TransactionType type() {
    return key.type();
  }

  Amount amount() {
    return new Amount(cents);
  }

  /** The same where it is taken back. */
  AggregateKey reversedKey() {
    return new AggregateKey(key.day(), key.type().reversed());
  }

  /** The same of another payment method. */
  Money with(String other) {
    return new Money(key, other, cents);
  }
}
