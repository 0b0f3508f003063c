package daybook.core.record;

import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.SetAsideRange;
import java.util.Collection;

/**
 * What became of a row or line, and since when. Only the ledger and a committed checkpoint say it:
 * what a Redis says is no answer, for it may fall back (conditions R5 and R9).
 *
 * @param fate what became of it
 * @param at stamp of the checkpoint that shows it, or 0 where it is undecided
 */
public record Verdict(Fate fate, long at) {

  /** What became of a row. */
  public enum Fate {
    /** It counts for good. */
    COUNTED,
    /** Its import ended at or before it. */
    BEHIND_END,
    /** It was set aside. */
    SET_ASIDE,
    /** Nobody can know yet. */
    UNDECIDED
  }

  /** Of what nobody can know yet. */
  public static final Verdict UNDECIDED = new Verdict(Fate.UNDECIDED, 0);

  /** By the ledger, which has the last word. */
  public static Verdict of(Origin origin, LedgerEntry entry) {
    long at = entry.ended().toEpochMilli();
    if (origin.offset() >= entry.end().offset()) {
      return new Verdict(Fate.BEHIND_END, at);
    }
    return new Verdict(isWithin(origin, entry.setAside()) ? Fate.SET_ASIDE : Fate.COUNTED, at);
  }

  /**
   * By a committed checkpoint that has the import past the row, and the row in the totals. Void
   * needs the ledger: a stopped import ends at its applied place, and only its entry says so.
   *
   * @param running as the checkpoint has the import
   * @param at the checkpoint's stamp
   */
  public static Verdict of(Origin origin, ImportRecord running, long at) {
    boolean isPassed =
        origin.offset() < running.applied().offset() && !isWithin(origin, running.setAside());
    return isPassed ? new Verdict(Fate.COUNTED, at) : UNDECIDED;
  }

  private static boolean isWithin(Origin origin, Collection<SetAsideRange> ranges) {
    return ranges.stream()
        .anyMatch(range -> range.from() <= origin.offset() && origin.offset() < range.to());
  }
}
