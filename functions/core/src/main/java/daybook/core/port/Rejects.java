package daybook.core.port;

import daybook.core.CellText;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.MappingRef;
import java.util.List;
import java.util.Optional;

/** The rejects bucket. Every method throws {@link StoreException} where S3 fails. */
public interface Rejects {

  /**
   * One row that was not counted.
   *
   * @param line physical line where the record starts, from 1
   * @param offset byte of the inflated stream where it starts, from 0
   * @param reason code of the reason
   * @param column name of the column that is not what it should be, as in the file, at most {@link
   *     #COLUMN_CODE_POINTS_MAX}; empty where it is the row as a whole
   * @param expected what was expected there and what was found, for people, at most {@link
   *     #EXPECTED_CODE_POINTS_MAX}
   * @param text the record, bounded and safe to open in a spreadsheet
   */
  record Row(long line, long offset, String reason, String column, String expected, String text) {

    /** Most characters of a column's name; quotes before what might be a formula come on top. */
    public static final int COLUMN_CODE_POINTS_MAX = 100;

    /** Most characters of what was expected, likewise. */
    public static final int EXPECTED_CODE_POINTS_MAX = 300;

    /** Cuts column and expectation, and makes them safe to open: names in files may be anything. */
    public Row {
      column = CellText.line(column, COLUMN_CODE_POINTS_MAX);
      expected = CellText.line(expected, EXPECTED_CODE_POINTS_MAX);
    }

    /** A row of which nothing more is to say. */
    public Row(long line, long offset, String reason, String text) {
      this(line, offset, reason, "", "", text);
    }

    /** The same behind so many more lines. */
    public Row behind(long lines) {
      return new Row(line + lines, offset, reason, column, expected, text);
    }
  }

  /** Reason of the only row of a composed file whose rows are too many to be in one. */
  String IN_PARTS = "in_parts";

  /**
   * Stores the rejected rows of a stretch of an import, before its batches are enqueued (condition
   * 21). The same stretch again replaces it by the same.
   *
   * @param mapping by which the rows were read, or empty for own columns: what was read by another
   *     one is no part of the same file (condition 22)
   * @param from offset where the stretch starts
   * @param rows at least one, ascending
   */
  void putPart(ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows);

  /** The same for own columns. */
  default void putPart(ImportId id, long from, List<Row> rows) {
    putPart(id, Optional.empty(), from, rows);
  }

  /**
   * Composes one file from the parts, every row once, ascending; before the last batch is enqueued.
   * Writes no file where there are no parts. Parts are left where they are. Where they are too
   * large to be composed in one invocation, the file has one row of reason {@link #IN_PARTS}, at
   * line 0, whose text says where they are.
   *
   * @param mapping by which the rows were read, or empty for own columns
   * @param end where and how the import ends: rows behind an early end are not in the file, for
   *     nothing of them counts
   */
  void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end);

  /** The same for own columns. */
  default void compose(ImportId id, ImportPosition end) {
    compose(id, Optional.empty(), end);
  }

  /**
   * Where the composed file of an import is, as {@code s3://bucket/key}. An import that ends early
   * has a file of another name for each place where it may end: somebody who composes for an end
   * that does not come leaves the file of the one that comes alone.
   */
  String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end);

  /** The folder of an import's rejects, without a slash at its end; for implementations. */
  static String folder(ImportId id, Optional<MappingRef> mapping) {
    return mapping.map(ref -> id + "/" + ref.shortHash()).orElse(id.toString());
  }

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
