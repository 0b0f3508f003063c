package daybook.reading.mapping;

import java.util.List;
import java.util.Map;

/** A value of a JSON document. */
sealed interface Json {

  /** Most characters of a value in a message. */
  int SHOWN_MAX = 80;

  /** What people are shown of it: on one line, nothing in it that cannot be seen. */
  String shown();

  /** A string. */
  record Text(String text) implements Json {
    @Override
    public String shown() {
      return quoted(text);
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Json {
    @Override
    public String shown() {
      return Boolean.toString(value);
    }
  }

  /** A number as it is written, or null: no field of a mapping takes either. */
  record Other(String written) implements Json {
    @Override
    public String shown() {
      return visible(written);
    }
  }

  /** An array. */
  record Items(List<Json> items) implements Json {
    @Override
    public String shown() {
      return "a list of " + items.size();
    }
  }

  /** An object; of fields of one name the first, in the order of the document. */
  record Fields(Map<String, Json> fields) implements Json {
    @Override
    public String shown() {
      return "an object";
    }
  }

  /** A text in quotes, at most its first {@value #SHOWN_MAX} characters. */
  static String quoted(String text) {
    return '"' + visible(text) + '"';
  }

  /** The same without quotes; what cannot be seen is there by its number. */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(SHOWN_MAX).forEach(c -> show(c, shown));
    if (text.codePointCount(0, text.length()) > SHOWN_MAX) {
      shown.append('…');
    }
    return shown.toString();
  }

  private static void show(int codePoint, StringBuilder shown) {
    if (isVisible(codePoint)) {
      shown.appendCodePoint(codePoint);
    } else {
      shown.append("<U+%04X>".formatted(codePoint));
    }
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> codePoint == ' ' || Character.getType(codePoint) != Character.SPACE_SEPARATOR;
    };
  }
}
