package daybook.reading;

import daybook.core.port.Rejects;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.core.protocol.SumLines;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.reading.RowParser.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one block after the other, in memory alone. Not safe for threads. */
final class BlockReader {

  /**
   * After so many rejected rows a group ends: they take some 3 MB at most, and as much again where
   * the last record is of the longest kind and holds rows in quotes.
   */
  static final int REJECTED_ROWS_MAX = 1_000;

  private final PaymentMethods methods;
  private final RowParser parser;
  private final @Nullable PlainRows plainRows;
  private final SplitRows splitRows;
  private final RowSums sums;
  private final SumLines lines = new SumLines();
  private final RowsInQuotes rowsInQuotes;
  private final Dialect dialect;
  private final int recordBytesMax;
  private final String idColumn;

  private List<RowGroup> groups = new ArrayList<>();
  private List<Rejects.Row> rejectedRows = new ArrayList<>();
  private List<IdentifiedRow> identified = new ArrayList<>();
  private List<Attempt> attempts = new ArrayList<>();
  private final Map<RejectReason, Long> rejected = new TreeMap<>(RejectReason.ORDER);
  private final Map<SkipRule, Long> skipped = new TreeMap<>(SkipRule.ORDER);
  private final Map<Remark, Long> remarks = new TreeMap<>(Remark.ORDER);
  private long groupFrom;
  private long accepted;
  private long pauseMs;
  private boolean limited;

  /**
   * @param known payment methods of the rows before, to which those of accepted rows are added
   * @param recordBytesMax most bytes of a record
   */
  BlockReader(Layout layout, Collection<String> known, int recordBytesMax) {
    this.recordBytesMax = recordBytesMax;
    this.methods = new PaymentMethods(known);
    this.parser = new RowParser(layout, methods);
    this.plainRows =
        PlainRows.canRead(layout) ? new PlainRows(layout, methods, recordBytesMax) : null;
    this.splitRows = new SplitRows(parser, layout.dialect(), recordBytesMax);
    this.sums = new RowSums(methods);
    this.rowsInQuotes = new RowsInQuotes(layout, recordBytesMax);
    this.dialect = layout.dialect();
    this.idColumn = layout.keys().map(keys -> layout.shownName(keys.id())).orElse("");
  }

  /**
   * What a block came to.
   *
   * @param groups of its rows, in order; lines are counted from its start
   * @param lines physical lines of them
   * @param rest what was not read, which may be nothing
   * @param open whether the rest begins with a row that may go on behind the block; otherwise there
   *     were too many rejected rows before it
   * @param limited whether a row was rejected because its payment method was one too many
   * @param known all payment methods that were known at the end
   */
  record Result(
      List<RowGroup> groups,
      long lines,
      Block rest,
      boolean open,
      boolean limited,
      Set<String> known) {}

  /** Reads a block from its start on. */
  Result read(Block block) {
    groups = new ArrayList<>();
    groupFrom = block.offset();
    limited = false;
    RecordScanner records = new RecordScanner(block, 0, recordBytesMax, dialect);
    boolean enough = false;
    while (!enough && take(records)) {
      enough = rejectedRows.size() >= REJECTED_ROWS_MAX;
      if (enough || isFull()) {
        cut(records);
      }
    }
    cut(records);
    Block rest = records.rest();
    boolean open = !enough && rest.length() > 0;
    Set<String> known = limited ? new TreeSet<>(methods.names()) : Set.of();
    return new Result(groups, records.nextLine(), rest, open, limited, known);
  }

  private boolean isFull() {
    return sums.isFull()
        || pauseMs >= RowGroup.PAUSE_MS_MIN
        || identified.size() + attempts.size() >= RowGroup.IDENTIFIED_MAX;
  }

