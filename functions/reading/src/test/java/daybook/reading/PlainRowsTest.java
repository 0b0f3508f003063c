package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plain rows are taken as the reader of all rows takes them: same sums, rejects and places. */
class PlainRowsTest {

  private static final int ROUNDS = 300;
  private static final int BLOCK_BYTES = 2 * RecordScanner.RECORD_BYTES_MAX;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private void assertSame(Layout layout, byte[] rows, String what) throws IOException {
    Blocks blocks =
        new Blocks(
            new ChoppedStream(rows, random, 1 + random.nextInt(3_000)),
            0,
            BLOCK_BYTES,
            RecordScanner.RECORD_BYTES_MAX,
            () -> random.nextInt(4) == 0);
    assertThat(RowsRead.of(RowsRead.groups(new RowReader(layout, blocks, 0, List.of(), 1))))
        .as(what)
        .isEqualTo(RowsRead.slowly(layout, rows, RecordScanner.RECORD_BYTES_MAX));
  }

  @Test
  void rowsOfEveryKindUnderEveryHeaderAddUpAlike() throws IOException {
    CsvText text = new CsvText(random);
    List<List<String>> further =
        List.of(List.of(), List.of("currency"), List.of("status"), List.of("currency", "status"));
    for (int round = 0; round < ROUNDS; round++) {
      List<String> columns =
          new ArrayList<>(
              List.of("timestamp", "type", "payment_method", "amount", "sleep_ms", "note"));
      columns.addAll(further.get(round % further.size()));
      Collections.shuffle(columns, random);
      byte[] rows = text.rows(columns, 60);
      byte[] changed = random.nextInt(3) == 0 ? text.mutated(rows) : rows;
      assertSame(Layouts.own(columns, Layouts.TERMS), changed, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void nearlyPlainRowsAddUpAlike() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] rows = plain(200, 20, true);
      for (int changes = random.nextInt(30); changes > 0; changes--) {
        int at = random.nextInt(rows.length);
        rows[at] = (byte) "0123456789-:.,TZ\n\r\" ax\u007f".charAt(random.nextInt(23));
        if (random.nextInt(20) == 0) {
          rows[at] = (byte) random.nextInt();
        }
      }
      assertSame(own(true), rows, "seed " + seed + ", round " + round);
    }
  }

  private static Layout own(boolean further) {
    List<String> needed = List.of("timestamp", "type", "payment_method", "amount");
    List<String> names = new ArrayList<>(needed);
    names.addAll(further ? List.of("sleep_ms", "currency", "status") : List.of());
    return Layouts.own(names, Layouts.TERMS);
  }

  /** Rows as most files have them. */
  private byte[] plain(int count, int methods, boolean further) {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < count; i++) {
      csv.append(
          "%04d-%02d-%02d%s%02d:%02d:%02d%s,%s,m%d,%d%s"
              .formatted(
                  random.nextInt(10) == 0 ? 1 + random.nextInt(9_999) : 1971 + random.nextInt(60),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextBoolean() ? "T" : " ",
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextBoolean() ? "Z" : "",
                  random.nextBoolean() ? "deposit" : "withdrawal",
                  random.nextInt(methods),
                  random.nextInt(100_000),
                  List.of("", ".5", ".07").get(random.nextInt(3))));
      csv.append(further ? (random.nextInt(9) == 0 ? ", " : ",") + random.nextInt(120) : "");
      csv.append(further ? List.of(",EUR", ",usd").get(random.nextInt(2)) : "");
      csv.append(further ? List.of(",approved", ",APPROVED").get(random.nextInt(2)) : "");
      csv.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return csv.toString().getBytes(UTF_8);
  }

  @Test
  void currencyThatIsNoneIsNoneInTheFirstRowToo() throws IOException {
    for (String currency : List.of("\0\0\0", "", "E", "EURO", "EU,", "\u20ac")) {
      String row = "2026-01-15 10:30:00,deposit,m1,1.00,0,%s,approved\n".formatted(currency);
      // Before it one that is not plain, from which its payment method is known.
      String before = "2026-01-15 10:30:00,deposit,m1,1.00,0,\"EUR\",approved\n";
      String rows = before + row + before.replace("\"", "") + row;
      assertSame(own(true), rows.getBytes(UTF_8), currency.replace("\0", "NUL"));
    }
  }

