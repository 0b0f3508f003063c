package daybook.reading.value;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form that texts have which are no value, and what to say to whoever sees one.
 *
 * @param form of the whole text without blanks around it
 * @param sentence what to say, of the part that the form's first group holds or of the whole text
 */
record TextTrap(Pattern form, UnaryOperator<String> sentence) {

  /** Longer texts are no mistaken value but something else. */
  private static final int LENGTH_MAX = 100;

  private static final Pattern UNSEEN =
      Pattern.compile(".*?([\\p{Cf}\\p{Cc}\uFFFD]).*", Pattern.DOTALL);
  private static final Pattern DASH =
      Pattern.compile(".*?([\\p{Pd}\u2212&&[^-]]).*", Pattern.DOTALL);

  static TextTrap of(String form, UnaryOperator<String> sentence) {
    return new TextTrap(Pattern.compile(form, Pattern.DOTALL), sentence);
  }

  static TextTrap of(String form, String sentence) {
    return of(form, seen -> sentence);
  }

  /** The first that fits a text. */
  static Optional<String> hint(Iterable<TextTrap> traps, byte[] in, int start, int end) {
    if (end - start > LENGTH_MAX) {
      return Optional.empty();
    }
    String text = new String(in, start, end - start, StandardCharsets.UTF_8).strip();
    for (TextTrap trap : traps) {
      Matcher matcher = trap.form.matcher(text);
      if (matcher.matches()) {
        String seen = matcher.groupCount() > 0 ? matcher.group(1) : text;
        return Optional.of(trap.sentence.apply(seen));
      }
    }
    return Optional.empty();
  }

  /** An invisible character somewhere in the text. */
  static TextTrap unseen() {
    return new TextTrap(
        UNSEEN, seen -> "a character that cannot be seen stands in it: " + Shown.cell(seen));
  }

  /** A dash that is not the minus of ASCII; and then what more there is to say. */
  static TextTrap dash(String more) {
    return new TextTrap(
        DASH, seen -> "its minus sign is " + Shown.cell(seen) + " and not -" + more);
  }
}
