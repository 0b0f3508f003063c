package daybook.core.record;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An import whose rows may claim documents, written before the first of them does: by what its rows
 * are read, whatever Redis forgets, and that somebody has to ask for it (condition R8).
 *
 * @param source the object version
 * @param terms by which every row is read, for ever
 * @param pinned when this was written
 */
public record ImportPin(ObjectVersion source, ImportTerms terms, Instant pinned) {

  /** Cuts the time to what MongoDB keeps. */
  public ImportPin {
    pinned = pinned.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The import. */
  public ImportId id() {
    return source.importId();
  }
}
