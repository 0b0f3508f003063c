package daybook.core;

import java.time.LocalDate;

/**
 * One accepted row: money that moved.
 *
 * @param day its business day
 * @param hour the hour of that day, 0 to 23
 * @param type deposit, withdrawal, or a type of a later version
 * @param paymentMethod a name as {@link PaymentMethod} has it
 * @param amount how much
 */
public record Transaction(
    LocalDate day, int hour, TransactionType type, String paymentMethod, Amount amount) {

  /** Checks the hour. */
  public Transaction {
    if (hour < 0 || hour > 23) {
      throw new IllegalArgumentException("expected an hour from 0 to 23, found " + hour);
    }
  }
}
