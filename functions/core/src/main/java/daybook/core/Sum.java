package daybook.core;

/**
 * What some rows add up to: their amounts and how many they are. Both are non-negative and only
 * grow.
 *
 * @param cents sum of the amounts in hundredths of the currency's unit, 0 to 2^63 - 1
 * @param count how many rows, 0 to 2^63 - 1, or {@link #UNKNOWN}
 */
public record Sum(long cents, long count) {

  /**
   * The count of a total that was begun by a version that did not count: it stays unknown, because
   * a part of it would pass for all.
   */
  public static final long UNKNOWN = -1;

  /** Of no rows. */
  public static final Sum ZERO = new Sum(0, 0);

  /** Checks the ranges. */
  public Sum {
    if (cents < 0 || count < UNKNOWN) {
      throw new IllegalArgumentException("expected no negative sum, found " + cents + " " + count);
    }
  }

  /** Of one row. */
  public static Sum of(Amount amount) {
    return new Sum(amount.cents(), 1);
  }

  /** Whether it is known how many rows these are. */
  public boolean isCounted() {
    return count != UNKNOWN;
  }

  /** The money in it. */
  public Amount amount() {
    return new Amount(cents);
  }

  /**
   * Of the rows of both.
   *
   * @throws ArithmeticException if it passes 2^63
   */
  public Sum plus(Sum more) {
    boolean counted = isCounted() && more.isCounted();
    return new Sum(
        Math.addExact(cents, more.cents), counted ? Math.addExact(count, more.count) : UNKNOWN);
  }

  /**
   * Of the rows of this one that are not among others.
   *
   * @param less rows that are all among these
   * @throws ArithmeticException if they cannot be: their money or number is more
   */
  public Sum minus(Sum less) {
    boolean counted = isCounted() && less.isCounted();
    if (less.cents > cents || (counted && less.count > count)) {
      throw new ArithmeticException(this + " do not hold " + less);
    }
    return new Sum(cents - less.cents, counted ? count - less.count : UNKNOWN);
  }

  @Override
  public String toString() {
    return amount() + " of " + (isCounted() ? count + " rows" : "unknown rows");
  }
}
