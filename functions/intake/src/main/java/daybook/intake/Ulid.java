package daybook.intake;

import java.math.BigInteger;

/**
 * An id as github.com/ulid/spec has it: 48 bits of time in ms and 80 random bits, written as 26
 * characters of Crockford's base 32, whose order is that of time.
 *
 * @param bits 0 to 2^128 - 1
 */
record Ulid(BigInteger bits) {

  /** Characters of its text. */
  static final int LENGTH = 26;

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int RANDOM_BITS = 80;
  private static final int BITS = 128;
  private static final int DIGIT_BITS = 5;

  /** Checks the range. */
  Ulid {
    if (bits.signum() < 0 || bits.bitLength() > BITS) {
      throw new IllegalArgumentException("expected 128 bits, found " + bits);
    }
  }

  /**
   * One of a moment.
   *
   * @param millis since 1970
   * @param random 0 to 2^80 - 1
   */
  static Ulid of(long millis, BigInteger random) {
    return new Ulid(BigInteger.valueOf(millis).shiftLeft(RANDOM_BITS).add(random));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none that {@link #toString()} writes
   */
  static Ulid parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("expected a ULID, found " + text);
    }
    BigInteger bits = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("expected a ULID, found " + text);
      }
      bits = bits.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(digit));
    }
    return new Ulid(bits);
  }

  /** The one so many behind it: none that was made at random is likely to be there. */
  Ulid plus(int more) {
    return new Ulid(bits.add(BigInteger.valueOf(more)));
  }

  /** When it was made, in ms since 1970. */
  long millis() {
    return bits.shiftRight(RANDOM_BITS).longValueExact();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int shift = DIGIT_BITS * (LENGTH - 1); shift >= 0; shift -= DIGIT_BITS) {
      text.append(DIGITS.charAt(bits.shiftRight(shift).intValue() & (DIGITS.length() - 1)));
    }
    return text.toString();
  }
}