  /** Takes plain rows as far as they go, or else the next record; false where there is none. */
  private boolean take(RecordScanner records) {
    int plain = plainRows == null ? 0 : records.takePlain(plainRows, sums);
    if (plain > 0) {
      accepted += plain;
      return true;
    }
    if (records.takeSplit(splitRows)) {
      count(records, splitRows.outcome());
      return true;
    }
    if (!records.nextInBlock()) {
      return false;
    }
    if (!records.isBlank()) {
      takeRow(records);
    }
    return true;
  }

  private void takeRow(RecordScanner record) {
    List<PhysicalLine> inQuotes = record.lines() > 1 ? rowsInQuotes.find(record) : List.of();
    if (!inQuotes.isEmpty()) {
      rejectAll(record, inQuotes);
      return;
    }
    Outcome outcome = parser.parse(record);
    if (outcome == Outcome.REJECTED) {
      reject(record, parser.rejection());
    } else {
      count(record, outcome);
    }
  }

  /** Cells without content are no row. */
  private void count(RecordScanner record, Outcome outcome) {
    if (outcome == Outcome.ACCEPTED) {
      accept();
    } else if (outcome == Outcome.SKIPPED) {
      skipped.merge(parser.rule(), 1L, Long::sum);
    }
    TransactionId id = parser.id();
    if (id != null) {
      identify(record, id, outcome);
    }
  }

  /** Hands a row with an id out, of which its document has to be asked. */
  private void identify(RecordScanner record, TransactionId id, Outcome outcome) {
    TransactionContent content = parser.content();
    long line = record.line();
    long offset = record.offset();
    RowText text = new RowText(record);
    if (outcome == Outcome.SKIPPED) {
      String status = parser.rule().code();
      attempts.add(new Attempt(id, status, Optional.ofNullable(content), line, offset, text));
    } else if (content != null) {
      List<Remark> odd = parser.remarks();
      identified.add(
          new IdentifiedRow(id, content, line, offset, text, odd.isEmpty() ? List.of() : odd));
    }
  }

  private void accept() {
    accepted++;
    parser.addTo(sums);
    pauseMs += parser.sleepMs();
    if (!parser.remarks().isEmpty()) {
      parser.remarks().forEach(remark -> remarks.merge(remark, 1L, Long::sum));
    }
  }

  private void reject(RecordScanner record, Rejection why) {
    limited |= why.reason().equals(RejectReason.PAYMENT_METHOD_LIMIT);
    reject(record.line(), record.offset(), why, RejectText.of(record));
  }

  /** Each of the rows that a quote has joined is a rejected one, so that none goes unseen. */
  private void rejectAll(RecordScanner record, List<PhysicalLine> inQuotes) {
    List<PhysicalLine> rows = new ArrayList<>(inQuotes);
    rows.add(0, record.physicalLines().get(0));
    for (PhysicalLine row : rows) {
      reject(
          row.number(),
          row.offset(),
          Rejections.ofRowsInQuotes(row.number() - record.line()),
          RejectText.of(record.bytes(), row.start(), row.end()));
    }
  }

  private void reject(long line, long offset, Rejection why, String text) {
    rejected.merge(why.reason(), 1L, Long::sum);
    rejectedRows.add(
        new Rejects.Row(line, offset, why.reason().code(), why.column(), why.expected(), text));
  }

  private void cut(RecordScanner records) {
    if (records.nextOffset() == groupFrom) {
      return;
    }
    sums.write(lines);
    groups.add(
        new RowGroup(
            records.nextOffset(),
            records.nextLine(),
            accepted,
            lines.take(),
            sums.methods(),
            Map.copyOf(rejected),
            Map.copyOf(skipped),
            Map.copyOf(remarks),
            rejectedRows,
            pauseMs,
            identified,
            attempts,
            idColumn));
    groupFrom = records.nextOffset();
    accepted = 0;
    pauseMs = 0;
    sums.clear();
    rejected.clear();
    skipped.clear();
    remarks.clear();
    rejectedRows = new ArrayList<>();
    identified = new ArrayList<>();
    attempts = new ArrayList<>();
  }
}
