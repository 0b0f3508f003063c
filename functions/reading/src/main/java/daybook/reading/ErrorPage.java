package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.reading.value.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page says that came in the place of a file: the code of an error, or its title. */
final class ErrorPage {

  private static final int CODE_POINTS_MAX = 100;

  private static final Pattern XML_CODE =
      Pattern.compile("<(?:\\w+:)?Code>\\s*([^<]+?)\\s*<", Pattern.CASE_INSENSITIVE);
  private static final Pattern HTML_TITLE =
      Pattern.compile("<(?:title|h1)[^>]*>\\s*([^<]+?)\\s*<", Pattern.CASE_INSENSITIVE);
  private static final Pattern JSON_MESSAGE =
      Pattern.compile("\"(?:error|message|code|title)\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern FIRST_LINE = Pattern.compile("\\s*([^\r\n]+)");

  private ErrorPage() {}

  /**
   * What is said, in quotes and behind a colon; nothing where nothing is.
   *
   * @param start the first bytes of the page
   */
  static String words(FileKind kind, byte[] start) {
    Pattern said =
        switch (kind) {
          case XML -> XML_CODE;
          case HTML -> HTML_TITLE;
          case JSON -> JSON_MESSAGE;
          case HTTP -> FIRST_LINE;
          default -> null;
        };
    if (said == null) {
      return "";
    }
    Matcher words = said.matcher(new String(start, UTF_8));
    return words.find() ? ": \"" + Shown.text(words.group(1), CODE_POINTS_MAX) + "\"" : "";
  }
}
