package daybook.core.record;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.PaymentMethod;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A line of a journal: one entry of one transaction, on its way into the totals. Its text is a row
 * of CSV under {@link #HEADER}; no cell of it ever holds a comma, a quote or a line end. Cells of
 * what is not there are empty.
 *
 * @param id the transaction
 * @param entry the entry
 */
public record JournalLine(TransactionId id, Entry entry) {

  /** Where journals lie in the import bucket; nothing else is to be put there. */
  public static final String PREFIX = "journal/";

  /** The first line of a journal. */
  public static final String HEADER =
      "transaction_id,turn,version,needs,"
          + "old_day,old_hour,old_type,old_payment_method,old_amount,"
          + "day,hour,type,payment_method,amount";

  /** Most bytes of a line without its line feed: three names of 64 characters, two methods. */
  public static final int BYTES_MAX = 1_024;

  private static final int COLUMNS = 14;
  private static final int OLD = 4;
  private static final int NEW = 9;
  private static final int WIDTH = 5;

  /** Whether an object of this name is a journal. */
  public static boolean isJournal(String key) {
    return key.startsWith(PREFIX);
  }

  /**
   * Reads a line without its line feed.
   *
   * @throws IllegalArgumentException if it is none that {@link #text()} writes
   */
  public static JournalLine parse(String text) {
    String[] cells = text.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(
          "expected %d cells, found %d".formatted(COLUMNS, cells.length));
    }
    Entry entry =
        new Entry(
            number(cells[1]),
            number(cells[2]),
            counts(cells, OLD),
            counts(cells, NEW),
            number(cells[3]));
    JournalLine line = new JournalLine(new TransactionId(cells[0]), entry);
    if (!line.text().equals(text)) {
      throw new IllegalArgumentException("expected " + line.text() + ", found " + text);
    }
    return line;
  }

  private static long number(String cell) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number, found " + cell, e);
    }
  }

  private static Optional<Transaction> counts(String[] cells, int from) {
    boolean isEmpty = true;
    for (int i = from; i < from + WIDTH; i++) {
      isEmpty &= cells[i].isEmpty();
    }
    if (isEmpty) {
      return Optional.empty();
    }
    byte[] method = cells[from + 3].getBytes(StandardCharsets.UTF_8);
    if (!PaymentMethod.isName(method, 0, method.length)) {
      throw new IllegalArgumentException("expected a payment method, found " + cells[from + 3]);
    }
    return Optional.of(
        new Transaction(
            day(cells[from]),
            (int) number(cells[from + 1]),
            type(cells[from + 2]),
            cells[from + 3],
            amount(cells[from + 4])));
  }

  /** A group that rows have, whose reversals have a name too. */
  private static TransactionType type(String cell) {
    TransactionType type = new TransactionType(cell);
    if (type.isReversed()) {
      throw new IllegalArgumentException("expected a group of no reversals, found " + cell);
    }
    // A name that is too long for those of its reversals says so by itself.
    TransactionType unused = type.reversed();
    return type;
  }

  /** An amount of which a whole batch of lines does not pass 2^63. */
  private static Amount amount(String cell) {
    Amount amount = Amount.parse(cell);
    if (amount.cents() >= Amount.TOTAL_CENTS_BOUND) {
      throw new IllegalArgumentException(
          "expected an amount below the bound of totals, found " + cell);
    }
    return amount;
  }

  private static LocalDate day(String cell) {
    try {
      LocalDate day = LocalDate.parse(cell);
      if (day.isBefore(AggregateKey.DAY_MIN) || day.isAfter(AggregateKey.DAY_MAX)) {
        throw new IllegalArgumentException("expected a day of four digits' years, found " + cell);
      }
      return day;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected YYYY-MM-DD, found " + cell, e);
    }
  }

  /** The text form, without a line feed. */
  public String text() {
    return "%s,%d,%d,%d,%s,%s"
        .formatted(
            id,
            entry.turn(),
            entry.version(),
            entry.needs(),
            text(entry.old()),
            text(entry.replacement()));
  }

  private static String text(Optional<Transaction> counts) {
    return counts
        .map(
            of ->
                String.join(
                    ",",
                    of.day().toString(),
                    Integer.toString(of.hour()),
                    of.type().group(),
                    of.paymentMethod(),
                    of.amount().toString()))
        .orElse(",,,,");
  }
}
