package daybook.reading;

import daybook.core.CellText;
import daybook.core.CodePoints;
import daybook.reading.value.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What of a rejected record may be shown: bounded, with nothing hidden in it, harmless in a
 * spreadsheet, and with only the last four digits of what looks like a card number.
 */
public final class RejectText {

  /**
   * Most code points of the record, what shows hidden characters among them. The quotes before what
   * might be a formula come on top: fewer than half as many more.
   */
  public static final int CODE_POINTS_MAX = Shown.RECORD_CODE_POINTS_MAX;

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
    return of(record.bytes(), record.start(), record.end());
  }

  /** The same for the bytes of a line. */
  static String of(byte[] bytes, int start, int end) {
    return of(Arrays.copyOfRange(bytes, start, end));
  }

  /** The same for a text. */
  static String of(String record) {
    return of(record.getBytes(StandardCharsets.UTF_8));
  }

  private static String of(byte[] record) {
    int cut = Shown.recordEnd(record, 0, record.length);
    maskCards(record, cut);
    return CellText.guarded(Shown.record(record, 0, cut));
  }

  /**
   * Masks digits where they lie. Hidden characters between them do not tell them apart, for nobody
   * sees them in the file; so they are left out here.
   */
  private static void maskCards(byte[] record, int cut) {
    StringBuilder text = new StringBuilder(cut + CARD_CODE_POINTS_MAX);
    int[] places = new int[record.length];
    int behind = 0;
    for (int at = 0; at < record.length && behind < CARD_CODE_POINTS_MAX; ) {
      int codePoint = CodePoints.at(record, at, record.length);
      if (!isPassedOver(codePoint)) {
        places[text.length()] = at;
        // Nothing beyond ASCII is looked at, and one character each keeps the places.
        text.append(codePoint >= 0 && codePoint < 0x80 ? (char) codePoint : '?');
        behind += at < cut ? 0 : 1;
      }
      at += codePoint < 0 ? 1 : CodePoints.length(codePoint);
    }
    maskCards(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '*') {
        record[places[i]] = '*';
      }
    }
  }

  private static boolean isPassedOver(int codePoint) {
    return codePoint >= 0
        && (Character.isISOControl(codePoint)
            || Character.getType(codePoint) == Character.FORMAT
            || CodePoints.isIgnorable(codePoint));
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
