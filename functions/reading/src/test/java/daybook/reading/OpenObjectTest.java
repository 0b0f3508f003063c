package daybook.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.Gzip;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenObjectTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final LayoutChoice OWN = new LayoutChoice.Own();
  private static final int ROWS = 20_000;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private OpenObject open(byte[] stored) throws IOException {
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, stored.length);
    return new OpenObject(
        offset ->
            new ChoppedStream(
                Arrays.copyOfRange(stored, (int) offset, stored.length), random, 5_000),
        version);
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      rows.append("2026-01-%02dT10:00:00,deposit,visa,%d.00\n".formatted(1 + i % 28, i % 99));
    }
    return rows.toString();
  }

  private List<RowGroup> groups(byte[] stored, ImportPosition from) throws Exception {
    List<RowGroup> groups = new ArrayList<>();
    try (OpenObject object = open(stored);
        RowReader reader = object.rowsFrom(from, object.readHeader(OWN, Layouts.TERMS), 1)) {
      for (RowGroup group = reader.next(); group != null; group = reader.next()) {
        groups.add(group);
      }
    }
    return groups;
  }

  @Test
  void utf16IsReadAsTheSameRowsInUtf8() throws Exception {
    String text = HEADER + rows();
    List<RowGroup> expected = groups(text.getBytes(UTF_8), ImportPosition.START);

    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      assertThat(groups(text.getBytes(charset), ImportPosition.START)).isEqualTo(expected);
      assertThat(groups(("\ufeff" + text).getBytes(charset), ImportPosition.START))
          .isEqualTo(expected);
      assertThat(groups(Gzip.of(text.getBytes(charset)), ImportPosition.START)).isEqualTo(expected);
    }
  }

  @Test
  void utf16IsContinuedAtAnOffsetOfItsUtf8() throws Exception {
    String text = HEADER + rows();
    int offset = text.indexOf('\n', text.length() / 2) + 1;
    long line = text.substring(0, offset).chars().filter(c -> c == '\n').count();
    ImportPosition position =
        new ImportPosition(
            offset,
            line,
            line - 1,
            Map.of(),
            new TreeSet<>(List.of("visa")),
            ImportPosition.START.state(),
            null);

    List<RowGroup> rest = groups(text.getBytes(UTF_16LE), position);

    assertThat(rest).isEqualTo(groups(text.getBytes(UTF_8), position));
    assertThat(rest.stream().mapToLong(RowGroup::accepted).sum()).isEqualTo(ROWS + 1 - line);
    assertThat(rest.get(rest.size() - 1).endOffset()).isEqualTo(text.length());
  }

  @Test
  void anyNumberOfMarksIsSkippedAndCounted() throws Exception {
    for (int marks : List.of(0, 1, 2, 3, 10_000)) {
      String text = "\ufeff".repeat(marks) + HEADER + "2026-01-05T10:00:00,deposit,visa,5.00\n";
      byte[] stored = text.getBytes(UTF_8);

      List<RowGroup> groups = groups(stored, ImportPosition.START);

      assertThat(groups).hasSize(1);
      assertThat(groups.get(0).accepted()).isEqualTo(1);
      assertThat(groups.get(0).endOffset()).isEqualTo(stored.length);
    }
  }

  @Test
  void hintOfTheCommaIsSkipped() throws Exception {
    for (String hint : List.of("sep=,\r\n", "\n\"sep=,\"\n\n", "\ufeffSEP=,\n")) {
      List<RowGroup> groups =
          groups(
              (hint + HEADER + "2026-01-05T10:00:00,deposit,visa,5.00\n").getBytes(UTF_8),
              ImportPosition.START);

      assertThat(groups.get(0).accepted()).as(hint).isEqualTo(1);
    }
    assertThat(refusal("sep=,\n".getBytes(UTF_8)).reason()).isEqualTo("empty");
  }

  private Refusal refusal(byte[] stored) throws IOException {
    try (OpenObject object = open(stored)) {
      object.readHeader(OWN, Layouts.TERMS);
      throw new AssertionError("a header");
    } catch (UnusableFileException e) {
      return e.refusal();
    }
  }

  @Test
  void fileOfAnotherKindIsRefusedEvenWhereAHeaderCouldBeReadInIt() throws IOException {
    byte[] tar = new byte[1_024];
    byte[] signature = "ustar\00000".getBytes(US_ASCII);
    System.arraycopy(signature, 0, tar, 257, signature.length);
    byte[] rows = ("id," + HEADER).getBytes(US_ASCII);
    System.arraycopy(rows, 0, tar, 509, rows.length);

    assertThat(refusal(tar).reason()).isEqualTo("tar");
    assertThat(refusal(Gzip.of(Gzip.of(rows))).reason()).isEqualTo("gzip");
    assertThat(refusal(HEADER.getBytes(Charset.forName("UTF-32LE"))).reason()).isEqualTo("utf_32");
    assertThat(refusal(Gzip.of("<html><title>x</title>".getBytes(UTF_16LE))).reason())
        .isEqualTo("html");
  }

  @Test
  void headerWithMarkupInItIsAHeader() throws Exception {
    try (OpenObject object = open(("<html>," + HEADER).getBytes(UTF_8))) {
      assertThat(object.readHeader(OWN, Layouts.TERMS).columns()).isEqualTo(5);
    }
  }

  @Test
  void damageBehindTheHeaderLeavesTheRowsBeforeIt() throws Exception {
    String row = "2026-01-05T10:00:00,deposit,visa,5.00\n";
    byte[] whole = Gzip.of((HEADER + row).getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);

    try (OpenObject object = open(cut);
        RowReader reader =
            object.rowsFrom(ImportPosition.START, object.readHeader(OWN, Layouts.TERMS), 1)) {
      assertThat(reader.next().accepted()).isEqualTo(1);
      assertThatThrownBy(reader::next).isInstanceOf(BrokenStreamException.class);
    }
  }

  @Test
  void damageBehindWhatIsNoHeaderLeavesTheRefusal() throws IOException {
    byte[] whole = Gzip.of("a,b\n1,2\n".repeat(20).getBytes(UTF_8));

    assertThat(refusal(Arrays.copyOf(whole, whole.length - 8)).reason())
        .isEqualTo("header_missing");
  }

  @Test
  void storeThatFailsIsNoRefusal() {
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, 100);

    assertThatThrownBy(
            () -> {
              try (OpenObject object = new OpenObject(offset -> ChoppedStream.broken(), version)) {
                object.readHeader(OWN, Layouts.TERMS);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
