package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.port.Rejects;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What rows come to, however they were grouped.
 *
 * @param withId the rows with an id, in order
 * @param offset after the last of them
 * @param line physical lines before that place
 */
record RowsRead(
    Totals sums,
    long accepted,
    SortedMap<RejectReason, Long> rejected,
    SortedMap<SkipRule, Long> skipped,
    SortedMap<Remark, Long> remarks,
    List<Rejects.Row> rejectedRows,
    TreeSet<String> methods,
    List<RowWithId> withId,
    long offset,
    long line) {

  /** Rows that were counted as one of accepted, rejected and skipped. */
  long rows() {
    return accepted + sum(rejected) + sum(skipped);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What groups that follow one another come to. */
  static RowsRead of(List<RowGroup> groups) {
    DailySums sums = new DailySums();
    SortedMap<RejectReason, Long> rejected = new TreeMap<>(RejectReason.ORDER);
    SortedMap<SkipRule, Long> skipped = new TreeMap<>(SkipRule.ORDER);
    SortedMap<Remark, Long> remarks = new TreeMap<>(Remark.ORDER);
    List<Rejects.Row> rejectedRows = new ArrayList<>();
    TreeSet<String> methods = new TreeSet<>();
    List<RowWithId> withId = new ArrayList<>();
    long accepted = 0;
    long offset = 0;
    long line = 0;
    for (RowGroup group : groups) {
      assertThat(group.endOffset()).isGreaterThan(offset);
      assertThat(group.rejectedRows()).hasSize((int) sum(group.rejected()));
      sums.add(RowSumsTest.totals(group.sums()));
      group.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
      group.skipped().forEach((rule, count) -> skipped.merge(rule, count, Long::sum));
      group.remarks().forEach((remark, count) -> remarks.merge(remark, count, Long::sum));
      rejectedRows.addAll(group.rejectedRows());
      methods.addAll(group.methods());
      withId.addAll(withId(group));
      accepted += group.accepted();
      offset = group.endOffset();
      line = group.endLine();
    }
    return new RowsRead(
        sums.sums(),
        accepted,
        rejected,
        skipped,
        remarks,
        rejectedRows,
        methods,
        withId,
        offset,
        line);
  }

  /** A group's rows with an id, in order. */
  static List<RowWithId> withId(RowGroup group) {
    return Stream.<RowWithId>concat(group.identified().stream(), group.attempts().stream())
        .sorted(Comparator.comparingLong(RowWithId::offset))
        .toList();
  }

  /** All groups of a reader, which is closed. */
  static List<RowGroup> groups(RowReader reader) throws IOException {
    List<RowGroup> groups = new ArrayList<>();
    try (reader) {
      for (RowGroup group = reader.next(); group != null; group = reader.next()) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** What one scanner and one parser make of rows, record by record. */
  static RowsRead slowly(Layout layout, byte[] rows, int recordBytesMax) throws IOException {
    return new Slowly(layout, recordBytesMax).read(rows);
  }

  private static final class Slowly {
    private final PaymentMethods methods = new PaymentMethods(List.of());
    private final RowParser parser;
    private final RowsInQuotes inQuotes;
    private final Layout layout;
    private final int recordBytesMax;
    private final RowSums rowSums = new RowSums(methods);
    private final DailySums sums = new DailySums();
    private final SortedMap<RejectReason, Long> rejected = new TreeMap<>(RejectReason.ORDER);
    private final SortedMap<SkipRule, Long> skipped = new TreeMap<>(SkipRule.ORDER);
    private final SortedMap<Remark, Long> remarks = new TreeMap<>(Remark.ORDER);
    private final List<Rejects.Row> rejectedRows = new ArrayList<>();
    private final List<RowWithId> withId = new ArrayList<>();
    private long accepted;

    Slowly(Layout layout, int recordBytesMax) {
      this.layout = layout;
      this.recordBytesMax = recordBytesMax;
      this.parser = new RowParser(layout, methods);
      this.inQuotes = new RowsInQuotes(layout, recordBytesMax);
    }

    RowsRead read(byte[] rows) throws IOException {
      Blocks blocks =
          new Blocks(
              new ByteArrayInputStream(rows), 0, 4 * recordBytesMax, recordBytesMax, () -> false);
      RecordScanner scanner = new RecordScanner(blocks, 0, recordBytesMax, layout.dialect());
      while (scanner.next()) {
        if (!scanner.isBlank()) {
          take(scanner);
        }
      }
      sums.add(RowSumsTest.totals(rowSums));
      return new RowsRead(
          sums.sums(),
          accepted,
          rejected,
          skipped,
          remarks,
          rejectedRows,
          new TreeSet<>(methods.names()),
          withId,
          scanner.nextOffset(),
          scanner.nextLine());
    }

    private void take(RecordScanner scanner) {
      List<PhysicalLine> joined = scanner.lines() > 1 ? inQuotes.find(scanner) : List.of();
      if (!joined.isEmpty()) {
        reject(scanner, scanner.physicalLines().get(0), Rejections.ofRowsInQuotes(0));
        for (PhysicalLine line : joined) {
          long below = line.number() - scanner.line();
          reject(scanner, line, Rejections.ofRowsInQuotes(below));
        }
        return;
      }
      switch (parser.parse(scanner)) {
        case ACCEPTED -> {
          accept();
          identify(scanner);
        }
        case SKIPPED -> {
          skipped.merge(parser.rule(), 1L, Long::sum);
          attempt(scanner);
        }
        case REJECTED -> reject(scanner);
        case NOTHING -> {}
      }
    }

    private void identify(RecordScanner scanner) {
      if (parser.id() != null) {
        withId.add(
            new IdentifiedRow(
                parser.id(),
                Objects.requireNonNull(parser.content()),
                scanner.line(),
                scanner.offset(),
                new RowText(scanner),
                parser.remarks()));
      }
    }

    private void attempt(RecordScanner scanner) {
      if (parser.id() != null) {
        withId.add(
            new Attempt(
                parser.id(),
                parser.rule().code(),
                Optional.ofNullable(parser.content()),
                scanner.line(),
                scanner.offset(),
                new RowText(scanner)));
      }
    }

    private void accept() {
      accepted++;
      parser.addTo(rowSums);
      parser.remarks().forEach(remark -> remarks.merge(remark, 1L, Long::sum));
      if (rowSums.isFull()) {
        sums.add(RowSumsTest.totals(rowSums));
        rowSums.clear();
      }
    }

    private void reject(RecordScanner scanner) {
      Rejection why = parser.rejection();
      reject(scanner.line(), scanner.offset(), why, RejectText.of(scanner));
    }

    private void reject(RecordScanner scanner, PhysicalLine line, Rejection why) {
      String text = RejectText.of(scanner.bytes(), line.start(), line.end());
      reject(line.number(), line.offset(), why, text);
    }

    private void reject(long line, long offset, Rejection why, String text) {
      rejected.merge(why.reason(), 1L, Long::sum);
      rejectedRows.add(
          new Rejects.Row(line, offset, why.reason().code(), why.column(), why.expected(), text));
    }
  }
}
