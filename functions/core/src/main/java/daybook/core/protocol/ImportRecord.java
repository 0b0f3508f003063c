package daybook.core.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What Redis knows of a running import.
 *
 * @param source the object version
 * @param begun when the record was created, for people only
 * @param terms what was settled when it was created
 * @param enqueued up to where batches are in the queue, or were
 * @param applied up to where they are in the totals
 * @param setAside ranges within the applied part that are not in the totals; unmodifiable
 * @param stopped whether too many ranges were set aside: nothing more is read or applied
 * @param further fields of a later version, all of them texts
 */
public record ImportRecord(
    ObjectVersion source,
    Instant begun,
    ImportTerms terms,
    ImportPosition enqueued,
    ImportPosition applied,
    List<SetAsideRange> setAside,
    boolean stopped,
    FurtherFields further) {

  /** Why a stopped import ended. */
  public static final String SET_ASIDE_LIMIT = "set_aside_limit";

  /** Copies the list. */
  public ImportRecord {
    setAside = List.copyOf(setAside);
  }

  /** A record of an import of own columns, of which there is nothing to say. */
  public ImportRecord(
      ObjectVersion source,
      Instant begun,
      ImportPosition enqueued,
      ImportPosition applied,
      List<SetAsideRange> setAside,
      boolean stopped) {
    this(source, begun, ImportTerms.NONE, enqueued, applied, setAside, stopped, FurtherFields.NONE);
  }

  /** The record of which a restore goes on: open, and at the applied position. */
  public ImportRecord reopened() {
    return new ImportRecord(source, begun, terms, applied, applied, setAside, false, further);
  }

  /** Whether nothing more is to be enqueued. */
  public boolean closed() {
    return stopped || enqueued.isEnd();
  }

  /** Whether it is read and applied to its end: the next checkpoint that says so finishes it. */
  public boolean finished() {
    return stopped || applied.isEnd();
  }

  /**
   * How many rows were read, count, and are not in the totals yet. Of a stopped import none waits:
   * what is behind its applied part is dropped.
   */
  public long waitingRows() {
    return stopped ? 0 : Math.max(0, enqueued.accepted() - applied.accepted());
  }
}
