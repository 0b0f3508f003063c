package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Rows read by many threads, in blocks cut anywhere, against one scanner and one parser. */
class RowReaderTest {

  private static final List<String> COLUMNS =
      List.of("timestamp", "type", "payment_method", "amount", "note");

  /** Most bytes of a record, so few that lines are too long, and longer than a block. */
  private static final int LINE_BYTES_MAX = 1_000;

  private static final int ROUNDS = 60;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static final Layout OWN = Layouts.own(COLUMNS.toArray(String[]::new));

  private RowsRead expected(byte[] rows) throws IOException {
    return RowsRead.slowly(OWN, rows, LINE_BYTES_MAX);
  }

  private static List<RowGroup> groups(
      InputStream in, int blockBytes, BooleanSupplier isHurried, int threads) throws IOException {
    Blocks blocks = new Blocks(in, 0, blockBytes, LINE_BYTES_MAX, isHurried);
    List<RowGroup> groups = RowsRead.groups(new RowReader(OWN, blocks, 0, List.of(), threads));
    assertThat(groups).allMatch(group -> group.rejectedRows().size() <= rejectedRowsMax());
    return groups;
  }

  /** A record that holds rows in quotes may end a group with more than the last one. */
  private static int rejectedRowsMax() {
    return BlockReader.REJECTED_ROWS_MAX + LINE_BYTES_MAX;
  }

