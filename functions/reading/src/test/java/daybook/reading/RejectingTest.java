package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.DailySums;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rows with an id by many threads, from any boundary on, and groups from which some are taken out:
 * against the same file that never had these rows.
 */
class RejectingTest {

  private static final int ROUNDS = 80;
  private static final int LINE_BYTES_MAX = 1_000;
  private static final Layout RECORDED =
      Layouts.own(
          List.of(
              "timestamp",
              "type",
              "payment_method",
              "amount",
              "transaction_id",
              "user_id",
              "currency",
              "status"),
          Layouts.TERMS.recorded(true));

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Rows of every kind, each of which ends with a line feed. */
  private List<String> rows(int count, int days) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          "20%02d-01-%02dT%02d:30:%02d,%s,%s,%d.%02d,%s,%s,%s,%s\n"
              .formatted(
                  random.nextInt(20) == 0 ? 45 : 26,
                  1 + random.nextInt(days),
                  random.nextInt(24),
                  random.nextInt(60),
                  any(List.of("deposit", "withdrawal", "deposit", "refund")),
                  any(List.of("visa", "Apple Pay", "\"a b\"", "wire", "Über (x)", "-")),
                  random.nextInt(3),
                  random.nextInt(100),
                  any(List.of("t-" + i, "t-" + i, "t-" + i, "", "a b", "\"q" + i + "\"")),
                  any(List.of("u" + random.nextInt(9), "", "u 1", "\"two\nlines\"")),
                  any(List.of("EUR", "usd", "EUR")),
                  any(List.of("approved", "approved", "approved", "pending", "declined", "x"))));
    }
    return rows;
  }

  private List<RowGroup> read(byte[] rows, ImportPosition from, int blockBytes, int threads)
      throws IOException {
    int offset = (int) from.offset();
    Blocks blocks =
        new Blocks(
            new ByteArrayInputStream(rows, offset, rows.length - offset),
            offset,
            blockBytes,
            LINE_BYTES_MAX,
            () -> false);
    return RowsRead.groups(new RowReader(RECORDED, blocks, from.line(), from.methods(), threads));
  }

  private static byte[] bytes(List<String> rows) {
    return String.join("", rows).getBytes(UTF_8);
  }

  private static List<RowWithId> withId(List<RowGroup> groups) {
    return groups.stream().flatMap(group -> RowsRead.withId(group).stream()).toList();
  }

  private int blockBytes() {
    return LINE_BYTES_MAX + 3 + random.nextInt(9_000);
  }

  @Test
  void anyNumberOfThreadsHandsTheSameRowsOut() throws IOException {
    for (int round = 0; round < ROUNDS / 5; round++) {
      byte[] rows = bytes(rows(400, 28));
      int blockBytes = blockBytes();
      List<RowGroup> alone = read(rows, ImportPosition.START, blockBytes, 1);
      for (int threads = 2; threads <= 4; threads++) {
        assertThat(read(rows, ImportPosition.START, blockBytes, threads))
            .as("seed %d, round %d, %d threads", seed, round, threads)
            .isEqualTo(alone);
      }
    }
  }

  @Test
  void readingOnFromAnyBoundaryHandsTheSameRowsOut() throws IOException {
    for (int round = 0; round < ROUNDS / 5; round++) {
      byte[] rows = bytes(rows(200, 28));
      List<RowGroup> whole = read(rows, ImportPosition.START, blockBytes(), 2);
      List<RowWithId> all = withId(whole);
      TreeSet<String> methods = new TreeSet<>();
      for (int i = 0; i < whole.size(); i++) {
        RowGroup group = whole.get(i);
        methods.addAll(group.methods());
        ImportPosition at = position(group, methods);
        List<RowWithId> before = withId(whole.subList(0, i + 1));
        assertThat(Stream.concat(before.stream(), withId(read(rows, at, blockBytes(), 2)).stream()))
            .as("seed %d, round %d, from %d", seed, round, group.endOffset())
            .isEqualTo(all);
      }
    }
  }

  private static ImportPosition position(RowGroup group, SortedSet<String> methods) {
    return new ImportPosition(
        group.endOffset(), group.endLine(), 0, Map.of(), methods, ImportState.RUNNING, null);
  }

  @Test
  void aGroupEndsWhereItHasEnoughIds() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String status = i % 3 == 0 ? "pending" : "approved";
      rows.append("2026-01-15T10:30:00,deposit,visa,1,t%d,,EUR,%s\n".formatted(i, status));
    }
    List<RowGroup> groups =
        read(rows.toString().getBytes(UTF_8), ImportPosition.START, 2_000_000, 2);
    assertThat(groups)
        .extracting(group -> group.identified().size() + group.attempts().size())
        .containsExactly(4_096, 4_096, 1_808);
  }

  /** What is left is what a reader finds in the file without these rows, but for its places. */
  @Test
  void whatIsLeftIsTheFileWithoutTheRejectedRows() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> rows = rows(1 + random.nextInt(120), 1 + random.nextInt(28));
      List<RowGroup> groups = read(bytes(rows), ImportPosition.START, 200_000, 1);
      RowGroup group = groups.get(0);
      List<RowWithId> out = new ArrayList<>(withId(groups));
      Collections.shuffle(out, random);
      List<RowWithId> chosen = out.subList(0, random.nextInt(out.size() + 1));
      RowGroup left = group.rejecting(repeated(chosen));

      Set<Long> offsets = new HashSet<>(chosen.stream().map(RowWithId::offset).toList());
      List<String> others = new ArrayList<>();
      long offset = 0;
      for (String row : rows) {
        if (!offsets.contains(offset)) {
          others.add(row);
        }
        offset += row.getBytes(UTF_8).length;
      }
      String what = "seed %d, round %d".formatted(seed, round);
      assertLeft(what, left, read(bytes(others), ImportPosition.START, 200_000, 1));
      assertThat(left.methods()).as(what).isEqualTo(group.methods());
      assertThat(left.endOffset()).as(what).isEqualTo(group.endOffset());
      assertRejected(what, group, left, chosen);
    }
  }

  private static List<Repeated> repeated(List<RowWithId> rows) {
    return rows.stream()
        .map(row -> new Repeated(row, reason(row), "expected another id than " + row.id()))
        .toList();
  }

  private static RejectReason reason(RowWithId row) {
    return row.line() % 2 == 0 ? RejectReason.DUPLICATE_ID : RejectReason.CONFLICTING_ID;
  }

  private static void assertLeft(String what, RowGroup left, List<RowGroup> without) {
    if (without.isEmpty()) {
      assertThat(left.accepted()).as(what).isZero();
      assertThat(left.sums()).as(what).isEmpty();
      return;
    }
    RowGroup expected = without.get(0);
    Map<RejectReason, Long> rejected = new HashMap<>(left.rejected());
    rejected.remove(RejectReason.DUPLICATE_ID);
    rejected.remove(RejectReason.CONFLICTING_ID);
    assertThat(left.accepted()).as(what).isEqualTo(expected.accepted());
    assertThat(left.sums()).as(what).isEqualTo(expected.sums());
    assertThat(rejected).as(what).isEqualTo(expected.rejected());
    assertThat(left.skipped()).as(what).isEqualTo(expected.skipped());
    assertThat(left.remarks()).as(what).isEqualTo(expected.remarks());
    assertThat(left.identified())
        .as(what)
        .extracting(IdentifiedRow::content)
        .isEqualTo(expected.identified().stream().map(IdentifiedRow::content).toList());
    assertThat(left.attempts())
        .as(what)
        .extracting(Attempt::id)
        .isEqualTo(expected.attempts().stream().map(Attempt::id).toList());
    DailySums identified = new DailySums();
    left.identified().forEach(row -> identified.add(row.content().counts()));
    assertThat(identified.rows()).as(what).isLessThanOrEqualTo(left.accepted());
  }

  private static void assertRejected(
      String what, RowGroup before, RowGroup left, List<RowWithId> chosen) {
    List<Rejects.Row> expected = new ArrayList<>(before.rejectedRows());
    for (RowWithId row : chosen) {
      expected.add(
          new Rejects.Row(
              row.line(),
              row.offset(),
              reason(row).code(),
              "transaction_id",
              "expected another id than " + row.id(),
              row.text()));
    }
    expected.sort(Comparator.comparingLong(Rejects.Row::offset));
    assertThat(left.rejectedRows()).as(what).isEqualTo(expected);
    assertThat(left.rejected().values().stream().mapToLong(Long::longValue).sum())
        .as(what)
        .isEqualTo(expected.size());
  }

  @Test
  void onlyRowsOfTheGroupAreTakenOutAndOnlyOnce() throws IOException {
    String row = "2026-01-15T10:30:00,deposit,visa,1,%s,,EUR,approved\n";
    RowGroup group =
        read(row.formatted("a").getBytes(UTF_8), ImportPosition.START, 9_000, 1).get(0);
    RowGroup other =
        read(row.formatted("b").getBytes(UTF_8), ImportPosition.START, 9_000, 1).get(0);
    List<Repeated> foreign = repeated(withId(List.of(other)));
    assertThatThrownBy(() -> group.rejecting(foreign)).isInstanceOf(IllegalArgumentException.class);
    List<Repeated> own = repeated(withId(List.of(group, group)));
    assertThatThrownBy(() -> group.rejecting(own)).isInstanceOf(IllegalArgumentException.class);
    assertThat(group.rejecting(List.of())).isEqualTo(group);
    RowGroup empty = group.rejecting(repeated(withId(List.of(group))));
    assertThat(empty.sums()).isEmpty();
    assertThat(empty.accepted()).isZero();
    assertThat(empty.identified()).isEmpty();
  }
}
