package daybook.core.port;

import daybook.core.protocol.LedgerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The composed rejects files, as whoever only reads them sees them. Throws {@link StoreException}
 * where S3 fails.
 */
public interface RejectsFiles {

  /** The file of a finished import; empty where no row was rejected. */
  Optional<File> find(LedgerEntry entry);

  /** A file that was there when it was looked for. */
  interface File {

    /** Its size. */
    long sizeBytes();

    /** Its bytes from the header on; closed by the caller. */
    InputStream open() throws IOException;

    /**
     * Where whoever has this address reads it.
     *
     * @param fileName under which a browser stores it: letters, digits and {@code . _ -} only
     * @param valid for how long
     */
    URI address(String fileName, Duration valid);
  }
}
