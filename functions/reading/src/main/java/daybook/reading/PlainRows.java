package daybook.reading;

import daybook.core.EightBytes;
import daybook.reading.mapping.Mapping.Status;
import daybook.reading.value.Cells;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Adds up rows of Daybook's own columns as most files have them, straight from their bytes: no
 * quotes, {@code 2026-01-15T10:30:00} or a blank for its {@code T}, with nothing behind it or,
 * where business days are those of UTC, {@code Z}; a payment method that the file has had before; a
 * currency of three letters and a status of what has happened. Any other row is left to {@link
 * RowParser}, which knows all rules; what is taken here it would take alike, to the cent. That is
 * plain code over bytes because nearly every row goes through it: {@code RowParser}, field by
 * field, takes three times as long. Not safe for threads.
 */
final class PlainRows {

  /** Longest timestamp and longest type, with the eight bytes that one look takes. */
  private static final int LOOK_AHEAD = 32;

  private static final int TIMESTAMP_LENGTH = 19;
  private static final int TIME_START = 11;

  /** {@code deposit} in the lower seven bytes. */
  private static final long DEPOSIT = EightBytes.of("deposit\0");

  private static final long SEVEN_BYTES = 0x00FF_FFFF_FFFF_FFFFL;
  private static final int DEPOSIT_LENGTH = 7;

  /** The first eight bytes of {@code withdrawal}. */
  private static final long WITHDRAW = EightBytes.of("withdraw");

  private static final int WITHDRAWAL_LENGTH = 10;

  // To which the number of a currency is added.
  private static final int DEPOSITS = Groups.group(0, Groups.NO_CURRENCY);
  private static final int WITHDRAWALS = Groups.group(1, Groups.NO_CURRENCY);

  /** {@code 00:00:00}, whose bytes exclusive-or'ed leave the digits. */
  private static final long TIME = EightBytes.of("00:00:00");

  private static final long COLONS = 0x0000_FF00_00FF_0000L;

  private static final int WHOLE_DIGITS_MAX = 11;

  // What a column holds; 0 is one that nobody reads.
  private static final int TIMESTAMP = 1;
  private static final int TYPE = 2;
  private static final int METHOD = 3;
  private static final int AMOUNT = 4;
  private static final int CURRENCY = 5;
  private static final int STATUS = 6;

  private static final int CURRENCY_LENGTH = 3;

  private final int[] columns;
  private final PaymentMethods methods;
  private final int recordBytesMax;
  private final boolean isUtc;
  private final boolean mayBeCents;
  private final long lastUsualDay;
  private final int deploymentCurrency;
  private final @Nullable WordReader<Status> status;

  /** The bytes {@code 2026-01-} of the last row, and what they say. */
  private long month;

  private long firstDay;
  private int monthLength;

  /** The letters of the last row's currency; what they say is {@link #currency}. */
  private int letters = -1;

  private int taken;

  // What the row that is being read says.
  private long day;
  private int hour;
  private int group;
  private int currency = Groups.NO_CURRENCY;
  private int method;
  private long cents;

  /**
   * Reads rows of a layout that it {@linkplain #canRead can read}.
   *
   * @param methods the payment methods of the file
   * @param recordBytesMax most bytes of a row
   */
  PlainRows(Layout layout, PaymentMethods methods, int recordBytesMax) {
    this.recordBytesMax = recordBytesMax;
    this.methods = methods;
    this.isUtc = layout.terms().deployment().zone().equals(ZoneOffset.UTC);
    this.mayBeCents = Pauses.isNextUnread(layout, layout.money().credit() + 1);
    this.lastUsualDay = RowParser.lastUsualDay(layout);
    columns = new int[layout.columns()];
    columns[layout.time().columns().get(0)] = TIMESTAMP;
    columns[((Layout.Type.ByWord) layout.type()).words().column()] = TYPE;
    columns[((Layout.Method.Column) layout.method()).column()] = METHOD;
    columns[layout.money().credit()] = AMOUNT;
    if (layout.currency() instanceof Layout.CurrencyFrom.Column column) {
      columns[column.column()] = CURRENCY;
    }
    this.deploymentCurrency = LayoutBuilder.deploymentCurrency(layout.terms().deployment());
    this.status = layout.status().map(WordReader::new).orElse(null);
    if (status != null) {
      columns[status.column()] = STATUS;
    }
  }

