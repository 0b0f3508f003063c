package daybook.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line says an entry, and every cell of it in one way only. */
class JournalLineTest {

  private static final String LINE =
      "t-1,3,2,1769855400000,2026-01-15,10,deposits,Apple Pay,12.30,"
          + "2026-01-16,0,withdrawals:EUR,visa,0.07";

  private static final JournalLine ENTRY =
      new JournalLine(
          new TransactionId("t-1"),
          new Entry(
              3,
              2,
              Optional.of(
                  new Transaction(
                      LocalDate.of(2026, 1, 15),
                      10,
                      TransactionType.DEPOSIT,
                      "Apple Pay",
                      new Amount(1230))),
              Optional.of(
                  new Transaction(
                      LocalDate.of(2026, 1, 16),
                      0,
                      new TransactionType("withdrawals:EUR"),
                      "visa",
                      new Amount(7))),
              1_769_855_400_000L));

  @Test
  void aLineIsACellForEachNameOfTheHeader() {
    assertThat(ENTRY.text()).isEqualTo(LINE);
    assertThat(JournalLine.parse(LINE)).isEqualTo(ENTRY);
    assertThat(JournalLine.HEADER.split(","))
        .hasSameSizeAs(LINE.split(",", -1))
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotThereIsEmptyCells() {
    String added = "t-1,1,1,0,,,,,,2026-01-16,0,deposits,visa,0.07";
    String deleted = "t-1,2,2,9,2026-01-16,0,deposits,visa,0.07,,,,,";
    String nothing = "t-1,3,3,9,,,,,,,,,,";
    assertThat(JournalLine.parse(added).entry().old()).isEmpty();
    assertThat(JournalLine.parse(deleted).entry().replacement()).isEmpty();
    assertThat(JournalLine.parse(nothing).entry().replacement()).isEmpty();
    for (String line : List.of(added, deleted, nothing)) {
      assertThat(JournalLine.parse(line).text()).isEqualTo(line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | a b | letters",
        "0 | `` | letters",
        "1 | 0 | turn and version from 1 and needs from 0, found 0, 2 and 1769855400000",
        "1 | x | whole number, found x",
        "1 | +3 | expected t-1,3,",
        "1 | 9223372036854775808 | whole number",
        "2 | 02 | expected t-1,3,2,",
        "2 | -1 | found 3, -1 and",
        "3 | -1 | found 3, 2 and -1",
        "3 | `` | whole number, found",
        "4 | 2026-02-30 | YYYY-MM-DD, found 2026-02-30",
        "4 | +12026-01-15 | four digits",
        "4 | `` | YYYY-MM-DD",
        "5 | 24 | 0 to 23, found 24",
        "5 | 4294967306 | expected t-1,3,2,1769855400000,2026-01-15,10,",
        "5 | 010 | ,2026-01-15,10,",
        "6 | Deposits | name of a group, found Deposits",
        "6 | `` | name of a group",
        "6 | deposits_reversed | a group of no reversals, found deposits_reversed",
        "11 | deposits_reversed:EUR | a group of no reversals, found deposits_reversed:EUR",
        "6 | dddddddddddddddddddddddddddddddddddddddddddddddddddddddd | name of a group",
        "7 | a.b | payment method, found a.b",
        "7 | ` visa` | payment method, found  visa",
        "8 | 12.3 | an amount such as 12.30, found 12.3",
        "8 | 012.30 | ,12.30,",
        "8 | -1.00 | an amount such as 12.30, found -1.00",
        "8 | 10000000000000.00 | below the bound of totals",
        "9 | 0000-12-31 | four digits",
        "10 | -1 | 0 to 23, found -1",
        "11 | a b | name of a group",
        "12 | `` | payment method",
        "13 | 1e3 | an amount",
        "13 | `0.07 ` | an amount"
      })
  void aCellThatIsNoneIsNamed(int cell, String text, String expected) {
    String[] cells = LINE.split(",", -1);
    cells[cell] = text;
    String line = String.join(",", cells);
    assertThatThrownBy(() -> JournalLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void fewerAndMoreCellsAreNoLine() {
    for (String line : List.of("", LINE + ",", LINE.substring(0, LINE.lastIndexOf(',')))) {
      assertThatThrownBy(() -> JournalLine.parse(line))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 14 cells, found ");
    }
  }

  @Test
  void everyEntryComesBackAndFitsIntoALine() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      JournalLine line =
          new JournalLine(
              new TransactionId("x".repeat(1 + random.nextInt(64))),
              new Entry(
                  1 + random.nextLong(1L << random.nextInt(1, 62)),
                  1 + random.nextLong(1L << random.nextInt(1, 62)),
                  counts(random),
                  counts(random),
                  random.nextLong(1L << random.nextInt(1, 62))));
      assertThat(JournalLine.parse(line.text())).isEqualTo(line);
      assertThat(line.text().getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(JournalLine.BYTES_MAX);
    }
  }

  private static Optional<Transaction> counts(Random random) {
    long days = AggregateKey.DAY_MAX.toEpochDay() - AggregateKey.DAY_MIN.toEpochDay();
    List<String> methods =
        List.of("visa", "Apple Pay", "Über (x)", "\ud835\udd38".repeat(64), "x".repeat(64));
    List<String> groups = List.of("deposits", "withdrawals:EUR", "d" + "x".repeat(54));
    return random.nextInt(4) == 0
        ? Optional.empty()
        : Optional.of(
            new Transaction(
                AggregateKey.DAY_MIN.plusDays(random.nextLong(days + 1)),
                random.nextInt(24),
                new TransactionType(groups.get(random.nextInt(groups.size()))),
                methods.get(random.nextInt(methods.size())),
                new Amount(random.nextLong(Amount.TOTAL_CENTS_BOUND))));
  }

  /** Whatever is taken for a line says what it was written from, to the last byte. */
  @Test
  void aLineWithAnyByteChangedIsAnotherEntryOrNone() {
    Random random = new Random(2);
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
      for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
        byte other = (byte) "0123456789,-.:az \n\rZ+".charAt(random.nextInt(21));
        bytes[random.nextInt(bytes.length)] = other;
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      try {
        assertThat(JournalLine.parse(text).text()).isEqualTo(text);
        taken.add(text);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).startsWith("expected ");
      }
    }
    assertThat(taken).hasSizeGreaterThan(5_000);
  }
}
