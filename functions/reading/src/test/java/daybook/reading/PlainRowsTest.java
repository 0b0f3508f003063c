package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Batch;
import daybook.core.protocol.RejectReason;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain rows are taken as the reader of all rows takes them: same sums, rejects and places. */
class PlainRowsTest {

  private static final int ROUNDS = 300;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /**
   * What was read.
   *
   * @param rejects offset, line and reason of each
   * @param offset where it ended
   */
  private record Read(Totals sums, List<List<Object>> rejects, long rows, long offset, long line) {}

  private int plainTaken;

  private Read read(byte[] input, boolean plainly, int chop) throws IOException {
    RecordScanner scanner =
        new RecordScanner(
            chop == 0
                ? new ByteArrayInputStream(input)
                : new ChoppedStream(input, new Random(seed), chop),
            0,
            0);
    scanner.next();
    CsvHeader header;
    try {
      header = CsvHeader.read(scanner);
    } catch (UnusableFileException e) {
      return new Read(Totals.NONE, List.of(), 0, 0, 0);
    }
    PaymentMethods methods = new PaymentMethods(List.of());
    RowParser parser = new RowParser(header, methods);
    PlainRows plain = new PlainRows(header, methods, RecordScanner.RECORD_BYTES_MAX);
    RowSums rowSums = new RowSums(methods);
    DailySums sums = new DailySums();
    List<List<Object>> rejects = new ArrayList<>();
    boolean more = true;
    while (more) {
      int taken = plainly && !rowSums.isFull() ? scanner.takePlain(plain, rowSums) : 0;
      plainTaken += taken;
      if (taken > 0) {
        continue;
      }
      sums.add(RowSumsTest.totals(rowSums));
      rowSums.clear();
      more = scanner.next();
      if (more && !scanner.isBlank()) {
        RejectReason reason = parser.parse(scanner);
        if (reason == null) {
          sums.add(parser.transaction());
        } else {
          rejects.add(List.of(scanner.offset(), scanner.line(), reason));
        }
      }
    }
    return new Read(sums.sums(), rejects, sums.rows(), scanner.nextOffset(), scanner.nextLine());
  }

  private void assertSame(byte[] input, String what) throws IOException {
    Read slowly = read(input, false, 0);
    assertThat(read(input, true, 0)).as(what).isEqualTo(slowly);
    assertThat(read(input, true, 1 + random.nextInt(3_000)))
        .as(what + ", chopped")
        .isEqualTo(slowly);
  }

  @Test
  void rowsOfEveryKindUnderEveryHeaderAddUpAlike() throws IOException {
    CsvText text = new CsvText(random);
    List<String> columns =
        new ArrayList<>(
            List.of("timestamp", "type", "payment_method", "amount", "sleep_ms", "note"));
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(columns, random);
      byte[] rows = text.rows(columns, 60);
      byte[] changed = random.nextInt(3) == 0 ? text.mutated(rows) : rows;
      byte[] header = (String.join(",", columns) + "\n").getBytes(UTF_8);
      byte[] input = Arrays.copyOf(header, header.length + changed.length);
      System.arraycopy(changed, 0, input, header.length, changed.length);
      assertSame(input, "seed " + seed + ", round " + round);
    }
    assertThat(plainTaken).isPositive();
  }

  @Test
  void nearlyPlainRowsAddUpAlike() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] input = plain(200, 20, true);
      for (int changes = random.nextInt(30); changes > 0; changes--) {
        int at = random.nextInt(input.length);
        input[at] = (byte) "0123456789-:.,TZ\n\r\" ax\u007f".charAt(random.nextInt(23));
        if (random.nextInt(20) == 0) {
          input[at] = (byte) random.nextInt();
        }
      }
      assertSame(input, "seed " + seed + ", round " + round);
    }
  }

  /** Rows as most files have them. */
  private byte[] plain(int count, int methods, boolean sleep) {
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount");
    csv.append(sleep ? ",sleep_ms\n" : "\n");
    for (int i = 0; i < count; i++) {
      csv.append(
          "%04d-%02d-%02dT%02d:%02d:%02d%s,%s,m%d,%d%s"
              .formatted(
                  1 + random.nextInt(9_999),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextBoolean() ? "Z" : "",
                  random.nextBoolean() ? "deposit" : "withdrawal",
                  random.nextInt(methods),
                  random.nextInt(100_000),
                  List.of("", ".5", ".07").get(random.nextInt(3))));
      csv.append(sleep ? "," + random.nextInt(100) : "");
      csv.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return csv.toString().getBytes(UTF_8);
  }

  @Test
  void mostRowsOfAPlainFileArePlain() throws IOException {
    byte[] input = plain(20_000, 200, random.nextBoolean());
    Read read = read(input, true, 0);
    assertThat(read.rows()).isEqualTo(20_000);
    assertThat(read).isEqualTo(read(input, false, 0));
    assertThat(plainTaken).as("but the first of each method, and a few").isGreaterThan(15_000);
  }

  static List<GoldenCase> cases() {
    return GoldenCases.all().stream()
        .filter(golden -> golden.bytes().length > 0 && golden.bytes()[0] != 0x1f)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goldenCaseAddsUpAlike(GoldenCase golden) throws IOException {
    assertSame(golden.bytes(), golden.toString());
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