  /** Whether rows of a layout may be plain: own columns, no pauses, and no ids. */
  static boolean canRead(Layout layout) {
    return layout.isOwn() && !layout.terms().paced() && !layout.isRecorded();
  }

  /**
   * Takes rows until one is another's work, or a batch has enough.
   *
   * @param in holds the bytes
   * @param from index of a row's first byte
   * @param to index after the last byte that was read
   * @param sums to which they are added; not full
   * @return index after the last row that was taken
   */
  int take(byte[] in, int from, int to, RowSums sums) {
    int start = from;
    int rows = 0;
    while (start < to) {
      int end = row(in, start, to);
      if (end < 0) {
        break;
      }
      sums.add(day, group + currency, hour, method, cents);
      start = end;
      rows++;
      if (sums.isFull()) {
        break;
      }
    }
    taken = rows;
    return start;
  }

  /** How many rows the last call took. */
  int taken() {
    return taken;
  }

  /** Reads one row; the index after its line feed, or -1 if it is none of these. */
  private int row(byte[] in, int start, int to) {
    int at = start;
    int last = columns.length - 1;
    for (int column = 0; column <= last; column++) {
      at =
          switch (columns[column]) {
            case TIMESTAMP -> timestamp(in, at, to);
            case TYPE -> type(in, at, to);
            case METHOD -> method(in, at, to);
            case AMOUNT -> amount(in, at, to);
            case CURRENCY -> currency(in, at, to);
            case STATUS -> status(in, at, to);
            default -> ignored(in, at, to);
          };
      // Every reader stops before the end of what was read, or gives up.
      if (at < 0) {
        return -1;
      }
      if (column < last) {
        if (in[at] != ',') {
          return -1;
        }
        at++;
      }
    }
    if (in[at] == '\r' && at + 1 < to) {
      at++;
    }
    boolean ends = in[at] == '\n' && at - start <= recordBytesMax;
    return ends ? at + 1 : -1;
  }

  private int timestamp(byte[] in, int at, int to) {
    if (to - at < LOOK_AHEAD) {
      return -1;
    }
    long start = EightBytes.at(in, at);
    if (start != month && !isMonth(in, at, start)) {
      return -1;
    }
    int dayOfMonth = twoDigits(in, at + 8);
    boolean isBetween = in[at + 10] == 'T' || in[at + 10] == ' ';
    if (dayOfMonth < 1 || dayOfMonth > monthLength || !isBetween) {
      return -1;
    }
    // Eight digits and colons at once: each byte's lower half is a digit, and a colon's is zero.
    long time = EightBytes.at(in, at + TIME_START) ^ TIME;
    boolean digits = EightBytes.areDigits(time) && (time & COLONS) == 0;
    hour = 10 * (int) (time & 0xF) + (int) (time >>> 8 & 0xF);
    boolean inRange = hour <= 23 && (time >>> 24 & 0xF) <= 5 && (time >>> 48 & 0xF) <= 5;
    if (!digits || !inRange) {
      return -1;
    }
    day = firstDay + dayOfMonth - 1;
    if (day < RowParser.FIRST_USUAL_DAY || day > lastUsualDay) {
      return -1;
    }
    int end = at + TIMESTAMP_LENGTH;
    return in[end] == 'Z' && isUtc ? end + 1 : end;
  }

