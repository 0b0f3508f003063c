package daybook.local;

import daybook.core.protocol.ObjectVersion;
import daybook.reading.BrokenStreamException;
import daybook.reading.OpenObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
      object.readThrough();
      return Optional.empty();
    } catch (BrokenStreamException e) {
      return Optional.ofNullable(e.getMessage());
    } catch (IOException e) {
      // The file is another one by now.
      return Optional.empty();
    }
  }

  /** Its bytes from an offset on. */
  static InputStream open(Path file, long offset) throws IOException {
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
