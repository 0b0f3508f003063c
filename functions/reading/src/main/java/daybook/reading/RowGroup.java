package daybook.reading;

import daybook.core.port.Rejects;
import daybook.core.protocol.RejectReason;
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
 * @param methods their payment methods, ascending
 * @param rejected how many rows were rejected, by reason
 * @param rejectedRows these rows, ascending
 * @param pauseMs the pauses that accepted rows ask for, together; 0 where nobody wants to know
 */
public record RowGroup(
    long endOffset,
    long endLine,
    long accepted,
    String sums,
    List<String> methods,
    Map<RejectReason, Long> rejected,
    List<Rejects.Row> rejectedRows,
    long pauseMs) {

  /** A group ends where pauses have gathered up to this, in ms: a sleep for each is too short. */
  public static final long PAUSE_MS_MIN = 1_000;

  /** The same behind so many more lines. */
  RowGroup behind(long lines) {
    List<Rejects.Row> rows =
        rejectedRows.stream()
            .map(
                row ->
                    new Rejects.Row(
                        row.line() + lines,
                        row.offset(),
                        row.reason(),
                        row.column(),
                        row.expected(),
                        row.text()))
            .toList();
    return new RowGroup(
        endOffset, endLine + lines, accepted, sums, methods, rejected, rows, pauseMs);
  }
}
