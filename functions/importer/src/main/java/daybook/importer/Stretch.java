package daybook.importer;

import daybook.core.port.Rejects;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.reading.RowGroup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one enqueue takes: the sums of the rows read since the last one, cut into batches, and the
 * rejected ones among them. Its size is bounded whatever the rows are like. Not safe for threads.
 */
final class Stretch {

  /**
   * No further rows are taken after so many rejected ones: with those of one more group their
   * texts, columns and expectations take 6 MB at most.
   */
  static final int REJECTED_ROWS_MIN = 1_000;

  /**
   * Most bytes of batches after which no further one is taken, 2 MiB: so a small Redis takes a
   * stretch of many sums too.
   */
  static final int ELEMENT_BYTES_MAX = 2 * 1024 * 1024;

  /** A row waits at most so long for its stretch to fill up, in ms. */
  static final long AGE_MS_MAX = 1_000;

  private final ImportId id;
  private final InstantSource clock;
  private final SortedSet<String> methods;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Rejects.Row> rejectedRows = new ArrayList<>();

  private int elementBytes;
  private long needs;
  private long begunMs;
  private long from;
  private long batchFrom;

  /** What the rows of the batch that is not cut yet add up to. */
  private String sums = "";

  private long offset;
  private long line;
  private long accepted;
  private final FurtherFields further;
  private final Map<SkipRule, Long> skipped = new TreeMap<>(SkipRule.ORDER);
  private final Map<Remark, Long> remarks = new TreeMap<>(Remark.ORDER);
  private final Map<RejectReason, Long> rejected = new TreeMap<>(RejectReason.ORDER);

  /** Begins now, where an import stands. */
  Stretch(ImportId id, ImportPosition position, InstantSource clock) {
    this.id = id;
    this.clock = clock;
    this.methods = new TreeSet<>(position.methods());
    this.from = position.offset();
    this.batchFrom = position.offset();
    this.offset = position.offset();
    this.line = position.line();
    this.accepted = position.accepted();
    this.further = position.further();
    this.rejected.putAll(position.rejected());
    this.skipped.putAll(position.skipped());
    this.remarks.putAll(position.remarks());
    begin();
  }

  /** Takes the rows that follow, as a batch. */
  void add(RowSource.Decided decided) {
    RowGroup rows = decided.rows();
    cut();
    needs = Math.max(needs, decided.needs());
    offset = rows.endOffset();
    line = rows.endLine();
    accepted += rows.accepted();
    sums = rows.sums();
    methods.addAll(rows.methods());
    rows.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    rows.skipped().forEach((rule, count) -> skipped.merge(rule, count, Long::sum));
    rows.remarks().forEach((remark, count) -> remarks.merge(remark, count, Long::sum));
    rejectedRows.addAll(rows.rejectedRows());
  }

  /** Whether no further rows may be taken before the stretch is enqueued. */
  boolean isFull() {
    // The last batch is cut when it is known whether it is the import's last one too.
    return batches.size() + 1 == TransactionQueue.ENQUEUE_BATCHES_MAX
        || elementBytes + sums.length() >= ELEMENT_BYTES_MAX
        || rejectedRows.size() >= REJECTED_ROWS_MIN;
  }

  /** Whether its first row has waited for as long as any may. */
  boolean isDue() {
    return Math.abs(clock.millis() - begunMs) >= AGE_MS_MAX;
  }

  /** Moves the end over what stands in the place of a header. */
  void passOver(long endOffset, long endLine) {
    offset = endOffset;
    line = endLine;
  }

  /** Takes the only line of the rejects file of a file that is refused whole. */
  void refuse(Rejects.Row row) {
    rejectedRows.add(row);
  }

  /** Ends the batch that is being filled, if it has any bytes. */
  void cut() {
    if (offset > batchFrom) {
      add(position());
    }
  }

  /** Ends the last batch of the import, which may be without bytes. */
  void end(ImportState state, @Nullable String reason) {
    add(position().ending(state, reason));
  }

  /** The same with a sentence for people. */
  void end(ImportState state, String reason, String detail) {
    add(position().ending(state, reason, detail));
  }

  /** Ends the last batch there. */
  void end(ImportPosition end) {
    add(end);
  }

  private void add(ImportPosition end) {
    BatchId batchId = new BatchId(id, batchFrom, offset);
    Batch batch = Batch.of(batchId, end, sums);
    batches.add(batch);
    elementBytes += batch.element().length;
    sums = "";
    batchFrom = offset;
  }

  /** Where everything taken so far ends. */
  ImportPosition position() {
    return new ImportPosition(
        offset,
        line,
        accepted,
        rejected,
        skipped,
        remarks,
        methods,
        ImportState.RUNNING,
        null,
        null,
        further);
  }

  /** Offset where the stretch begins: the name of its part of the rejects. */
  long from() {
    return from;
  }

  /** Stamp of the checkpoint that its rows rely on (condition R7), or 0. */
  long needs() {
    return needs;
  }

  /** What is to be enqueued; empty where nothing was read. */
  List<Batch> batches() {
    return batches;
  }

  /** The rejected rows, ascending. */
  List<Rejects.Row> rejectedRows() {
    return rejectedRows;
  }

  /** Begins anew where it ended, once it is enqueued. */
  void restart() {
    batches.clear();
    elementBytes = 0;
    needs = 0;
    rejectedRows.clear();
    from = offset;
    begin();
  }

  /** Rows wait from now on. */
  void begin() {
    begunMs = clock.millis();
  }
}
