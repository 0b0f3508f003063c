package daybook.core.protocol;

import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.PaymentMethod;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * The content of a batch of the first form: a line for every accepted row, {@code
 * 2026-01-15T10:30:00Z,deposit,paypal,12.30}, time in UTC. Versions before this one write it, and
 * may lie in a queue while this one is deployed.
 */
final class RowLines {

  private static final int DATE_LENGTH = 10;
  private static final int HOUR_START = 11;
  private static final int HOUR_END = 13;
  private static final int COLUMNS = 4;
  private static final Pattern HOUR = Pattern.compile("[0-9]{2}");

  private RowLines() {}

  /**
   * Adds up all rows.
   *
   * @throws IllegalArgumentException if one has another form; names it by its first byte
   * @throws ArithmeticException if a sum passes 2^63 cents
   */
  static Totals read(String text) {
    DailySums sums = new DailySums();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw new IllegalArgumentException("expected a line feed after the row at byte " + start);
      }
      try {
        sums.add(transaction(text.substring(start, end)));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new IllegalArgumentException("row at byte " + start + ": " + e.getMessage(), e);
      }
      start = end + 1;
    }
    return sums.sums();
  }

  private static Transaction transaction(String row) {
    String[] columns = row.split(",", -1);
    if (columns.length != COLUMNS
        || columns[0].length() < HOUR_END
        || columns[0].charAt(DATE_LENGTH) != 'T') {
      throw new IllegalArgumentException("expected timestamp,type,payment_method,amount");
    }
    String method = columns[2];
    byte[] name = method.getBytes(StandardCharsets.UTF_8);
    if (!PaymentMethod.isName(name, 0, name.length)) {
      throw new IllegalArgumentException("expected a payment method, found " + method);
    }
    return new Transaction(
        LocalDate.parse(columns[0].substring(0, DATE_LENGTH)),
        hour(columns[0].substring(HOUR_START, HOUR_END)),
        TransactionType.ofCsvName(columns[1]),
        method,
        Amount.parse(columns[3]));
  }

  private static int hour(String digits) {
    if (!HOUR.matcher(digits).matches()) {
      throw new IllegalArgumentException("expected an hour, found " + digits);
    }
    return Integer.parseInt(digits);
  }
}
