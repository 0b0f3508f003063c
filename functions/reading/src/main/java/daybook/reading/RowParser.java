package daybook.reading;

import daybook.core.Amount;
import daybook.core.PaymentMethod;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.protocol.RejectReason;
import daybook.reading.value.BusinessClock;
import daybook.reading.value.IsoTimestamp;
import daybook.reading.value.PlainAmount;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks the rows of one file and makes transactions of accepted ones. Not safe for threads. */
final class RowParser {

  private static final int SLEEP_DIGITS_MAX = 9;

  private static final byte[] DEPOSIT =
      TransactionType.DEPOSIT.csvName().getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WITHDRAWAL =
      TransactionType.WITHDRAWAL.csvName().getBytes(StandardCharsets.US_ASCII);

  private final CsvHeader header;
  private final PaymentMethods methods;
  private final Fields fields;
  private final Utf8 utf8 = new Utf8();
  private final BusinessClock clock = new BusinessClock(ZoneOffset.UTC);
  private @Nullable Transaction transaction;
  private LocalDate day = LocalDate.EPOCH;
  private int sleepMs;

  /**
   * @param methods the payment methods of the rows accepted so far; grows with every accepted row
   */
  public RowParser(CsvHeader header, PaymentMethods methods) {
    this.header = header;
    this.methods = methods;
    this.fields = new Fields(header.columns());
  }

  /**
   * Reads one row.
   *
   * @param record stands at the row
   * @return the first check that fails, or null if the row is accepted; it is {@link #transaction}
   *     then
   */
  public @Nullable RejectReason parse(RecordScanner record) {
    if (record.problem() != null) {
      return record.problem();
    }
    if (!record.ascii() && !utf8.isValid(record.bytes(), record.start(), record.end())) {
      return RejectReason.ENCODING;
    }
    fields.split(record);
    if (fields.count() != header.columns()) {
      return RejectReason.COLUMN_COUNT;
    }
    return parseFields();
  }

  private @Nullable RejectReason parseFields() {
    byte[] in = fields.bytes();
    int at = header.timestamp();
    long hour = IsoTimestamp.hour(in, fields.start(at), fields.end(at), clock);
    if (hour == BusinessClock.INVALID) {
      return RejectReason.TIMESTAMP;
    }
    at = header.type();
    TransactionType type = type(in, fields.start(at), fields.end(at));
    if (type == null) {
      return RejectReason.TYPE;
    }
    int methodStart = fields.start(header.paymentMethod());
    int methodEnd = fields.end(header.paymentMethod());
    if (!PaymentMethod.isName(in, methodStart, methodEnd)) {
      return RejectReason.PAYMENT_METHOD;
    }
    at = header.amount();
    long cents = PlainAmount.cents(in, fields.start(at), fields.end(at));
    if (cents == PlainAmount.INVALID) {
      return RejectReason.AMOUNT;
    }
    if (!readSleep(in)) {
      return RejectReason.SLEEP_MS;
    }
    String method = methods.admit(in, methodStart, methodEnd);
    if (method == null) {
      return RejectReason.PAYMENT_METHOD_LIMIT;
    }
    transaction =
        new Transaction(
            day(BusinessClock.day(hour)),
            BusinessClock.hourOfDay(hour),
            type,
            method,
            new Amount(cents));
    return null;
  }

  /** Rows that follow one another are mostly of one day. */
  private LocalDate day(long epochDay) {
    if (day.toEpochDay() != epochDay) {
      day = LocalDate.ofEpochDay(epochDay);
    }
    return day;
  }

  private static @Nullable TransactionType type(byte[] in, int start, int end) {
    if (Arrays.equals(in, start, end, DEPOSIT, 0, DEPOSIT.length)) {
      return TransactionType.DEPOSIT;
    }
    return Arrays.equals(in, start, end, WITHDRAWAL, 0, WITHDRAWAL.length)
        ? TransactionType.WITHDRAWAL
        : null;
  }

  private boolean readSleep(byte[] in) {
    sleepMs = 0;
    if (header.sleepMs() == CsvHeader.ABSENT) {
      return true;
    }
    int start = fields.start(header.sleepMs());
    int end = fields.end(header.sleepMs());
    for (int i = start; i < end; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return false;
      }
      sleepMs = 10 * sleepMs + in[i] - '0';
    }
    return end - start <= SLEEP_DIGITS_MAX;
  }

  /**
   * The last accepted row.
   *
   * @throws IllegalStateException if there was none
   */
  public Transaction transaction() {
    if (transaction == null) {
      throw new IllegalStateException("no row was accepted");
    }
    return transaction;
  }

  /** The pause that the last accepted row asks for, 0 to 999,999,999 ms; 0 where it has none. */
  public int sleepMs() {
    return sleepMs;
  }
}
