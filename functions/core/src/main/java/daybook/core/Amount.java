package daybook.core;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in whole cents, 0.00 to 92,233,720,368,547,758.07, never negative. The
 * currency is that of the file; there is one for the whole system.
 *
 * @param cents hundredths of the currency's unit, 0 to {@link Long#MAX_VALUE}
 */
public record Amount(long cents) implements Comparable<Amount> {

  /**
   * Every stored total stays below this many cents, 10,000,000,000,000.00. Redis adds with {@code
   * long double}; where that is a plain {@code double}, one {@code HINCRBYFLOAT} rounds three times
   * by at most half a spacing of doubles, and brought back to two digits the result names its cent
   * as long as 3/2 spacings stay below half a cent: below 2^44 = 17,592,186,044,416.00. Where
   * {@code long double} is wider, the limit is 2^46. This is the round number below both.
   */
  public static final long TOTAL_CENTS_BOUND = 1_000_000_000_000_000L;

  /** No money. */
  public static final Amount ZERO = new Amount(0);

  /** Checks the range. */
  public Amount {
    if (cents < 0) {
      throw new IllegalArgumentException("an amount is not negative: " + cents + " cents");
    }
  }

  /**
   * Reads what {@link #toString()} writes: digits, a point, two digits.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Amount parse(String text) {
    int point = text.length() - 3;
    if (point < 1 || text.charAt(point) != '.' || !allDigitsBut(text, point)) {
      throw new IllegalArgumentException("expected an amount such as 12.30, found " + text);
    }
    try {
      return new Amount(Long.parseLong(text.substring(0, point) + text.substring(point + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("an amount beyond 2^63 cents: " + text, e);
    }
  }

  private static boolean allDigitsBut(String text, int point) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i != point && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /**
   * The amount whose cents lie nearest to a stored double; exact for every total below {@link
   * #TOTAL_CENTS_BOUND}, where doubles lie closer together than half a cent.
   *
   * @throws IllegalArgumentException if it is negative, not finite or beyond 2^63 cents
   */
  public static Amount ofDouble(double stored) {
    if (!Double.isFinite(stored) || stored < 0) {
      throw new IllegalArgumentException("expected an amount, found " + stored);
    }
    BigDecimal cents = new BigDecimal(stored).setScale(2, RoundingMode.HALF_EVEN).movePointRight(2);
    try {
      return new Amount(cents.longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an amount beyond 2^63 cents: " + stored, e);
    }
  }

  /** The double nearest to this amount, as history stores it. */
  public double toDouble() {
    return toBigDecimal().doubleValue();
  }

  /** The same amount with scale 2. */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(cents, 2);
  }

  @Override
  public int compareTo(Amount other) {
    return Long.compare(cents, other.cents);
  }

  /** Plain decimal with exactly two digits after the point: {@code 52763.85}. */
  @Override
  public String toString() {
    long fraction = cents % 100;
    return cents / 100 + (fraction < 10 ? ".0" : ".") + fraction;
  }
}
