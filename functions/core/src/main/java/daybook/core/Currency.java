package daybook.core;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What money is counted in, by its code as ISO 4217 writes it. Any three capital letters are one:
 * no list of codes is kept, for it would refuse a currency that is younger than this version.
 *
 * @param code three letters from A to Z, such as {@code EUR}
 */
public record Currency(String code) implements Comparable<Currency> {

  /** What a code looks like, for messages. */
  public static final String EXPECTED = "three capital letters such as EUR";

  private static final Pattern FORM = Pattern.compile("[A-Z]{3}");

  /** Checks the code. */
  public Currency {
    if (!FORM.matcher(code).matches()) {
      throw new IllegalArgumentException("expected " + EXPECTED + ", found " + code);
    }
  }

  /** The currency of this code; empty where the text is none. */
  public static Optional<Currency> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Currency(text)) : Optional.empty();
  }

  @Override
  public int compareTo(Currency other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
