package daybook.importer;

import daybook.core.Transaction;
import daybook.core.port.Rejects;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.reading.PaymentMethods;
import daybook.reading.PlainRows;
import daybook.reading.RecordScanner;
import daybook.reading.RejectText;
import daybook.reading.RowSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one enqueue takes: the sums of the rows read since the last one, cut into batches, and the
 * rejected ones among them. Its size is bounded whatever the rows are like. Not safe for threads.
 */
final class Stretch {

  /** Most rejected rows in one stretch: their texts take 4 MB at most. */
  static final int REJECTED_ROWS_MAX = 2_000;

  /**
   * Most bytes of batches after which no further one is taken, 2 MiB: so a small Redis takes a
   * stretch of many sums too.
   */
  static final int ELEMENT_BYTES_MAX = 2 * 1024 * 1024;

  private final ImportId id;
  private final PaymentMethods methods;
  private final RowSums sums;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Rejects.Row> rejectedRows = new ArrayList<>();

  private int elementBytes;
  private long from;
  private long batchFrom;
  private long offset;
  private long line;
  private long accepted;
  private final FurtherFields further;
  private final Map<RejectReason, Long> rejected = new TreeMap<>(RejectReason.ORDER);

  /** Begins where an import stands. */
  Stretch(ImportId id, ImportPosition position) {
    this.id = id;
    this.methods = new PaymentMethods(position.methods());
    this.sums = new RowSums(methods);
    this.from = position.offset();
    this.batchFrom = position.offset();
    this.offset = position.offset();
    this.line = position.line();
    this.accepted = position.accepted();
    this.further = position.further();
    this.rejected.putAll(position.rejected());
  }

  /** The payment methods of the rows accepted so far, to which the parser adds. */
  PaymentMethods methods() {
    return methods;
  }

  /** Ends the batch that is being filled, if it has enough. */
  void makeRoom() {
    if (offset - batchFrom >= Batch.INPUT_BYTES_MAX || sums.isFull()) {
      cut();
    }
  }

  /** Whether no further record may be taken before the stretch is enqueued. */
  boolean isFull() {
    return batches.size() == TransactionQueue.ENQUEUE_BATCHES_MAX
        || elementBytes >= ELEMENT_BYTES_MAX
        || rejectedRows.size() == REJECTED_ROWS_MAX;
  }

  /**
   * Adds up rows that follow one another, as long as they are plain and fit into the batch.
   *
   * @param rowsMax most rows
   * @return how many were taken
   */
  int acceptPlain(RecordScanner records, PlainRows rows, int rowsMax) {
    int taken = records.takePlain(rows, rowsMax, batchFrom + Batch.INPUT_BYTES_MAX, sums);
    if (taken > 0) {
      passOver(records);
      accepted += taken;
    }
    return taken;
  }

  /** Adds up the accepted row that a scanner stands at. */
  void accept(RecordScanner record, Transaction transaction) {
    passOver(record);
    accepted++;
    sums.add(transaction);
  }

  /** Notes the rejected row that a scanner stands at. */
  void reject(RecordScanner record, RejectReason reason) {
    passOver(record);
    rejected.merge(reason, 1L, Long::sum);
    rejectedRows.add(
        new Rejects.Row(record.line(), record.offset(), reason.code(), RejectText.of(record)));
  }

  /** Moves the end over blank lines, or over what stands in the place of a header. */
  void passOver(RecordScanner records) {
    offset = records.nextOffset();
    line = records.nextLine();
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

  private void add(ImportPosition end) {
    BatchId batchId = new BatchId(id, batchFrom, offset);
    Batch batch = Batch.of(batchId, end, sums::write);
    batches.add(batch);
    elementBytes += batch.element().length;
    sums.clear();
    batchFrom = offset;
  }

  /** Where everything taken so far ends. */
  ImportPosition position() {
    return new ImportPosition(
        offset, line, accepted, rejected, methods.names(), ImportState.RUNNING, null, further);
  }

  /** Offset where the stretch begins: the name of its part of the rejects. */
  long from() {
    return from;
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
    rejectedRows.clear();
    from = offset;
  }
}