  /** Whatever was read before: what a month looks like must not depend on it. */
  @Test
  void monthsBehindTheTwelfthAreNone() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int month = 0; month <= 99; month++) {
      for (int year = 2024; year <= 2027; year++) {
        rows.append("%d-01-05T10:00:00,deposit,m,1\n".formatted(year));
        rows.append("%d-%02d-05T10:00:00,deposit,m,1\n".formatted(year, month));
        rows.append("%d-%02d-05T10:00:00Z,deposit,\"m\",1\n".formatted(year, month));
      }
    }
    byte[] bytes = rows.toString().getBytes(UTF_8);
    Blocks blocks =
        new Blocks(
            new ChoppedStream(bytes, random, 3_000),
            0,
            BLOCK_BYTES,
            RecordScanner.RECORD_BYTES_MAX,
            () -> false);
    RowsRead read =
        RowsRead.of(RowsRead.groups(new RowReader(own(false), blocks, 0, List.of(), 1)));
    assertThat(read.accepted()).isEqualTo(4 * (100 + 2 * 12));
    assertThat(read.rejectedRows()).hasSize(4 * 2 * (100 - 12));
    assertSame(own(false), bytes, "all months");
  }

  @Test
  void mostRowsOfAPlainFileArePlain() throws IOException {
    boolean further = random.nextBoolean();
    byte[] rows = plain(20_000, 200, further);
    PaymentMethods methods =
        new PaymentMethods(IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
    PlainRows plain = new PlainRows(own(further), methods, RecordScanner.RECORD_BYTES_MAX);
    RowSums sums = new RowSums(methods);
    int taken = 0;
    int at = 0;
    while (at < rows.length) {
      at = plain.take(rows, at, rows.length, sums);
      taken += plain.taken();
      sums.clear();
      at = LineEnds.lineFeed(rows, at, rows.length) + 1;
    }
    assertThat(taken).as("seed %d", seed).isGreaterThan(11_000);
    assertSame(own(further), rows, "seed " + seed);
  }

  @Test
  void withdrawalsAreInTheirGroupWhoeverReadsThem() throws IOException {
    String rows = "2026-01-15T10:30:00,withdrawal,visa,1.00\n".repeat(3);
    Blocks blocks =
        new Blocks(
            new ChoppedStream(rows.getBytes(UTF_8), random, 9),
            0,
            BLOCK_BYTES,
            RecordScanner.RECORD_BYTES_MAX,
            () -> false);
    List<RowGroup> groups =
        RowsRead.groups(new RowReader(own(false), blocks, 0, List.of("visa"), 1));
    assertThat(groups.get(0).sums()).startsWith("2026-01-15:withdrawals visa 3.00 3\n");
  }

  @Test
  void batchEndsWhereItsDaysTimesItsFieldsAreEnough() {
    int fields = 200 + 24;
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();
    RowSums sums = new RowSums(new PaymentMethods(names));
    for (int i = 0; i < 200; i++) {
      sums.add(0, 0, i % 24, i, 1);
    }
    for (long day = 1; !sums.isFull(); day++) {
      sums.add(day, 0, 9, 0, 1);
    }
    int days = (Batch.CHANGES_MAX + fields - 1) / fields;
    assertThat(RowSumsTest.totals(sums).size()).isEqualTo(View.values().length * days);
  }

  @Test
  void sumsEndABatchAtItsBounds() {
    PaymentMethods methods = new PaymentMethods(List.of("m0"));
    RowSums sums = new RowSums(methods);
    long day = 0;
    while (!sums.isFull()) {
      sums.add(day++, 0, 0, 0, 1);
    }
    assertThat(RowSumsTest.totals(sums).size()).isEqualTo(Batch.AGGREGATES_MAX);
    sums.clear();
    assertThat(RowSumsTest.totals(sums)).isEqualTo(Totals.NONE);
    for (int i = 0; !sums.isFull(); i++) {
      sums.add(i / 24, 0, i % 24, 0, 1);
    }
    assertThat(
            RowSumsTest.totals(sums).byKey().values().stream()
                .mapToInt(fields -> fields.size())
                .sum())
        .isEqualTo(Batch.SUMS_MAX);
  }
}
