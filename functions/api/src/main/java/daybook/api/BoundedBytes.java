package daybook.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in memory, up to a bound. Not safe for threads. */
final class BoundedBytes extends OutputStream {

  /** More was written than there is room for. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int bytesMax;

  BoundedBytes(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public void write(int b) throws IOException {
    require(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] buffer, int from, int length) throws IOException {
    require(length);
    bytes.write(buffer, from, length);
  }

  private void require(int more) throws FullException {
    if (more > bytesMax - bytes.size()) {
      throw new FullException();
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
