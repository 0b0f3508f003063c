package daybook.core;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * Names one daily aggregate: a business day (UTC) and a type. Its text form, {@code
 * 2026-01-15:deposits}, follows {@code agg:} in Redis.
 *
 * @param day the UTC date, 0001-01-01 to 9999-12-31
 * @param type deposits, withdrawals, or a group of a later version
 */
public record AggregateKey(LocalDate day, TransactionType type)
    implements Comparable<AggregateKey> {

  private static final Comparator<AggregateKey> ORDER =
      Comparator.comparing(AggregateKey::day).thenComparing(AggregateKey::type);

  /** The earliest business day that has a four-digit date. */
  public static final LocalDate DAY_MIN = LocalDate.of(1, 1, 1);

  /** The latest business day that has a four-digit date. */
  public static final LocalDate DAY_MAX = LocalDate.of(9999, 12, 31);

  /** Checks the range of the day, so that its text always has ten characters. */
  public AggregateKey {
    if (day.isBefore(DAY_MIN) || day.isAfter(DAY_MAX)) {
      throw new IllegalArgumentException(
          "expected a day from " + DAY_MIN + " to " + DAY_MAX + ", found " + day);
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is no date, colon and group
   */
  public static AggregateKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected YYYY-MM-DD:group, found " + text);
    }
    try {
      LocalDate day = LocalDate.parse(text.substring(0, colon));
      return new AggregateKey(day, new TransactionType(text.substring(colon + 1)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected YYYY-MM-DD:group, found " + text, e);
    }
  }

  @Override
  public int compareTo(AggregateKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return day + ":" + type.group();
  }
}