  private void assertSame(byte[] rows, String what) throws IOException {
    RowsRead expected = expected(rows);
    int blockBytes = LINE_BYTES_MAX + 3 + random.nextInt(3_000);
    List<RowGroup> alone = groups(new ByteArrayInputStream(rows), blockBytes, () -> false, 1);
    assertThat(RowsRead.of(alone)).as(what).isEqualTo(expected);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(groups(new ByteArrayInputStream(rows), blockBytes, () -> false, threads))
          .as("%s, %d threads", what, threads)
          .isEqualTo(alone);
    }
    InputStream chopped = new ChoppedStream(rows, new Random(seed), 1 + random.nextInt(900));
    List<RowGroup> hurried =
        groups(chopped, blockBytes, () -> random.nextInt(5) == 0, 1 + random.nextInt(4));
    assertThat(RowsRead.of(hurried)).as(what + ", hurried").isEqualTo(expected);
  }

  @Test
  void rowsOfEveryKindComeToTheSameForAnyNumberOfThreads() throws IOException {
    CsvText text = new CsvText(random);
    for (int round = 0; round < ROUNDS; round++) {
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      for (int part = random.nextInt(6); part >= 0; part--) {
        byte[] some = text.rows(COLUMNS, 40);
        rows.writeBytes(random.nextInt(3) == 0 ? text.mutated(some) : some);
        rows.writeBytes(plain(random.nextInt(80), 5));
      }
      assertSame(rows.toByteArray(), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void quotedFieldsOverManyLinesMayLieAcrossAnyBlock() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < 120; i++) {
        String note = "looks like a row\n2026-01-15T10:30:00,deposit,paypal,1.00,\n";
        String quote = random.nextInt(40) == 0 ? "" : "\"";
        rows.append("2026-01-0")
            .append(1 + random.nextInt(9))
            .append("T10:30:00,deposit,visa,2.50,");
        rows.append('"').append(note.repeat(random.nextInt(12))).append(quote).append('\n');
      }
      assertSame(rows.toString().getBytes(UTF_8), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void linesThatAreTooLongAreOneRejectedRowEach() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      for (int i = 0; i < 12; i++) {
        rows.writeBytes(plain(random.nextInt(20), 5));
        int length =
            random.nextBoolean()
                ? LINE_BYTES_MAX - 60 + random.nextInt(64)
                : random.nextInt(3 * (LINE_BYTES_MAX + 3_000));
        String open = random.nextInt(3) == 0 ? "\"" : "";
        String end = random.nextBoolean() ? "\r\n" : "\n";
        String line = "2026-01-15T10:30:00,deposit,visa,2.50," + open + "x".repeat(length) + open;
        rows.writeBytes((line + end).getBytes(UTF_8));
      }
      if (random.nextBoolean()) {
        rows.writeBytes("x".repeat(random.nextInt(9_000)).getBytes(UTF_8));
      }
      assertSame(rows.toByteArray(), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void rowsThatMustNotWaitAreGivenBeforeTheStreamIsReadOn() throws IOException {
    byte[] rows = plain(2, 5);
    for (int threads = 1; threads <= 3; threads++) {
      int[] reads = {0};
      InputStream slow =
          new FilterInputStream(new ByteArrayInputStream(rows)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
              reads[0]++;
              return super.read(into, from, length);
            }
          };
      Blocks blocks = new Blocks(slow, 0, 2_000, LINE_BYTES_MAX, () -> true);
      try (RowReader reader = new RowReader(OWN, blocks, 0, List.of(), threads)) {
        RowGroup group = Objects.requireNonNull(reader.next());
        assertThat(group.accepted()).isEqualTo(2);
        assertThat(reads[0]).isEqualTo(1);
        assertThat(reader.next()).isNull();
      }
    }
  }

  @Test
  void boundOnPaymentMethodsIsMetByTheSameRows() throws IOException {
    for (int round = 0; round < 40; round++) {
      int methods = ImportPosition.METHODS_MAX - 2 + random.nextInt(60);
      assertSame(plain(1_500, methods), "seed " + seed + ", round " + round);
    }
    RowsRead over = expected(plain(3_000, 2 * ImportPosition.METHODS_MAX));
    assertThat(over.rejected()).containsOnlyKeys(RejectReason.PAYMENT_METHOD_LIMIT);
    assertThat(over.methods()).hasSize(ImportPosition.METHODS_MAX);
  }

  @Test
  void manyRejectedRowsAreGivenInParts() throws IOException {
    int count = 3 * BlockReader.REJECTED_ROWS_MAX + 1;
    assertSame("x\n".repeat(count).getBytes(UTF_8), "seed " + seed);
  }

  @Test
  void fileWithoutRowsComesToNothing() throws IOException {
    assertThat(groups(InputStream.nullInputStream(), 2_000, () -> false, 2)).isEmpty();
  }

  @Test
  void rowsBeforeTheStreamBreaksOffAreGivenFirst() throws IOException {
    InputStream broken = ChoppedStream.broken();
    byte[] rows = plain(200, 5);
    byte[] begun = "2026-01-15T10:30:00,dep".getBytes(UTF_8);
    for (int threads = 1; threads <= 3; threads++) {
      InputStream in =
          new SequenceInputStream(
              new SequenceInputStream(
                  new ByteArrayInputStream(rows), new ByteArrayInputStream(begun)),
              broken);
      Blocks blocks = new Blocks(in, 0, 2_000, LINE_BYTES_MAX, () -> false);
      List<RowGroup> groups = new ArrayList<>();
      try (RowReader reader = new RowReader(OWN, blocks, 0, List.of(), threads)) {
        assertThatThrownBy(
                () -> {
                  for (RowGroup group = reader.next(); group != null; group = reader.next()) {
                    groups.add(group);
                  }
                })
            .isInstanceOf(IOException.class)
            .hasMessage("broken");
      }
      assertThat(RowsRead.of(groups)).isEqualTo(expected(rows));
    }
  }

  @Test
  void pausesAreToldRowByRow() throws IOException {
    String header = "timestamp,type,payment_method,amount,sleep_ms\n";
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00,400\n";
    byte[] file = (header + row.repeat(7)).getBytes(UTF_8);
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, file.length);
    List<Long> pauses = new ArrayList<>();
    try (OpenObject object = new OpenObject(from -> new ByteArrayInputStream(file), version)) {
      Layout found = headerOf(object);
      try (RowReader reader = object.rowsFrom(ImportPosition.START, found, 1)) {
        for (RowGroup group = reader.next(); group != null; group = reader.next()) {
          pauses.add(group.pauseMs());
        }
      }
    }
    assertThat(pauses).containsExactly(1_200L, 1_200L, 400L);
  }

  private static Layout headerOf(OpenObject object) throws IOException {
    try {
      return object.readHeader(new LayoutChoice.Own(), Layouts.PACED);
    } catch (UnusableFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] plain(int count, int methods) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append(
          String.format(
              Locale.ROOT,
              "2026-01-%02dT%02d:30:00,%s,m%d,%d.%02d,%n",
              1 + random.nextInt(28),
              random.nextInt(24),
              random.nextBoolean() ? "deposit" : "withdrawal",
              random.nextInt(methods),
              random.nextInt(1_000),
              random.nextInt(100)));
    }
    return rows.toString().getBytes(UTF_8);
  }
}
