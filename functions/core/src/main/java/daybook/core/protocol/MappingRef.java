package daybook.core.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which mapping, to the byte. Text form {@code name@hash}.
 *
 * @param name of the mapping, for people
 * @param hash SHA-256 of its document, 64 hexadecimal digits: this alone says which one it is
 */
public record MappingRef(String name, String hash) {

  private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9_-]{0,63})@([0-9a-f]{64})");

  /** Digits of the hash that tell folders of one import apart. */
  private static final int SHORT_DIGITS = 16;

  /** Checks the form. */
  public MappingRef {
    if (!FORM.matcher(name + "@" + hash).matches()) {
      throw new IllegalArgumentException("expected name@hash, found " + name + "@" + hash);
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static MappingRef parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected name@hash, found " + text);
    }
    return new MappingRef(parts.group(1), parts.group(2));
  }

  /** The beginning of the hash, for names of objects: 16 digits. */
  public String shortHash() {
    return hash.substring(0, SHORT_DIGITS);
  }

  @Override
  public String toString() {
    return name + "@" + hash;
  }
}
