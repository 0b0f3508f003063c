package daybook.reading.mapping;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;

/** Reads how cells are separated and written, and whether that goes together. */
final class LayoutReader {

  /** What may stand between thousands: a blank is any kind of it, an apostrophe either. */
  private static final String GROUPINGS = ",.' ";

  private static final String PRINTABLE_ASCII = printableAscii();

  private final Part document;

  LayoutReader(Part document) {
    this.document = document;
  }

  private static String printableAscii() {
    StringBuilder all = new StringBuilder("\t\n\r");
    for (char c = ' '; c <= '~'; c++) {
      all.append(c);
    }
    return all.toString();
  }

  /** What is read; what could not be is as it is by default. */
  Mapping.Text read() {
    char delimiter =
        character("delimiter", "a tab, or one of ASCII's signs but \" ' . + -")
            .filter(
                c ->
                    isDelimiter(c)
                        || wrong("delimiter", "a tab, or one of ASCII's signs but \" ' . + -"))
            .orElse(',');
    Optional<Character> quote = quote();
    char decimal =
        character("decimal", "\".\" or \",\"")
            .filter(c -> c == '.' || c == ',' || wrong("decimal", "\".\" or \",\""))
            .orElse('.');
    Optional<Character> grouping = grouping();
    checkTogether(delimiter, quote, decimal, grouping);
    List<String> empty =
        List.copyOf(document.texts("empty", 1, "a text that stands for an empty cell").values());
    return new Mapping.Text(delimiter, quote, encoding(), decimal, grouping, empty);
  }

  private void checkTogether(
      char delimiter, Optional<Character> quote, char decimal, Optional<Character> grouping) {
    if (quote.isEmpty() && decimal == delimiter) {
      document.problem("decimal", "another one than the delimiter, or a quote");
    }
    if (grouping.isPresent() && grouping.get() == decimal) {
      document.problem("grouping", "another one than decimal");
    }
    if (grouping.isPresent() && grouping.equals(quote)) {
      document.problem("grouping", "another one than the quote");
    }
    if (grouping.isPresent() && quote.isEmpty() && grouping.get() == delimiter) {
      document.problem("grouping", "another one than the delimiter, or a quote");
    }
  }

  private Optional<Character> quote() {
    if (!document.has("quote")) {
      return Optional.of('"');
    }
    String expected = "\", ', or nothing where quotes mean nothing";
    return document
        .textOrNothing("quote", expected)
        .filter(text -> !text.isEmpty())
        .filter(text -> isQuote(text) || wrong("quote", expected))
        .map(text -> text.charAt(0));
  }

  private Optional<Character> grouping() {
    String expected = "one of , . ' and a blank, or nothing";
    return document
        .textOrNothing("grouping", expected)
        .filter(text -> !text.isEmpty())
        .filter(
            text -> (text.length() == 1 && GROUPINGS.contains(text)) || wrong("grouping", expected))
        .map(text -> text.charAt(0));
  }

  /**
   * As Java names it. The reader finds line ends, delimiters and quotes by their bytes: so only
   * charsets are taken in which a byte is a character, ASCII's where they are in ASCII.
   */
  private String encoding() {
    String expected =
        "UTF-8, or a charset of one byte for each character such as windows-1252;"
            + " UTF-16 is recognised by itself";
    return document
        .text("encoding", expected)
        .flatMap(
            name -> {
              Optional<String> charset = charset(name);
              if (charset.isEmpty()) {
                document.problem("encoding", expected);
              }
              return charset;
            })
        .orElse(StandardCharsets.UTF_8.name());
  }

  private static Optional<String> charset(String name) {
    try {
      Charset charset = Charset.forName(name);
      boolean readable =
          charset.equals(StandardCharsets.UTF_8)
              || (charset.canEncode()
                  && charset.newEncoder().maxBytesPerChar() <= 1
                  && new String(PRINTABLE_ASCII.getBytes(charset), StandardCharsets.US_ASCII)
                      .equals(PRINTABLE_ASCII));
      return readable ? Optional.of(charset.name()) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private Optional<Character> character(String name, String expected) {
    return document
        .text(name, expected)
        .filter(text -> text.length() == 1 || wrong(name, expected))
        .map(text -> text.charAt(0));
  }

  private boolean wrong(String name, String expected) {
    document.problem(name, expected);
    return false;
  }

  private static boolean isDelimiter(char c) {
    boolean isSign = c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    return c == '\t' || (isSign && "\"'.+-".indexOf(c) < 0);
  }

  private static boolean isQuote(String text) {
    return text.equals("\"") || text.equals("'");
  }
}
