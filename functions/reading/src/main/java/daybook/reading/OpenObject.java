package daybook.reading;

import daybook.core.port.Rejects;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * An object version opened for reading: its header first, then its records from any position on.
 * Gzip is known by its first bytes, whatever the object's name. Not safe for threads.
 */
public final class OpenObject implements Closeable {

  /**
   * An object may inflate to so many times its stored size. Transactions shrink to a fifth or a
   * tenth; what shrinks to less than this is no data.
   */
  public static final long INFLATION_RATIO_MAX = 200;

  /** An object may inflate to so many bytes, 64 MiB, whatever its stored size. */
  public static final long INFLATED_BYTES_FREE = 64L * 1024 * 1024;

  private static final int START_BYTES = 4;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] UTF_16_MARK = {(byte) 0xfe, (byte) 0xff};
  private static final byte[] UTF_16_MARK_REVERSED = {(byte) 0xff, (byte) 0xfe};

  /** Opens the object's bytes from an offset on. */
  public interface Opener {
    /**
     * Opens them.
     *
     * @throws IOException as {@link SourceObjects#open} does
     */
    InputStream open(long offset) throws IOException;
  }

  private final Opener opener;
  private final ObjectVersion version;
  private InputStream bytes;
  private boolean gzip;
  private RecordScanner records;

  /** Opens the object at its start. */
  public OpenObject(Opener opener, ObjectVersion version) throws IOException {
    this.opener = opener;
    this.version = version;
    this.bytes = new BufferedInputStream(opener.open(0));
    this.records = new RecordScanner(bytes, 0, 0);
  }

  /**
   * Reads the header; called first, and once.
   *
   * @throws UnusableFileException if there is no usable one; {@link #refusal} says what is there
   * @throws BrokenStreamException if the stream breaks off before its end
   */
  public CsvHeader readHeader() throws IOException, UnusableFileException {
    gzip = startsWith(peek(), GZIP);
    if (gzip) {
      long inflatedMax = Math.max(INFLATED_BYTES_FREE, INFLATION_RATIO_MAX * version.sizeBytes());
      bytes = new BufferedInputStream(new GzipStream(bytes, inflatedMax));
    }
    byte[] start = peek();
    boolean marked = startsWith(start, UTF_8_MARK);
    bytes.skipNBytes(marked ? UTF_8_MARK.length : 0);
    records = new RecordScanner(bytes, marked ? UTF_8_MARK.length : 0, 0);
    do {
      if (!records.next()) {
        throw new UnusableFileException(UnusableFileException.Reason.HEADER_MISSING);
      }
    } while (records.isBlank());
    if (startsWith(start, ZIP)) {
      throw new UnusableFileException(UnusableFileException.Reason.ZIP);
    }
    if (startsWith(start, UTF_16_MARK) || startsWith(start, UTF_16_MARK_REVERSED)) {
      throw new UnusableFileException(UnusableFileException.Reason.HEADER_ENCODING);
    }
    return CsvHeader.read(records);
  }

  private byte[] peek() throws IOException {
    bytes.mark(START_BYTES);
    byte[] start = bytes.readNBytes(START_BYTES);
    bytes.reset();
    return start;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** What stands in the place of a header, as the only line of the rejects file. */
  public Rejects.Row refusal(UnusableFileException.Reason reason) {
    if (records.line() == 0 || records.isBlank()) {
      return new Rejects.Row(1, 0, reason.code(), "");
    }
    return new Rejects.Row(records.line(), records.offset(), reason.code(), RejectText.of(records));
  }

  /**
   * The records after a position, of which the first is still to be gone to. Called after {@link
   * #readHeader()}.
   *
   * @throws BrokenStreamException if the stream breaks off before that position
   */
  public RecordScanner recordsFrom(ImportPosition position) throws IOException {
    if (position.offset() <= records.nextOffset()) {
      return records;
    }
    if (gzip) {
      if (!records.skipTo(position.offset(), position.line())) {
        throw new BrokenStreamException(
            BrokenStreamException.Reason.GZIP_CORRUPT, "it ends before " + position.offset());
      }
    } else {
      bytes.close();
      bytes = opener.open(position.offset());
      records = new RecordScanner(bytes, position.offset(), position.line());
    }
    return records;
  }

  /** The records, wherever they are. */
  public RecordScanner records() {
    return records;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
