package daybook.core;

import java.util.regex.Pattern;

/**
 * A word of a code set: 1 to {@value #LENGTH_MAX} lower-case letters, digits and {@code _}, a
 * letter first. Code sets are open: a word that this version does not know is kept and handed on,
 * for the version after may have written it. A text outside this alphabet is no word of any
 * version.
 */
public final class Word {

  /** Most characters of a word, each of them one byte. */
  public static final int LENGTH_MAX = 64;

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private Word() {}

  /**
   * Checks a word.
   *
   * @param what which code set it is of, for the message
   * @throws IllegalArgumentException if it is none
   */
  public static String require(String what, String word) {
    if (!FORM.matcher(word).matches()) {
      throw new IllegalArgumentException("expected a word as " + what + ", found " + word);
    }
    return word;
  }
}
