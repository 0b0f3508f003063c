package daybook.reading;

import daybook.reading.value.AmountFormat;
import daybook.reading.value.PlainAmount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how much a transaction was, as signed cents. Not safe for threads. */
final class MoneyReader {

  private final int credit;
  private final int debit;
  private final boolean signed;
  private final @Nullable AmountFormat format;
  private long cents;

  MoneyReader(Layout.Money rule) {
    this.credit = rule.credit();
    this.debit = rule.debit();
    this.signed = rule.signed();
    this.format = rule.format().orElse(null);
  }

  /** Reads the row's amount; false where there is none. */
  boolean read(Fields row) {
    if (debit == Layout.ABSENT) {
      cents = amount(row, credit);
      return cents != AmountFormat.INVALID;
    }
    long in = row.isBlank(credit) ? 0 : amount(row, credit);
    long out = row.isBlank(debit) ? 0 : amount(row, debit);
    boolean both = in != 0 && out != 0;
    boolean neither = row.isBlank(credit) && row.isBlank(debit);
    cents = in - out;
    return in >= 0 && out >= 0 && !both && !neither;
  }

  private long amount(Fields row, int column) {
    byte[] in = row.bytes();
    if (format != null) {
      return format.cents(in, row.start(column), row.end(column));
    }
    long plain = PlainAmount.cents(in, row.start(column), row.end(column));
    return plain == PlainAmount.INVALID ? AmountFormat.INVALID : plain;
  }

  /** Whether a cell is neither empty nor zero; true too where it is no amount. */
  boolean isMoney(Fields row, int column) {
    return !row.isBlank(column) && amount(row, column) != 0;
  }

  /** Whether a cell is an amount. */
  boolean isAmount(Fields row, int column) {
    return amount(row, column) != AmountFormat.INVALID;
  }

  /** The last row's amount; negative for money that went out. */
  long cents() {
    return cents;
  }

  /** Whether a signed amount above zero stands where money is said to have gone out. */
  boolean isAgainst(boolean in) {
    return signed && cents > 0 && !in;
  }

  /** The column that is wrong, if one is. */
  int column(Fields row) {
    boolean debitIsWrong =
        debit != Layout.ABSENT && (row.isBlank(credit) || amount(row, credit) >= 0);
    return debitIsWrong ? debit : credit;
  }

  /** Whether there are two columns, and both have an amount in them, or none has anything. */
  boolean isTwofold(Fields row) {
    return debit != Layout.ABSENT
        && (row.isBlank(credit) || isAmount(row, credit))
        && (row.isBlank(debit) || isAmount(row, debit));
  }

  /** The column in which the last row's amount stands. */
  int amountColumn() {
    return debit != Layout.ABSENT && cents < 0 ? debit : credit;
  }

  /** What is expected, for messages. */
  String expected() {
    return format == null ? PlainAmount.expected() : format.expected();
  }

  /** What is wrong with what was found, where that is a known trap. */
  Optional<String> hint(Fields row) {
    return format == null
        ? PlainAmount.hint(row.bytes(), row.start(credit), row.end(credit))
        : Optional.empty();
  }
}
