package daybook.reading;

import daybook.core.PaymentMethod;
import daybook.core.TransactionType;
import daybook.core.protocol.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one file and brings accepted ones to one form, {@code
 * 2026-01-15T10:30:00Z,deposit,paypal,12.30}: time in UTC with the fraction it came with, amount
 * with two digits and no leading zeros. Not safe for threads.
 */
public final class RowParser {

  private static final int SLEEP_DIGITS_MAX = 9;

  private static final byte[] DEPOSIT =
      TransactionType.DEPOSIT.csvName().getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WITHDRAWAL =
      TransactionType.WITHDRAWAL.csvName().getBytes(StandardCharsets.US_ASCII);

  private final CsvHeader header;
  private final PaymentMethods methods;
  private final Fields fields;
  private final Utf8 utf8 = new Utf8();
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
   * @param rows takes the row, if it is accepted; must not be full
   * @return the first check that fails, or null if the row is accepted
   */
  public @Nullable RejectReason parse(RecordScanner record, Rows rows) {
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
    return parseFields(rows);
  }

  private @Nullable RejectReason parseFields(Rows rows) {
    byte[] in = fields.bytes();
    byte[] out = rows.bytes();
    int at = header.timestamp();
    int end = UtcTimestamp.write(in, fields.start(at), fields.end(at), out, rows.length());
    if (end < 0) {
      return RejectReason.TIMESTAMP;
    }
    out[end++] = ',';
    at = header.type();
    byte[] type = type(in, fields.start(at), fields.end(at));
    if (type == null) {
      return RejectReason.TYPE;
    }
    end = append(out, end, type, 0, type.length);
    out[end++] = ',';
    int methodStart = fields.start(header.paymentMethod());
    int methodEnd = fields.end(header.paymentMethod());
    if (!PaymentMethod.isName(in, methodStart, methodEnd)) {
      return RejectReason.PAYMENT_METHOD;
    }
    end = append(out, end, in, methodStart, methodEnd);
    out[end++] = ',';
    at = header.amount();
    end = PlainAmount.write(in, fields.start(at), fields.end(at), out, end);
    if (end < 0) {
      return RejectReason.AMOUNT;
    }
    if (!readSleep(in)) {
      return RejectReason.SLEEP_MS;
    }
    if (!methods.admit(in, methodStart, methodEnd)) {
      return RejectReason.PAYMENT_METHOD_LIMIT;
    }
    out[end++] = '\n';
    rows.add(end);
    return null;
  }

  private static int append(byte[] out, int at, byte[] in, int start, int end) {
    System.arraycopy(in, start, out, at, end - start);
    return at + end - start;
  }

  private static byte @Nullable [] type(byte[] in, int start, int end) {
    if (Arrays.equals(in, start, end, DEPOSIT, 0, DEPOSIT.length)) {
      return DEPOSIT;
    }
    return Arrays.equals(in, start, end, WITHDRAWAL, 0, WITHDRAWAL.length) ? WITHDRAWAL : null;
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

  /** The pause that the last accepted row asks for, 0 to 999,999,999 ms; 0 where it has none. */
  public int sleepMs() {
    return sleepMs;
  }
}
