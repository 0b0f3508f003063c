package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.reading.OpenObject;
import daybook.reading.RowGroup;
import daybook.reading.RowReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file. */
final class FileRows implements RowSource {

  private final OpenObject object;
  private final RowReader rows;
  private final AttemptClaims attempts;
  private final RowClaims claims;

  /**
   * @param object ends with this, as its rows do
   */
  FileRows(OpenObject object, RowReader rows, AttemptClaims attempts, RowClaims claims) {
    this.attempts = attempts;
    this.object = object;
    this.rows = rows;
    this.claims = claims;
  }

  @Override
  public @Nullable Decided next() throws IOException {
    RowGroup group = rows.next();
    return group == null ? null : new Decided(claims.decided(attempts.decided(group)), 0);
  }

  @Override
  public ImportPosition end(ImportPosition position) {
    return Endings.atEndOfFile(position);
  }

  @Override
  public void close() throws IOException {
    rows.close();
    object.close();
  }
}
