package daybook.reading.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a moment and the operations that read them. An operation is a number: its kind, and
 * above {@link #KIND_BITS} an argument. What a text says of a part lies in some bits of a long, so
 * that a whole moment is one number.
 */
enum TimestampField {
  YEAR(0, 0, 14, 0, 9_999),
  MONTH(1, 14, 4, 1, 12),
  DAY(2, 18, 5, 1, 31),
  HOUR(3, 23, 5, 0, 23),
  MINUTE(4, 28, 6, 0, 59),
  SECOND(5, 34, 6, 0, 59),
  /** 1 before noon, 2 after it. */
  HALF(6, 40, 2, 1, 2),
  /** Minutes east of UTC and {@link #OFFSET_ZERO}; 0 where there is none. */
  OFFSET(7, 42, 12, 1, 4_000);

  // Kinds. Those of whole programs come first.
  static final int ISO = 1;
  static final int EPOCH_SECONDS = 2;
  static final int EPOCH_MILLIS = 3;

  /** A part that may be missing begins; the argument is the step behind it. */
  static final int OPENING = 4;

  /** Whole hours since a day. */
  static final int HOURS_SINCE = 13;

  /** A byte that stands for itself. */
  static final int LITERAL = 5;

  /** As many digits as the argument says, which are of no interest. */
  static final int FRACTION = 6;

  static final int YEAR_4 = 7;
  static final int YEAR_2 = 8;
  static final int MONTH_NAME = 9;
  static final int MONTH_SHORT_NAME = 10;
  static final int HALF_DAY = 11;

  /** An offset; the argument is one of these. */
  static final int OFFSET_KIND = 12;

  static final int WITH_COLON = 0;
  static final int FOUR_DIGITS = 1;
  static final int TWO_OR_FOUR_DIGITS = 2;
  static final int OR_Z = 4;

  /** Exactly two digits, from here on by the field's number. */
  private static final int TWO_DIGITS = 16;

  /** One or two digits. */
  private static final int DIGITS = 32;

  static final int KIND_BITS = 8;

  /** More than any offset is west. */
  static final int OFFSET_ZERO = 2_000;

  private static final int CENTURY = 2_000;
  private static final int OFFSET_MINUTES_MAX = 18 * 60;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;

  /** What was read: the bytes of it, above the bits of the fields, and these. */
  private static final int LENGTH_SHIFT = 56;

  private static final String[] MONTHS = {
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER"
  };

  private static final TimestampField[] BY_NUMBER = new TimestampField[8];

  static {
    for (TimestampField field : values()) {
      BY_NUMBER[field.number] = field;
    }
  }

  private final int number;
  private final int shift;
  private final int mask;
  private final int least;
  private final int most;

  TimestampField(int number, int shift, int bits, int least, int most) {
    this.number = number;
    this.shift = shift;
    this.mask = (1 << bits) - 1;
    this.least = least;
    this.most = most;
  }

  /** The operation that reads exactly two digits. */
  int twoDigits() {
    return TWO_DIGITS + number;
  }

  /** The operation that reads one or two digits. */
  int digits() {
    return DIGITS + number;
  }

  /** What a moment says of this part; 0 where it says nothing. */
  int of(long found) {
    return (int) (found >> shift) & mask;
  }

  static int operation(int kind, int argument) {
    return kind | (argument << KIND_BITS);
  }

  static int kind(int operation) {
    return operation & KIND_MASK;
  }

  static int argument(int operation) {
    return operation >> KIND_BITS;
  }

  static boolean isOpening(int operation) {
    return kind(operation) == OPENING;
  }

  /** The milliseconds of a fraction that was read; 0 of any other part. */
  static int millis(int operation, byte[] in, int at, int end) {
    return kind(operation) == FRACTION ? Digits.millis(in, at, end) : 0;
  }

  /** Whether every text that a program reads says its moment without a zone. */
  static boolean hasOffset(int[] program) {
    if (program[0] == EPOCH_SECONDS || program[0] == EPOCH_MILLIS) {
      return true;
    }
    int optionalEnd = 0;
    for (int step = 0; step < program.length; step++) {
      if (isOpening(program[step])) {
        optionalEnd = argument(program[step]);
      } else if (kind(program[step]) == OFFSET_KIND && step >= optionalEnd) {
        return true;
      }
    }
    return false;
  }

  /** The field of an operation that takes a fixed number of digits, or null. */
  static @Nullable TimestampField ofFixed(int operation) {
    if (operation == YEAR_4) {
      return YEAR;
    }
    for (TimestampField field : List.of(MONTH, DAY, HOUR, MINUTE, SECOND)) {
      if (operation == field.twoDigits()) {
        return field;
      }
    }
    return null;
  }

  /** The bytes of what {@link #read} returned. */
  static int length(long read) {
    return (int) (read >> LENGTH_SHIFT);
  }

  /** The bits of what {@link #read} returned. */
  static long value(long read) {
    return read & ((1L << LENGTH_SHIFT) - 1);
  }

  private static long read(int length) {
    return (long) length << LENGTH_SHIFT;
  }

  private long read(int length, int value) {
    return read(length) | ((long) value << shift);
  }

  /**
   * Reads what an operation expects.
   *
   * @return length and value, or a negative number where something else is there
   */
  static long read(int operation, byte[] in, int at, int end) {
    int argument = argument(operation);
    int kind = kind(operation);
    return switch (kind) {
      case LITERAL -> at < end && in[at] == (byte) argument ? read(1) : -1;
      case FRACTION -> Digits.number(in, at, argument, end) < 0 ? -1 : read(argument);
      case YEAR_4 -> number(YEAR, (int) Digits.number(in, at, 4, end), 4);
      case YEAR_2 -> {
        int year = Digits.two(in, at, end);
        yield year < 0 ? -1 : YEAR.read(2, CENTURY + year);
      }
      case MONTH_NAME -> monthName(in, at, end);
      case MONTH_SHORT_NAME -> monthShortName(in, at, end);
      case HALF_DAY -> half(in, at, end);
      case OFFSET_KIND -> offset(argument, in, at, end);
      default -> digits(BY_NUMBER[kind & 7], kind >= DIGITS, in, at, end);
    };
  }

  private static long digits(TimestampField field, boolean one, byte[] in, int at, int end) {
    boolean two = Digits.isDigitAt(in, at + 1, end);
    if (!Digits.isDigitAt(in, at, end) || (!two && !one)) {
      return -1;
    }
    int length = two ? 2 : 1;
    return number(field, (int) Digits.number(in, at, length, end), length);
  }

  private static long number(TimestampField field, int number, int length) {
    boolean inRange = number >= field.least && number <= field.most;
    return inRange ? field.read(length, number) : -1;
  }

  private static long monthName(byte[] in, int at, int end) {
    for (int month = 1; month <= MONTHS.length; month++) {
      String name = MONTHS[month - 1];
      if (Digits.isWord(name, in, at, end)) {
        return MONTH.read(name.length(), month);
      }
    }
    return -1;
  }

  private static long monthShortName(byte[] in, int at, int end) {
    if (Digits.isWord("SEPT", in, at, end)) {
      return MONTH.read(4, 9);
    }
    for (int month = 1; month <= MONTHS.length; month++) {
      String name = MONTHS[month - 1];
      if (end - at >= 3 && isStart(name, in, at)) {
        return MONTH.read(3, month);
      }
    }
    return -1;
  }

  private static boolean isStart(String name, byte[] in, int at) {
    for (int i = 0; i < 3; i++) {
      if ((in[at + i] & ~('a' - 'A')) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long half(byte[] in, int at, int end) {
    if (Digits.isWord("AM", in, at, end)) {
      return HALF.read(2, 1);
    }
    return Digits.isWord("PM", in, at, end) ? HALF.read(2, 2) : -1;
  }

  private static long offset(int form, byte[] in, int at, int end) {
    if ((form & OR_Z) != 0 && at < end && in[at] == 'Z') {
      return OFFSET.read(1, OFFSET_ZERO);
    }
    int four = Offsets.endOfDigits(in, at, end, 4);
    int offsetEnd =
        switch (form & ~OR_Z) {
          case WITH_COLON -> Offsets.endWithColon(in, at, end);
          case FOUR_DIGITS -> four;
          default -> four >= 0 ? four : Offsets.endOfDigits(in, at, end, 2);
        };
    int minutes = offsetEnd < 0 ? Integer.MAX_VALUE : Offsets.minutes(in, at, offsetEnd);
    boolean inRange = minutes <= OFFSET_MINUTES_MAX && minutes >= -OFFSET_MINUTES_MAX;
    return inRange ? OFFSET.read(offsetEnd - at, OFFSET_ZERO + minutes) : -1;
  }
}
