package daybook.reading;

import daybook.core.CellText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a rejected record may be shown: bounded, without control characters, harmless in a
 * spreadsheet, and with only the last four digits of what looks like a card number.
 */
public final class RejectText {

  /**
   * Most code points of the record: enough to find the row, too few for a data set of its own. The
   * quotes before what might be a formula come on top: fewer than half as many more.
   */
  public static final int CODE_POINTS_MAX = 500;

  private static final int CARD_DIGITS_MIN = 13;
  private static final int CARD_DIGITS_MAX = 19;
  private static final int CARD_DIGITS_SHOWN = 4;

  /**
   * How far behind the cut one has to look to know a card number that begins before it: twenty
   * digits, each with a blank behind it, and some more of the last group.
   */
  private static final int CARD_CODE_POINTS_MAX = 64;

  private RejectText() {}

  /** The text of the record that a scanner stands at. */
  public static String of(RecordScanner record) {
    int length = record.end() - record.start();
    return of(new String(record.bytes(), record.start(), length, StandardCharsets.UTF_8));
  }

  /** The same for a text. */
  static String of(String record) {
    StringBuilder text = new StringBuilder(Math.min(record.length(), 2 * CODE_POINTS_MAX));
    record
        .codePoints()
        .filter(c -> !Character.isISOControl(c))
        .limit(CODE_POINTS_MAX + CARD_CODE_POINTS_MAX)
        .forEach(text::appendCodePoint);
    maskCards(text);
    if (text.codePointCount(0, text.length()) > CODE_POINTS_MAX) {
      text.setLength(text.offsetByCodePoints(0, CODE_POINTS_MAX));
    }
    return CellText.guarded(text);
  }

  /** Looks through every run of groups of digits that are joined by single blanks or dashes. */
  private static void maskCards(StringBuilder text) {
    int i = 0;
    while (i < text.length()) {
      List<Integer> starts = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      int at = i;
      while (isDigit(text, at)) {
        starts.add(at);
        while (isDigit(text, at)) {
          at++;
        }
        ends.add(at);
        boolean joined = at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '-');
        at += joined ? 1 : 0;
      }
      maskCards(text, starts, ends);
      i = Math.max(at, i + 1);
    }
  }

  private static void maskCards(StringBuilder text, List<Integer> starts, List<Integer> ends) {
    int group = 0;
    while (group < starts.size()) {
      int last = lastGroupOfCard(text, starts, ends, group);
      if (last >= group) {
        mask(text, starts.get(group), ends.get(last));
        group = last;
      }
      group++;
    }
  }

  /** The last group of the longest card number that starts with a group, or -1. */
  private static int lastGroupOfCard(
      CharSequence text, List<Integer> starts, List<Integer> ends, int first) {
    int found = -1;
    int digits = 0;
    for (int last = first; last < starts.size() && digits <= CARD_DIGITS_MAX; last++) {
      digits += ends.get(last) - starts.get(last);
      boolean card = digits >= CARD_DIGITS_MIN && digits <= CARD_DIGITS_MAX;
      if (card && passesLuhn(text, starts.get(first), ends.get(last))) {
        found = last;
      }
    }
    return found;
  }

  private static boolean passesLuhn(CharSequence text, int start, int end) {
    int sum = 0;
    boolean twice = false;
    for (int i = end - 1; i >= start; i--) {
      if (isDigit(text, i)) {
        int digit = text.charAt(i) - '0';
        int value = twice ? 2 * digit : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }

  private static void mask(StringBuilder text, int start, int end) {
    int shown = 0;
    for (int i = end - 1; i >= start; i--) {
      if (isDigit(text, i)) {
        if (shown >= CARD_DIGITS_SHOWN) {
          text.setCharAt(i, '*');
        }
        shown++;
      }
    }
  }

  private static boolean isDigit(CharSequence text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
