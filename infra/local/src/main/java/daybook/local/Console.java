package daybook.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a command writes to: lines, and on a terminal one more line below them that is drawn over.
 * Safe for use by several threads.
 */
final class Console {

  /** Of a wrapped line, the blanks before it left out. */
  private static final int LINE_CHARACTERS = 96;

  /** A colour by its number of ANSI X3.64. */
  enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int number;

    Colour(int number) {
      this.number = number;
    }
  }

  /** What a colour is, which takes no place in a line. */
  private static final Pattern PAINT = Pattern.compile("\u001b\\[\\d+m");

  private final PrintStream out;
  private final OutputStream bytes;
  private final boolean terminal;
  private final boolean colours;
  private String drawn = "";
  private boolean draws = true;

  /**
   * @param terminal whether a line can be drawn over
   */
  Console(PrintStream out, boolean terminal) {
    this(out, out, terminal, false);
  }

  /**
   * @param bytes where files go, the same place as {@code out}
   * @param colours whether a terminal's user wants them
   */
  Console(PrintStream out, OutputStream bytes, boolean terminal, boolean colours) {
    this.out = out;
    this.bytes = bytes;
    this.terminal = terminal;
    this.colours = terminal && colours;
  }

  /** Standard output; the script that started this process knows whether it is a terminal. */
  static Console standard() {
    // https://no-color.org: whatever its value, unless it is empty.
    boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    // Past System.out, which hides why it fails.
    OutputStream bytes = new FileOutputStream(FileDescriptor.out);
    return new Console(System.out, bytes, Boolean.getBoolean("daybook.terminal"), colours);
  }

  /** Standard error, where standard output is for a program. */
  static Console errors() {
    return new Console(System.err, false);
  }

  /** A path as one would type it here: relative where it is below the current folder. */
  static String path(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = path.toAbsolutePath().normalize();
    return (whole.startsWith(here) && !whole.equals(here) ? here.relativize(whole) : whole)
        .toString();
  }

  /** A number of rows, in words that fit it. */
  static String rows(long number) {
    return String.format(Locale.ROOT, number == 1 ? "%,d row" : "%,d rows", number);
  }

  /** A moment in UTC, to the second. */
  static String time(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A text that is no longer than so many characters, its last one a mark where it is cut. */
  static String cut(String text, int charactersMax) {
    return text.codePointCount(0, text.length()) <= charactersMax
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
  }

  /** Sentences as lines that a terminal shows whole, where words are short enough. */
  static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= LINE_CHARACTERS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A text in a colour, where there are any: never the only sign of what it says. */
  String painted(Colour colour, String text) {
    return colours ? "\u001b[%dm%s\u001b[0m".formatted(colour.number, text) : text;
  }

  /** Where a file goes byte by byte. */
  OutputStream bytes() {
    return bytes;
  }

  /** Whether a line can be drawn over. */
  boolean isTerminal() {
    return terminal;
  }

  /** Writes a line; what is drawn moves below it. */
  synchronized void line(String text) {
    if (drawn.isEmpty()) {
      out.println(text);
    } else {
      int shown = PAINT.matcher(text).replaceAll("").length();
      out.println("\r" + text + " ".repeat(Math.max(0, drawn.length() - shown)));
      out.print(drawn);
    }
    out.flush();
  }

  /** Writes a formatted line, numbers in the same form everywhere. */
  void format(String format, Object... arguments) {
    line(String.format(Locale.ROOT, format, arguments));
  }

  /** Draws a line over the one drawn last. */
  synchronized void draw(String text) {
    if (!draws) {
      return;
    }
    out.print("\r" + text + " ".repeat(Math.max(0, drawn.length() - text.length())));
    out.flush();
    drawn = text;
  }

  /** Leaves what is drawn where it is. */
  synchronized void endDrawing() {
    if (!drawn.isEmpty()) {
      out.println();
      drawn = "";
    }
  }

  /** The same for good: nothing is drawn any more, whoever still tries. */
  synchronized void endAllDrawing() {
    endDrawing();
    draws = false;
  }
}
