package daybook.faults.boundary;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream and keeps what was read. Not safe for threads. */
final class Bytes {

  private final InputStream in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  Bytes(InputStream in) {
    this.in = in;
  }

  /** The next byte, or -1 at the end of the stream. */
  int next() throws IOException {
    int b = in.read();
    if (b >= 0) {
      kept.write(b);
    }
    return b;
  }

  /** So many bytes. */
  byte[] take(int count) throws IOException {
    if (count < 0 || count > Wire.MESSAGE_BYTES_MAX) {
      throw new IOException("expected up to " + Wire.MESSAGE_BYTES_MAX + " bytes, found " + count);
    }
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
    }
    kept.writeBytes(bytes);
    return bytes;
  }

  /** Up to the next carriage return and line feed, which are kept and not returned. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = next(); b != '\n'; b = next()) {
      if (b < 0) {
        throw new EOFException("ended within a line");
      }
      line.append((char) b);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  /** The rest of the stream. */
  void takeRest() throws IOException {
    kept.writeBytes(in.readAllBytes());
  }

  /** Forgets what was kept so far. */
  void forget() {
    kept.reset();
  }

  /** Everything read, or read since it was forgotten. */
  byte[] kept() {
    return kept.toByteArray();
  }
}