  /** Reads {@code 2026-01-}, and remembers it. */
  private boolean isMonth(byte[] in, int at, long start) {
    int century = twoDigits(in, at);
    int year = twoDigits(in, at + 2);
    int number = twoDigits(in, at + 5);
    boolean isMonth =
        century >= 0
            && year >= 0
            && century + year > 0
            && number >= 1
            && number <= 12
            && in[at + 4] == '-'
            && in[at + 7] == '-';
    if (isMonth) {
      LocalDate first = LocalDate.of(100 * century + year, number, 1);
      firstDay = first.toEpochDay();
      monthLength = first.lengthOfMonth();
      month = start;
    }
    return isMonth;
  }

  /** A number of two digits, or a negative one. */
  private static int twoDigits(byte[] in, int at) {
    int tens = in[at] - '0';
    int ones = in[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }

  private int type(byte[] in, int at, int to) {
    if (to - at < LOOK_AHEAD) {
      return -1;
    }
    long start = EightBytes.at(in, at);
    if ((start & SEVEN_BYTES) == DEPOSIT) {
      group = DEPOSITS;
      return at + DEPOSIT_LENGTH;
    }
    group = WITHDRAWALS;
    boolean withdrawal = start == WITHDRAW && in[at + 8] == 'a' && in[at + 9] == 'l';
    return withdrawal ? at + WITHDRAWAL_LENGTH : -1;
  }

  private int method(byte[] in, int at, int to) {
    int hash = 0;
    int end = at;
    while (end < to && in[end] != ',' && in[end] != '\n' && in[end] != '\r') {
      hash = PaymentMethods.hash(hash, in[end]);
      end++;
    }
    if (end == to) {
      return -1;
    }
    method = methods.index(in, at, end, hash);
    return method < 0 ? -1 : end;
  }

  private int amount(byte[] in, int at, int to) {
    long whole = 0;
    int end = at;
    while (end < to && in[end] >= '0' && in[end] <= '9') {
      whole = 10 * whole + in[end] - '0';
      end++;
    }
    if (end == at || end - at > WHOLE_DIGITS_MAX || to - end < 4) {
      return -1;
    }
    cents = 100 * whole;
    if (in[end] != '.') {
      return mayBeCents && mayBeTwoDigits(in, end + 1) ? -1 : end;
    }
    int tenths = in[end + 1] - '0';
    if (tenths < 0 || tenths > 9) {
      return -1;
    }
    cents += 10L * tenths;
    int hundredths = in[end + 2] - '0';
    if (hundredths < 0 || hundredths > 9) {
      return end + 2;
    }
    cents += hundredths;
    return end + 3;
  }

  private int currency(byte[] in, int at, int to) {
    if (to - at < Integer.BYTES) {
      return -1;
    }
    int end = at + CURRENCY_LENGTH;
    int three = (in[at] & 0xFF) << 16 | (in[at + 1] & 0xFF) << 8 | (in[at + 2] & 0xFF);
    if (three != letters) {
      int number = Groups.currency(in, at, end);
      if (number == Groups.INVALID) {
        return -1;
      }
      letters = three;
      currency = number == deploymentCurrency ? Groups.NO_CURRENCY : number;
    }
    return end;
  }

  private int status(byte[] in, int at, int to) {
    int end = ignored(in, at, to);
    boolean happened = end >= 0 && status != null && status.read(in, at, end) == Status.APPROVED;
    return happened ? end : -1;
  }

  /** Whether a cell has two digits, or begins with a blank, so that somebody must look closer. */
  private static boolean mayBeTwoDigits(byte[] in, int at) {
    boolean two = twoDigits(in, at) >= 0 && (in[at + 2] < '0' || in[at + 2] > '9');
    return two || Cells.isBlank(in[at]);
  }

  /** What no quote opens; a carriage return may belong to the line end. */
  private static int ignored(byte[] in, int at, int to) {
    if (at < to && in[at] == '"') {
      return -1;
    }
    int end = at;
    while (end < to && in[end] != ',' && in[end] != '\n' && in[end] != '\r') {
      end++;
    }
    return end < to ? end : -1;
  }
}
