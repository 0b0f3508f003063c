package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import java.util.List;

/** The rejects bucket. Every method throws {@link StoreException} where S3 fails. */
public interface Rejects {

  /**
   * One row that was not counted.
   *
   * @param line physical line where the record starts, from 1
   * @param offset byte of the inflated stream where it starts, from 0
   * @param reason code of the reason
   * @param text the record, bounded and safe to open in a spreadsheet
   */
  record Row(long line, long offset, String reason, String text) {}

  /** Reason of the only row of a composed file whose rows are too many to be in one. */
  String IN_PARTS = "in_parts";

  /**
   * Stores the rejected rows of a stretch of an import, before its batches are enqueued (condition
   * 21). The same stretch again replaces it by the same.
   *
   * @param from offset where the stretch starts
   * @param rows at least one, ascending
   */
  void putPart(ImportId id, long from, List<Row> rows);

  /**
   * Composes one file from the parts, every row once, ascending; before the last batch is enqueued.
   * Writes no file where there are no parts. Parts are left where they are. Where they are too
   * large to be composed in one invocation, the file has one row of reason {@link #IN_PARTS}, at
   * line 0, whose text says where they are.
   *
   * @param end where and how the import ends: rows behind an early end are not in the file, for
   *     nothing of them counts
   */
  void compose(ImportId id, ImportPosition end);

  /**
   * Where the composed file of an import is, as {@code s3://bucket/key}. An import that ends early
   * has a file of another name for each place where it may end: somebody who composes for an end
   * that does not come leaves the file of the one that comes alone.
   */
  String location(ImportId id, ImportPosition end);

  /** Name of the composed file, without what stands before it; for implementations. */
  static String fileName(ImportPosition end) {
    return end.state().equals(ImportState.INCOMPLETE)
        ? "rejects-to-" + end.offset() + ".csv"
        : "rejects.csv";
  }

  /** The byte from which on no row belongs into the composed file; for implementations. */
  static long rowsEnd(ImportPosition end) {
    return end.state().equals(ImportState.INCOMPLETE) ? end.offset() : Long.MAX_VALUE;
  }
}
