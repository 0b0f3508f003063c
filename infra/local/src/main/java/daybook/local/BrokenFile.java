package daybook.local;

import daybook.core.Deployment;
import daybook.core.protocol.ObjectVersion;
import daybook.reading.BrokenStreamException;
import daybook.reading.FileTerms;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import daybook.reading.RecordScanner;
import daybook.reading.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** A file that could not be imported to its end. */
final class BrokenFile {

  private BrokenFile() {}

  /**
   * What breaks it off, found by reading it once more as the importer did: the ledger only has a
   * word for it. Empty where it can be read to its end.
   *
   * @param source what it was uploaded as
   */
  static Optional<String> damage(Path file, ObjectVersion source) {
    try (OpenObject object = new OpenObject(offset -> open(file, offset), source)) {
      object.readHeader(
          new LayoutChoice.Own(), new FileTerms(Deployment.DEFAULT, LocalDate.EPOCH, false));
      RecordScanner records = object.records();
      boolean more = true;
      while (more) {
        more = records.next();
      }
      return Optional.empty();
    } catch (BrokenStreamException e) {
      return Optional.ofNullable(e.getMessage());
    } catch (IOException | UnusableFileException e) {
      // The file is another one by now.
      return Optional.empty();
    }
  }

  private static InputStream open(Path file, long offset) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      bytes.skipNBytes(offset);
      return bytes;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}
