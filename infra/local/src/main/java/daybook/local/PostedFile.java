package daybook.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens what {@code ./daybook post} is given, in whichever of three forms it is. */
final class PostedFile {

  /** Standard input, as a name of a file. */
  static final String STANDARD_INPUT = "-";

  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  /** Blanks before an array, of which an editor leaves a few. */
  private static final int BLANKS_MAX = 4_096;

  private PostedFile() {}

  /**
   * The records of a file.
   *
   * @param csv whether it is CSV whatever its name
   * @throws IOException if it cannot be read
   * @throws FailureException if it is CSV of other columns
   */
  static RecordSource open(Path file, boolean csv) throws IOException, FailureException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    InputStream bytes = name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file);
    try {
      InputStream in =
          withoutMark(
              new BufferedInputStream(
                  name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, 2 * BLANKS_MAX));
      if (csv || name.endsWith(".csv") || name.endsWith(".csv.gz")) {
        return new CsvRecords(in);
      }
      return beginsArray(in) ? new JsonArray(in) : new JsonLines(in);
    } catch (IOException | FailureException e) {
      bytes.close();
      throw e;
    }
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    for (int expected : BYTE_ORDER_MARK) {
      if (in.read() != expected) {
        in.reset();
        return in;
      }
    }
    return in;
  }

  private static boolean beginsArray(InputStream in) throws IOException {
    in.mark(BLANKS_MAX);
    int first = in.read();
    for (int read = 1; read < BLANKS_MAX && first >= 0 && first <= ' '; read++) {
      first = in.read();
    }
    in.reset();
    return first == '[';
  }
}
