package daybook.reading;

import daybook.core.Deployment;
import daybook.core.protocol.ObjectVersion;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What rows are read by beside their file's layout.
 *
 * @param deployment the zone of business days, and the currency of rows that name none
 * @param fileDay the day on which the file was put, UTC: days far behind it deserve a word
 * @param paced whether the file's pauses are honoured, so that they must be readable
 * @param recorded whether rows with an id count by their documents (condition R1); otherwise nobody
 *     reads their ids
 */
public record FileTerms(Deployment deployment, LocalDate fileDay, boolean paced, boolean recorded) {

  /** Those of a file whose ids mean nothing. */
  public FileTerms(Deployment deployment, LocalDate fileDay, boolean paced) {
    this(deployment, fileDay, paced, false);
  }

  /** Those of an object version whose ids mean nothing. */
  public static FileTerms of(Deployment deployment, ObjectVersion version, boolean paced) {
    LocalDate put = LocalDate.ofInstant(version.lastModified(), ZoneOffset.UTC);
    return new FileTerms(deployment, put, paced);
  }

  /** The same where rows with an id count by their documents, or do not. */
  public FileTerms recorded(boolean byDocuments) {
    return new FileTerms(deployment, fileDay, paced, byDocuments);
  }
}
