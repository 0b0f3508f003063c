package daybook.importer;

import java.io.IOException;

/** The invocation is nearly over, and not even the next record was reached. */
final class OutOfTimeException extends IOException {
  private static final long serialVersionUID = 1L;

  OutOfTimeException(long ms) {
    super("no record in " + ms + " ms");
  }
}
