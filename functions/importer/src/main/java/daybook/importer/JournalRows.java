package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.reading.JournalReader;
import daybook.reading.RowGroup;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a journal. */
final class JournalRows implements RowSource {

  private final JournalReader journal;
  private final LineClaims claims;

  /**
   * @param journal ends with this
   */
  JournalRows(JournalReader journal, LineClaims claims) {
    this.journal = journal;
    this.claims = claims;
  }

  @Override
  public @Nullable Decided next() throws IOException {
    JournalReader.Group group = journal.next();
    if (group == null) {
      return null;
    }
    LineClaims.Decided decided = claims.decided(group.lines());
    int rejected = group.rejectedRows().size();
    RowGroup rows =
        new RowGroup(
            group.endOffset(),
            group.endLine(),
            decided.accepted(),
            decided.sums(),
            // Nothing depends on them: no line is one method too many.
            List.of(),
            rejected == 0 ? Map.of() : Map.of(RejectReason.JOURNAL_LINE, (long) rejected),
            decided.rules(),
            Map.of(),
            group.rejectedRows(),
            0,
            List.of(),
            List.of(),
            "");
    return new Decided(rows, decided.needs());
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
