package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.reading.JournalReader;
import daybook.reading.JournalReader.Line;
import daybook.reading.RowGroup;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a journal, as many at once as one batch takes. */
final class JournalRows implements RowSource {

  private final JournalReader journal;
  private final LineClaims claims;
  private JournalReader.@Nullable Group group;

  /** Lines of the group that were given. */
  private int given;

  /**
   * @param journal ends with this
   */
  JournalRows(JournalReader journal, LineClaims claims) {
    this.journal = journal;
    this.claims = claims;
  }

  @Override
  public @Nullable Decided next() throws IOException {
    JournalReader.Group current = group;
    if (current == null) {
      current = journal.next();
      given = 0;
      if (current == null) {
        return null;
      }
    }
    List<Line> left = current.lines().subList(given, current.lines().size());
    List<Line> taken = left.subList(0, left.isEmpty() ? 0 : LineClaims.batch(left));
    boolean last = taken.size() == left.size();
    LineClaims.Decided decided = claims.decided(taken);
    given += taken.size();
    group = last ? null : current;
    return new Decided(
        last
            ? rows(decided, current.endOffset(), current.endLine(), current)
            : rows(
                decided,
                left.get(taken.size()).offset(),
                left.get(taken.size()).lineNumber() - 1,
                null),
        decided.needs());
  }

  /** Rejected lines come with the last part of their group. */
  private static RowGroup rows(
      LineClaims.Decided decided,
      long endOffset,
      long endLine,
      JournalReader.@Nullable Group rejected) {
    int rows = rejected == null ? 0 : rejected.rejectedRows().size();
    return new RowGroup(
        endOffset,
        endLine,
        decided.accepted(),
        decided.sums(),
        // Nothing depends on them: no line is one method too many.
        List.of(),
        rows == 0 ? Map.of() : Map.of(RejectReason.JOURNAL_LINE, (long) rows),
        decided.rules(),
        Map.of(),
        rejected == null ? List.of() : rejected.rejectedRows(),
        0,
        List.of(),
        List.of(),
        "");
  }

  @Override
  public ImportPosition end(ImportPosition position) {
    // That no line of it counts is nothing to look at: others had brought them all.
    return position.ending(ImportState.COMPLETE, null);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
