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
import daybook.reading.PaymentMethods;
import daybook.reading.RecordScanner;
import daybook.reading.RejectText;
import daybook.reading.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one enqueue takes: the rows read since the last one, cut into batches, and the rejected ones
 * among them. Its size is bounded whatever the rows are like. Not safe for threads.
 */
final class Stretch {

  /**
   * Most bytes of input in one batch, 1 MiB: where few rows are accepted, the import's position
   * still moves on.
   */
  static final int BATCH_INPUT_BYTES_MAX = 1024 * 1024;

  /** Most rejected rows in one stretch: their texts take 4 MB at most. */
  static final int REJECTED_ROWS_MAX = 2_000;

  private final ImportId id;
  private final PaymentMethods methods;
  private final Rows rows = new Rows();
  private final List<Batch> batches = new ArrayList<>();
  private final List<Rejects.Row> rejectedRows = new ArrayList<>();

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

  /** Takes the accepted rows of the batch that is being filled. */
  Rows rows() {
    return rows;
  }

  /** Ends the batch that is being filled, if the next row may not fit. */
  void makeRoom() {
    if (rows.isFull() || offset - batchFrom >= BATCH_INPUT_BYTES_MAX) {
      cut();
    }
  }

  /** Whether no further record may be taken before the stretch is enqueued. */
  boolean isFull() {
    return batches.size() == TransactionQueue.ENQUEUE_BATCHES_MAX
        || rejectedRows.size() == REJECTED_ROWS_MAX;
  }

  /**
   * Counts the record that a scanner stands at.
   *
   * @param reason why it was rejected; null if it is among {@link #rows()}
   */
  void take(RecordScanner record, @Nullable RejectReason reason) {
    offset = record.nextOffset();
    line = record.nextLine();
    if (reason == null) {
      accepted++;
    } else {
      rejected.merge(reason, 1L, Long::sum);
      rejectedRows.add(
          new Rejects.Row(record.line(), record.offset(), reason.code(), RejectText.of(record)));
    }
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
    batches.add(Batch.of(batchId, end, rows.bytes(), rows.length()));
    rows.clear();
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
    rejectedRows.clear();
    from = offset;
  }
}
