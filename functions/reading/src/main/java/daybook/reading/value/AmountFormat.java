package daybook.reading.value;

import daybook.core.CodePoints;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads amounts as a mapping says that they are written, as whole cents with a sign. Nothing is
 * guessed: because the decimal mark is given, {@code 1.000} is one or a thousand, and never both.
 *
 * <p>An amount is up to {@value PlainAmount#WHOLE_DIGITS_MAX} digits, the decimal mark and further
 * digits, of which only the first two may be other than zero; one of both sides may be missing.
 * Around it, in any order and with blanks between, may stand one sign and one symbol. Digits before
 * the decimal mark are all together or in whole groups of three behind the first one. Immutable.
 */
public final class AmountFormat {

  /** What {@link #cents} returns where the text has another form. */
  public static final long INVALID = Long.MIN_VALUE;

  /** Most symbols to strip. */
  public static final int SYMBOLS_MAX = 32;

  private static final int CENTS = 100;
  private static final int GROUP_DIGITS = 3;
  private static final int MINUS = 0x2212;

  /** What stands between groups of three digits. */
  public enum Grouping {
    /** Nothing does. */
    NONE(""),
    /** {@code 1,234.50}. */
    COMMA(","),
    /** {@code 1.234,50}. */
    POINT("."),
    /** {@code 1 234,50}: a blank, a no-break, narrow no-break or thin one. */
    BLANK(" \u00A0\u202F\u2009"),
    /** {@code 1'234.50}: either apostrophe. */
    APOSTROPHE("'\u2019");

    private final String marks;

    Grouping(String marks) {
      this.marks = marks;
    }
  }

  /** How an amount below zero is written. */
  public enum Negative {
    /** {@code -5}, also with U+2212. */
    LEADING,
    /** {@code 5-}, also with U+2212. */
    TRAILING,
    /** {@code (5)}. */
    PARENTHESES
  }

  private final char decimal;
  private final Grouping grouping;
  private final Set<Negative> negatives;
  private final boolean minusLeads;
  private final byte[][] symbols;

  private AmountFormat(char decimal, Grouping grouping, Set<Negative> negatives, byte[][] symbols) {
    this.decimal = decimal;
    this.grouping = grouping;
    this.negatives = negatives;
    this.minusLeads = negatives.contains(Negative.LEADING);
    this.symbols = symbols;
  }

  /**
   * A format.
   *
   * @param decimal {@code .} or {@code ,}
   * @param grouping what may separate thousands, other than the decimal mark
   * @param negatives how an amount may be negative; none for a column without signs
   * @param strip symbols and words that may stand before or behind, such as {@code €}: not empty,
   *     without digits and blanks at either end; at most {@value #SYMBOLS_MAX}
   * @throws IllegalArgumentException if one of these is otherwise; says what
   */
  public static AmountFormat of(
      char decimal, Grouping grouping, Set<Negative> negatives, List<String> strip) {
    if (decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException("expected . or , as decimal mark, found " + decimal);
    }
    if (grouping.marks.indexOf(decimal) >= 0) {
      throw new IllegalArgumentException(
          "expected another mark for thousands than for decimals, found " + decimal + " for both");
    }
    if (strip.size() > SYMBOLS_MAX) {
      throw new IllegalArgumentException(
          "expected at most " + SYMBOLS_MAX + " symbols to strip, found " + strip.size());
    }
    Set<Negative> allowed = EnumSet.noneOf(Negative.class);
    allowed.addAll(negatives);
    byte[][] longestFirst =
        strip.stream()
            .map(AmountFormat::symbol)
            .sorted(Comparator.comparingInt((byte[] symbol) -> symbol.length).reversed())
            .toArray(byte[][]::new);
    return new AmountFormat(decimal, grouping, allowed, longestFirst);
  }

  private static byte[] symbol(String text) {
    boolean isSymbol =
        !text.isEmpty()
            && text.chars().noneMatch(Digits::isDigit)
            && text.codePoints().noneMatch(c -> c == '-' || c == '+' || c == '(' || c == ')')
            && !isBlank(text.codePointAt(0))
            && !isBlank(text.codePointBefore(text.length()));
    if (!isSymbol) {
      throw new IllegalArgumentException(
          "expected a symbol such as € or EUR to strip, found \"" + text + "\"");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The cents of an amount.
   *
   * @param in holds the text from {@code start} to before {@code end}
   * @return -9,999,999,999,999 to 9,999,999,999,999, or {@link #INVALID}
   */
  public long cents(byte[] in, int start, int end) {
    long plain = plain(in, start, end);
    return plain == INVALID ? withSigns(in, start, end) : plain;
  }

  /** The same of digits, a minus before them, and one or two decimals, as most amounts are. */
  private long plain(byte[] in, int start, int end) {
    boolean minus = minusLeads && start < end && in[start] == '-';
    int first = minus ? start + 1 : start;
    int at = first;
    long whole = 0;
    while (at < end && Digits.isDigit(in[at])) {
      whole = 10 * whole + in[at] - '0';
      at++;
    }
    int decimals = end - at - 1;
    boolean isNumber = at > first && at - first <= PlainAmount.WHOLE_DIGITS_MAX;
    if (!isNumber || decimals > 2 || decimals == 0 || (decimals > 0 && in[at] != decimal)) {
      return INVALID;
    }
    long cents = CENTS * whole;
    if (decimals > 0) {
      int tenths = in[at + 1] - '0';
      int hundredths = decimals == 2 ? in[at + 2] - '0' : 0;
      if ((tenths | hundredths | 9 - tenths | 9 - hundredths) < 0) {
        return INVALID;
      }
      cents += 10L * tenths + hundredths;
    }
    return minus ? -cents : cents;
  }

  private long withSigns(byte[] in, int start, int end) {
    int from = start;
    int to = end;
    int sign = 0;
    boolean open = false;
    boolean symbol = false;
    // What stands before the digits, from outside inwards; each of these at most once.
    while (true) {
      from = afterBlanks(in, from, to);
      int first = from < to ? CodePoints.at(in, from, to) : CodePoints.MALFORMED;
      int length = symbol ? 0 : symbolAt(in, from, to);
      if (sign == 0 && (first == '+' || first == '-' || first == MINUS)) {
        sign = first == '+' ? 1 : -1;
        from += CodePoints.length(first);
      } else if (!open && first == '(') {
        open = true;
        from++;
      } else if (length > 0) {
        symbol = true;
        from += length;
      } else {
        break;
      }
    }
    if ((open && sign != 0) || (sign < 0 && !negatives.contains(Negative.LEADING))) {
      return INVALID;
    }
    return centsBefore(in, from, to, sign, open, symbol);
  }

  /** The same, where what stands before the digits has been seen. */
  private long centsBefore(
      byte[] in, int from, int end, int leadingSign, boolean open, boolean symbolBefore) {
    int to = end;
    int sign = leadingSign;
    boolean closed = false;
    boolean symbol = symbolBefore;
    while (true) {
      to = beforeBlanks(in, from, to);
      int trailing = sign == 0 && !open ? trailingMinus(in, from, to) : 0;
      int length = symbol ? 0 : symbolBefore(in, from, to);
      if (trailing > 0 && negatives.contains(Negative.TRAILING)) {
        sign = -1;
        to -= trailing;
      } else if (open && !closed && to > from && in[to - 1] == ')') {
        closed = true;
        to--;
      } else if (length > 0) {
        symbol = true;
        to -= length;
      } else {
        break;
      }
    }
    if (open != closed || (open && !negatives.contains(Negative.PARENTHESES))) {
      return INVALID;
    }
    long cents = unsigned(in, from, to);
    return cents != INVALID && (sign < 0 || open) ? -cents : cents;
  }

  private long unsigned(byte[] in, int from, int to) {
    long whole = 0;
    int digits = 0;
    int inGroup = 0;
    int mark = 0;
    int at = from;
    while (at < to && in[at] != decimal) {
      if (Digits.isDigit(in[at])) {
        whole = 10 * whole + in[at] - '0';
        digits++;
        inGroup++;
        at++;
        if (digits > PlainAmount.WHOLE_DIGITS_MAX || (mark != 0 && inGroup > GROUP_DIGITS)) {
          return INVALID;
        }
      } else {
        int next = CodePoints.at(in, at, to);
        boolean first = mark == 0 && inGroup >= 1 && inGroup <= GROUP_DIGITS;
        boolean further = mark == next && inGroup == GROUP_DIGITS;
        if (next < 0 || grouping.marks.indexOf(next) < 0 || !(first || further)) {
          return INVALID;
        }
        mark = next;
        inGroup = 0;
        at += CodePoints.length(next);
      }
    }
    if (mark != 0 && inGroup != GROUP_DIGITS) {
      return INVALID;
    }
    int fractionStart = Math.min(at + 1, to);
    if (Digits.end(in, fractionStart, to) != to || digits + to - fractionStart == 0) {
      return INVALID;
    }
    long hundredths = PlainAmount.hundredths(in, fractionStart, to);
    return hundredths < 0 ? INVALID : CENTS * whole + hundredths;
  }

  /** Bytes of the longest symbol that begins here. */
  private int symbolAt(byte[] in, int at, int end) {
    for (byte[] symbol : symbols) {
      if (is(symbol, in, at, end)) {
        return symbol.length;
      }
    }
    return 0;
  }

  /** Bytes of the longest symbol that ends here. */
  private int symbolBefore(byte[] in, int start, int end) {
    for (byte[] symbol : symbols) {
      if (end - symbol.length >= start && is(symbol, in, end - symbol.length, end)) {
        return symbol.length;
      }
    }
    return 0;
  }

  private static boolean is(byte[] symbol, byte[] in, int at, int end) {
    if (end - at < symbol.length) {
      return false;
    }
    for (int i = 0; i < symbol.length; i++) {
      if (in[at + i] != symbol[i]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of a minus that ends here. */
  private static int trailingMinus(byte[] in, int start, int end) {
    if (end > start && in[end - 1] == '-') {
      return 1;
    }
    return end - start >= 3 && CodePoints.at(in, end - 3, end) == MINUS ? 3 : 0;
  }

  private static boolean isBlank(int codePoint) {
    return codePoint == '\t' || Grouping.BLANK.marks.indexOf(codePoint) >= 0;
  }

  private static int afterBlanks(byte[] in, int from, int to) {
    int at = from;
    while (at < to) {
      int next = CodePoints.at(in, at, to);
      if (next < 0 || !isBlank(next)) {
        break;
      }
      at += CodePoints.length(next);
    }
    return at;
  }

  private static int beforeBlanks(byte[] in, int from, int to) {
    int at = to;
    int length = blankBefore(in, from, at);
    while (length > 0) {
      at -= length;
      length = blankBefore(in, from, at);
    }
    return at;
  }

  /** Bytes of a blank that ends here, or 0. */
  private static int blankBefore(byte[] in, int from, int end) {
    for (int length = 1; length <= 3 && end - length >= from; length++) {
      int codePoint = CodePoints.at(in, end - length, end);
      if (isBlank(codePoint) && CodePoints.length(codePoint) == length) {
        return length;
      }
    }
    return 0;
  }

  /** What is expected, in words. */
  public String expected() {
    String mark = grouping.marks.isEmpty() ? "" : grouping.marks.substring(0, 1);
    String example = "1" + mark + "234" + decimal + "56";
    StringBuilder text = new StringBuilder("an amount such as ").append(example);
    for (Negative negative : negatives) {
      text.append(
          switch (negative) {
            case LEADING -> " or -" + example;
            case TRAILING -> " or " + example + "-";
            case PARENTHESES -> " or (" + example + ")";
          });
    }
    return text.toString();
  }
}
