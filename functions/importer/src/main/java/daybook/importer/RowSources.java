package daybook.importer;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.record.JournalLine;
import daybook.reading.FileTerms;
import daybook.reading.JournalReader;
import daybook.reading.Layout;
import daybook.reading.OpenObject;
import daybook.reading.UnusableFileException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Opens an object version where its import stands, by what its import is read by. */
final class RowSources {

  private final ImporterPorts ports;
  private final ReadingOptions reading;
  private final SourceObjects.Found found;
  private final OpenObject.Opener opener;

  /**
   * @param found the object version
   * @param opener opens its bytes
   */
  RowSources(
      ImporterPorts ports,
      ReadingOptions reading,
      SourceObjects.Found found,
      OpenObject.Opener opener) {
    this.ports = ports;
    this.reading = reading;
    this.found = found;
    this.opener = opener;
  }

  /**
   * Opens it.
   *
   * @param from where the import stands
   * @param terms of the import
   * @param isHurried whether the rows that are there must not wait for more
   * @throws RefusedFileException if it is not what is read
   * @throws IOException if it cannot be read
   */
  RowSource open(ImportPosition from, ImportTerms terms, BooleanSupplier isHurried)
      throws IOException, RefusedFileException {
    return JournalLine.isJournal(found.version().key())
        ? journal(from)
        : file(from, terms, isHurried);
  }

  private RowSource journal(ImportPosition from) throws IOException, RefusedFileException {
    try {
      LineClaims claims =
          new LineClaims(ports.records(), found.version().importId(), ports.clock());
      return new JournalRows(new JournalReader(opener, from), claims);
    } catch (UnusableFileException e) {
      throw new RefusedFileException(e.refusal(), Optional.empty(), from.offset(), from.line());
    }
  }

  private RowSource file(ImportPosition from, ImportTerms settled, BooleanSupplier isHurried)
      throws IOException, RefusedFileException {
    ObjectVersion version = found.version();
    OpenObject object = new OpenObject(opener, version, reading.blockBytes(), isHurried);
    try {
      boolean paced = reading.pacing().holdsFor(found);
      Terms terms = ports.terms();
      FileTerms read =
          FileTerms.of(terms.deployment(), version, paced).recorded(settled.recorded());
      Layout layout = object.readHeader(terms.choice(settled), read);
      int threads = paced ? 1 : reading.threads();
      RowClaims claims = new RowClaims(ports.records(), version.importId(), ports.clock());
      AttemptClaims attempts =
          new AttemptClaims(ports.records(), ports.attempts(), version.importId(), ports.clock());
      RowSource rows =
          new FileRows(object, object.rowsFrom(from, layout, threads), attempts, claims);
      object = null;
      return rows;
    } catch (UnusableFileException e) {
      throw new RefusedFileException(
          e.refusal(),
          Optional.of(object.refusal(e.refusal())),
          object.records().nextOffset(),
          object.records().nextLine());
    } finally {
      if (object != null) {
        object.close();
      }
    }
  }
}
