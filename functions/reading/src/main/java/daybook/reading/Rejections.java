package daybook.reading;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.RejectReason;
import daybook.reading.value.Shown;
import daybook.reading.value.Zones;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why a row is rejected: the column, what was expected there, what was found, and what mostly
 * is behind it. Only rows with a fault come here. Not safe for threads.
 */
final class Rejections {

  private final Layout layout;
  private final Utf8 utf8 = new Utf8();

  Rejections(Layout layout) {
    this.layout = layout;
  }

  /** Bytes that are no record. */
  Rejection ofRecord(RejectReason problem) {
    return new Rejection(
        problem,
        "",
        problem.equals(RejectReason.QUOTING)
            ? "expected each quoted cell to end with its quote, and quotes in it to be doubled"
            : "expected at most %,d bytes in a row".formatted(RecordScanner.RECORD_BYTES_MAX));
  }

  /** Fewer or more cells than the header has. */
  Rejection ofCount(Fields row) {
    int more = row.count() - layout.columns();
    String hint =
        more > 0
            ? "; a cell with a delimiter in it, such as a decimal comma, needs quotes"
            : "; the end of the row is missing";
    return new Rejection(
        RejectReason.COLUMN_COUNT,
        "",
        "expected %d cells as in the header, found %d%s"
            .formatted(layout.columns(), row.count(), hint));
  }

  /** Nothing of a transaction. */
  Rejection noTransaction(Fields row) {
    return new Rejection(
        RejectReason.NO_TRANSACTION,
        "",
        "expected a transaction; no cell of this row is a time or a type");
  }

  /**
   * A row in a quoted cell of another one.
   *
   * @param below how many lines it is behind the line in which the cell opens; 0 for that line
   */
  static Rejection ofRowsInQuotes(long below) {
    return new Rejection(
        RejectReason.ROWS_IN_QUOTES,
        "",
        below == 0
            ? "expected a quoted cell to end in its row; this one has whole rows in it"
            : "expected a row of its own; it is in a quoted cell that opens %d lines above"
                .formatted(below));
  }

  /** No moment. */
  Rejection ofTime(Fields row, TimeReader time) {
    if (time.isZoneUnknown(row)) {
      return of(row, RejectReason.TIMESTAMP, time.zoneColumn(), Zones.expected(), Optional.empty());
    }
    byte[] found = time.found(row);
    String column = layout.shownName(time.column());
    if (!utf8.isValid(found, 0, found.length)) {
      return new Rejection(RejectReason.ENCODING, column, encoding(found, 0, found.length));
    }
    return new Rejection(
        RejectReason.TIMESTAMP,
        column,
        sentence(time.expected(), Shown.cell(found, 0, found.length), time.hint(row)));
  }

  /** Another word than those that mean something. */
  Rejection ofWord(Fields row, RejectReason reason, @Nullable WordReader<?> words) {
    if (words == null) {
      throw new IllegalStateException("a constant is never unknown");
    }
    String hint = layout.isOwn() ? "; a mapping can say what other words mean" : "";
    return of(row, reason, words.column(), "one of " + words.words() + hint, Optional.empty());
  }

  /** No amount. */
  Rejection ofMoney(Fields row, MoneyReader money) {
    if (money.isTwofold(row)) {
      return of(
          row,
          RejectReason.AMOUNT,
          layout.money().debit(),
          "an amount either here or in %s".formatted(layout.shownName(layout.money().credit())),
          Optional.empty());
    }
    return of(row, RejectReason.AMOUNT, money.column(row), money.expected(), money.hint(row));
  }

  /** An amount whose sign is not that of its type. */
  Rejection ofSign(Fields row, MoneyReader money, boolean in) {
    boolean inTwo = layout.money().debit() != Layout.ABSENT;
    String expected =
        inTwo
            ? "nothing here for a %s".formatted(in ? "deposit" : "withdrawal")
            : layout.money().signed()
                ? "%s for a %s"
                    .formatted(in ? "no minus" : "a minus", in ? "deposit" : "withdrawal")
                : "an amount without a minus";
    return of(row, RejectReason.AMOUNT, money.amountColumn(), expected, money.hint(row));
  }

  /** No name of a payment method. */
  Rejection ofMethod(Fields row, MethodReader method, MoneyReader money) {
    if (method.column() == Layout.ABSENT) {
      String names =
          method.amounts().stream().map(layout::shownName).collect(Collectors.joining(", "));
      String expected =
          money.isAmount(row, method.faulty()) || row.isBlank(method.faulty())
              ? "an amount that is not zero in one of " + names
              : money.expected();
      return of(row, RejectReason.PAYMENT_METHOD, method.faulty(), expected, Optional.empty());
    }
    return of(
        row,
        RejectReason.PAYMENT_METHOD,
        method.column(),
        "a name of 1 to 64 letters and digits, with blanks and _-+&/()' between them",
        Optional.empty());
  }

  /** One name too many. */
  Rejection ofMethodLimit(Fields row, MethodReader method) {
    String expected = "at most %d payment methods in a file".formatted(ImportPosition.METHODS_MAX);
    return method.column() == Layout.ABSENT
        ? new Rejection(RejectReason.PAYMENT_METHOD_LIMIT, "", "expected " + expected)
        : of(row, RejectReason.PAYMENT_METHOD_LIMIT, method.column(), expected, Optional.empty());
  }

  /** No currency. */
  Rejection ofCurrency(Fields row) {
    int column = ((Layout.CurrencyFrom.Column) layout.currency()).column();
    return of(
        row,
        RejectReason.CURRENCY,
        column,
        "a code of three letters such as EUR",
        Optional.empty());
  }

  /** No pause. */
  Rejection ofSleep(Fields row) {
    return of(
        row,
        RejectReason.SLEEP_MS,
        layout.sleep(),
        "whole milliseconds of at most nine digits, or nothing",
        Optional.empty());
  }

  /** No id. */
  Rejection ofId(Fields row, int column) {
    return of(
        row,
        RejectReason.TRANSACTION_ID,
        column,
        "1 to 64 letters, digits and . _ : -, or nothing",
        Optional.empty());
  }

  private Rejection of(
      Fields row, RejectReason reason, int column, String expected, Optional<String> hint) {
    byte[] in = row.bytes();
    int start = row.start(column);
    int end = row.end(column);
    if (!utf8.isValid(in, start, end)) {
      return new Rejection(
          RejectReason.ENCODING, layout.shownName(column), encoding(in, start, end));
    }
    return new Rejection(
        reason, layout.shownName(column), sentence(expected, Shown.cell(in, start, end), hint));
  }

  private static String encoding(byte[] in, int start, int end) {
    return "expected UTF-8, found "
        + Shown.cell(in, start, end)
        + "; a mapping can name another encoding";
  }

  private static String sentence(String expected, String found, Optional<String> hint) {
    return "expected %s, found %s%s"
        .formatted(
            expected, found.isEmpty() ? "nothing" : found, hint.map(h -> "; " + h).orElse(""));
  }
}
