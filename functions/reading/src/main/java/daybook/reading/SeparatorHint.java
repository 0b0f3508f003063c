package daybook.reading;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A first line such as {@code sep=;}: it tells a spreadsheet which character separates fields, and
 * is no part of the data.
 */
public final class SeparatorHint {

  private static final String START = "sep=";

  /** The sign, quotes around all, and a further delimiter behind. */
  private static final int LENGTH_MAX = START.length() + 8;

  private SeparatorHint() {}

  /**
   * The separator that a record names.
   *
   * @param record stands at the first record that is not blank
   * @return an ASCII character, or empty where this is no such hint
   */
  public static OptionalInt of(RecordScanner record) {
    int length = record.end() - record.start();
    if (length > LENGTH_MAX) {
      return OptionalInt.empty();
    }
    return of(new String(record.bytes(), record.start(), length, StandardCharsets.ISO_8859_1));
  }

  /** The same for its text. Programs put quotes around it, or fill the line with delimiters. */
  static OptionalInt of(String record) {
    String line = record.strip();
    boolean quoted = line.length() > 1 && line.startsWith("\"") && line.endsWith("\"");
    String text = quoted ? line.substring(1, line.length() - 1) : line;
    boolean tab = record.toLowerCase(Locale.ROOT).startsWith(START + "\t");
    if (tab) {
      return OptionalInt.of('\t');
    }
    if (text.length() <= START.length() || !text.toLowerCase(Locale.ROOT).startsWith(START)) {
      return OptionalInt.empty();
    }
    char separator = text.charAt(START.length());
    boolean alone = text.chars().skip(START.length()).allMatch(c -> c == separator || c == ',');
    boolean sign = separator > ' ' && separator < 0x7f && !Character.isLetterOrDigit(separator);
    return alone && sign ? OptionalInt.of(separator) : OptionalInt.empty();
  }
}
