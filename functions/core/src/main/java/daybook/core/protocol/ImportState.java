package daybook.core.protocol;

import daybook.core.Word;

/**
 * How far an import is, or how it ended. The set is open: every state other than {@link #RUNNING}
 * is an end, and only {@link #COMPLETE} means that the whole file counts.
 *
 * @param code the word in positions and documents
 */
public record ImportState(String code) {

  /** Rows are still to be read or applied. */
  public static final ImportState RUNNING = new ImportState("running");

  /** Read and applied to its end. */
  public static final ImportState COMPLETE = new ImportState("complete");

  /**
   * Nothing of it counts: refused whole, for its header or its mapping, or read to its end without
   * a row that counts.
   */
  public static final ImportState REJECTED = new ImportState("rejected");

  /** Not looked into, for its name. */
  public static final ImportState NOT_IMPORTED = new ImportState("not_imported");

  /** Ended before its end: what came before counts, the reason says why no more does. */
  public static final ImportState INCOMPLETE = new ImportState("incomplete");

  /** Checks the word. */
  public ImportState {
    Word.require("an import state", code);
  }

  @Override
  public String toString() {
    return code;
  }
}
