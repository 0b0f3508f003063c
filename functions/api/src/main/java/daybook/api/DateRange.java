package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.TransactionType;
import daybook.core.View;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The business days that are asked for.
 *
 * @param from the first day
 * @param to the last day, not before the first; at most {@link #DAYS_MAX} days with both ends
 */
public record DateRange(LocalDate from, LocalDate to) {

  /** Most days of one answer: a leap year. More would pass what an answer may weigh. */
  public static final int DAYS_MAX = 366;

  /** Checks order and length. */
  public DateRange {
    long days = days(from, to);
    if (days < 1 || days > DAYS_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + DAYS_MAX + " days, found " + from + " to " + to);
    }
  }

  /** Days from one to the other, both counted; below 1 where the order is reversed. */
  static long days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** Every known type of these days in a view, in order; a new set. */
  SortedSet<AggregateKey> keys(View view) {
    SortedSet<AggregateKey> keys = new TreeSet<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      for (TransactionType type : TransactionType.KNOWN) {
        keys.add(new AggregateKey(view, day, type));
      }
    }
    return keys;
  }
}
