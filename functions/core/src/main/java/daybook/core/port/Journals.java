package daybook.core.port;

import daybook.core.record.JournalLine;
import java.util.List;

/**
 * Where entries are written that no file brings, for the importer to count. Every method throws
 * {@link StoreException} where S3 fails.
 */
public interface Journals {

  /** Most lines of a journal: some megabyte, one or two batches. */
  int LINES_MAX = 10_000;

  /**
   * Puts a journal under a name that no other one has. Where a reply is lost there may be two of
   * the same lines: each line counts once all the same (condition R6).
   *
   * @param lines 1 to {@link #LINES_MAX}
   * @return the key in the import bucket
   */
  String put(List<JournalLine> lines);
}
