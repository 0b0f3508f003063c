package daybook.core.protocol;

import daybook.core.Word;
import java.util.Comparator;
import java.util.List;

/**
 * Why a row is not counted. The set is open: rows rejected for a reason that this version does not
 * know stay counted under it.
 *
 * @param code the word in positions, rejects files and documents
 */
public record RejectReason(String code) {

  /** The record is longer than the bound. */
  public static final RejectReason RECORD_TOO_LONG = new RejectReason("record_too_long");

  /** A quoted field never ends, or goes on after its closing quote. */
  public static final RejectReason QUOTING = new RejectReason("quoting");

  /** A quoted field holds lines that are rows of their own. */
  public static final RejectReason ROWS_IN_QUOTES = new RejectReason("rows_in_quotes");

  /** A needed field is not UTF-8. */
  public static final RejectReason ENCODING = new RejectReason("encoding");

  /** Fewer or more fields than the header has. */
  public static final RejectReason COLUMN_COUNT = new RejectReason("column_count");

  /** Looks like a title, a total or a note: nothing in it is that of a transaction. */
  public static final RejectReason NO_TRANSACTION = new RejectReason("no_transaction");

  /** No ISO-8601 date-time, or a day outside 0001-01-01 to 9999-12-31. */
  public static final RejectReason TIMESTAMP = new RejectReason("timestamp");

  /** Neither deposit nor withdrawal. */
  public static final RejectReason TYPE = new RejectReason("type");

  /** Not of the alphabet of payment methods, or too long. */
  public static final RejectReason PAYMENT_METHOD = new RejectReason("payment_method");

  /** No plain decimal of at most 11 digits before and 2 after the point. */
  public static final RejectReason AMOUNT = new RejectReason("amount");

  /** No currency code of three letters. */
  public static final RejectReason CURRENCY = new RejectReason("currency");

  /** No word that says whether the payment happened. */
  public static final RejectReason STATUS = new RejectReason("status");

  /** No whole number of milliseconds. */
  public static final RejectReason SLEEP_MS = new RejectReason("sleep_ms");

  /** One payment method more than a file may have. */
  public static final RejectReason PAYMENT_METHOD_LIMIT = new RejectReason("payment_method_limit");

  /** No name of a transaction. */
  public static final RejectReason TRANSACTION_ID = new RejectReason("transaction_id");

  /** The transaction of this id is there already, with the same content. */
  public static final RejectReason DUPLICATE_ID = new RejectReason("duplicate_id");

  /** The transaction of this id is there already, and is another one. */
  public static final RejectReason CONFLICTING_ID = new RejectReason("conflicting_id");

  /** No line that a journal has. */
  public static final RejectReason JOURNAL_LINE = new RejectReason("journal_line");

  /** Every reason of this version in the order of the checks; the first that fails counts. */
  public static final List<RejectReason> CHECKS =
      List.of(
          RECORD_TOO_LONG,
          QUOTING,
          ROWS_IN_QUOTES,
          COLUMN_COUNT,
          NO_TRANSACTION,
          ENCODING,
          TIMESTAMP,
          TYPE,
          AMOUNT,
          PAYMENT_METHOD,
          CURRENCY,
          STATUS,
          SLEEP_MS,
          TRANSACTION_ID,
          PAYMENT_METHOD_LIMIT,
          DUPLICATE_ID,
          CONFLICTING_ID,
          JOURNAL_LINE);

  /** The order in which positions list reasons: that of the checks, unknown ones after them. */
  public static final Comparator<RejectReason> ORDER =
      Comparator.comparingInt(RejectReason::place).thenComparing(RejectReason::code);

  /** Checks the word. */
  public RejectReason {
    Word.require("a reject reason", code);
  }

  private int place() {
    int place = CHECKS.indexOf(this);
    return place < 0 ? CHECKS.size() : place;
  }

  @Override
  public String toString() {
    return code;
  }
}
