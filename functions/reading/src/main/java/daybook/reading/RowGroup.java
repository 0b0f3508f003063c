package daybook.reading;

import daybook.core.DailySums;
import daybook.core.port.Rejects;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.core.protocol.SumLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What rows that follow one another come to: the content of one batch. It begins where the group
 * before it ends. Immutable as long as nobody writes to the lists.
 *
 * @param endOffset offset in the file after the last row
 * @param endLine physical lines before that place
 * @param accepted how many rows were accepted
 * @param sums what they add up to, as {@link daybook.core.protocol.SumLines}
 * @param methods payment methods of the rows that were read as accepted, ascending; those of
 *     repeated ones stay, for whether a further one is too many must not depend on documents
 * @param rejected how many rows were rejected, by reason
 * @param skipped how many rows were skipped, by rule
 * @param remarks how many accepted rows deserve a word, by what it is
 * @param rejectedRows these rows, ascending
 * @param pauseMs the pauses that accepted rows ask for, together; 0 where nobody wants to know
 * @param identified the accepted rows with an id, ascending; none where the file is not recorded
 * @param attempts the rows with an id that their status has skipped, likewise
 * @param idColumn name of the column of ids as it is shown; empty where nobody reads one
 */
public record RowGroup(
    long endOffset,
    long endLine,
    long accepted,
    String sums,
    List<String> methods,
    Map<RejectReason, Long> rejected,
    Map<SkipRule, Long> skipped,
    Map<Remark, Long> remarks,
    List<Rejects.Row> rejectedRows,
    long pauseMs,
    List<IdentifiedRow> identified,
    List<Attempt> attempts,
    String idColumn) {

  /** A group ends where pauses have gathered up to this, in ms: a sleep for each is too short. */
  public static final long PAUSE_MS_MIN = 1_000;

  /**
   * A group ends after so many rows with an id: they are claimed together, in a bulk write of some
   * 2 MB and a tenth of a second.
   */
  public static final int IDENTIFIED_MAX = 4_096;

  private static final Comparator<Rejects.Row> BY_OFFSET =
      Comparator.comparingLong(Rejects.Row::offset);

  /** The same behind so many more lines. */
  RowGroup behind(long lines) {
    return lines == 0
        ? this
        : new RowGroup(
            endOffset,
            endLine + lines,
            accepted,
            sums,
            methods,
            rejected,
            skipped,
            remarks,
            rejectedRows.stream().map(row -> row.behind(lines)).toList(),
            pauseMs,
            identified.stream().map(row -> row.behind(lines)).toList(),
            attempts.stream().map(row -> row.behind(lines)).toList(),
            idColumn);
  }

  /**
   * The same with rows rejected whose transactions are there already: not accepted or skipped, in
   * no view of the sums, and in order among the rejected rows. The pauses stay as they are.
   *
   * @param repeated rows of this group, each once, in any order
   * @throws IllegalArgumentException if one is not, or is there twice
   */
  public RowGroup rejecting(List<Repeated> repeated) {
    if (repeated.isEmpty()) {
      return this;
    }
    Map<Long, RowWithId> out = new HashMap<>();
    DailySums less = new DailySums();
    List<Rejects.Row> rows = new ArrayList<>(rejectedRows);
    Map<RejectReason, Long> reasons = new HashMap<>(rejected);
    Map<SkipRule, Long> rules = new HashMap<>(skipped);
    Map<Remark, Long> odd = new HashMap<>(remarks);
    for (Repeated one : repeated) {
      RowWithId row = one.row();
      if (out.put(row.offset(), row) != null) {
        throw new IllegalArgumentException("twice to be rejected: byte " + row.offset());
      }
      if (row instanceof IdentifiedRow counted) {
        less.add(counted.content().counts());
        counted.remarks().forEach(remark -> takeOne(odd, remark));
      } else if (row instanceof Attempt attempt) {
        takeOne(rules, attempt.rule());
      }
      String reason = one.reason().code();
      rows.add(
          new Rejects.Row(row.line(), row.offset(), reason, idColumn, one.expected(), row.text()));
      reasons.merge(one.reason(), 1L, Long::sum);
    }
    rows.sort(BY_OFFSET);
    List<IdentifiedRow> stay = without(identified, out);
    List<Attempt> stayAttempts = without(attempts, out);
    if (stay.size() + stayAttempts.size() + out.size() != identified.size() + attempts.size()) {
      throw new IllegalArgumentException("rows of another group are to be rejected");
    }
    return new RowGroup(
        endOffset,
        endLine,
        accepted - less.rows(),
        SumLines.without(sums, less.sums()),
        methods,
        Map.copyOf(reasons),
        Map.copyOf(rules),
        Map.copyOf(odd),
        rows,
        pauseMs,
        stay,
        stayAttempts,
        idColumn);
  }

  private static <T extends RowWithId> List<T> without(List<T> rows, Map<Long, RowWithId> out) {
    return rows.stream().filter(row -> !row.equals(out.get(row.offset()))).toList();
  }

  /** Counts one less; what is at none goes away. */
  private static <T> void takeOne(Map<T, Long> counts, T what) {
    counts.computeIfPresent(what, (same, count) -> count == 1 ? null : count - 1);
  }
}
