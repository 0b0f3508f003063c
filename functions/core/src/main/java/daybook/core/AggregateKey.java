package daybook.core;

import daybook.core.port.UnknownFormException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one daily aggregate: a view, a business day and a type. Its text form, {@code
 * 2026-01-15:deposits} in the totals and {@code hours:2026-01-15:deposits} in any other view,
 * follows {@code agg:} in Redis.
 *
 * @param view which sums these are
 * @param day the date in the business zone, 0001-01-01 to 9999-12-31
 * @param type deposits, withdrawals, one of these in a currency, or a group of a later version
 */
public record AggregateKey(View view, LocalDate day, TransactionType type)
    implements Comparable<AggregateKey> {

  private static final Comparator<AggregateKey> ORDER =
      Comparator.comparing(AggregateKey::view)
          .thenComparing(AggregateKey::day)
          .thenComparing(AggregateKey::type);

  private static final Pattern FORM = Pattern.compile("(?:([a-z]+):)?([0-9][0-9-]*):(.*)");

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

  /** Of the totals. */
  public AggregateKey(LocalDate day, TransactionType type) {
    this(View.TOTALS, day, type);
  }

  /** The same day and type in another view. */
  public AggregateKey in(View other) {
    return new AggregateKey(other, day, type);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is no date, colon and group, with a word and a
   *     colon before them or not
   * @throws UnknownFormException if the word is no view of this version
   */
  public static AggregateKey parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected YYYY-MM-DD:group, found " + text);
    }
    try {
      return new AggregateKey(
          parts.group(1) == null ? View.TOTALS : further(parts.group(1)),
          LocalDate.parse(parts.group(2)),
          new TransactionType(parts.group(3)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected YYYY-MM-DD:group, found " + text, e);
    }
  }

  private static View further(String code) {
    return View.ofCode(code)
        .filter(view -> view != View.TOTALS)
        .orElseThrow(() -> new UnknownFormException("an aggregate", "the view " + code));
  }

  @Override
  public int compareTo(AggregateKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String text = day + ":" + type.group();
    return view == View.TOTALS ? text : view.code() + ":" + text;
  }
}
