package daybook.reading;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Gives bytes in pieces of random lengths, as a network does. */
final class ChoppedStream extends InputStream {

  private final byte[] bytes;
  private final Random random;
  private final int pieceMax;
  private int at;

  /** Pieces of 1 to so many bytes. */
  ChoppedStream(byte[] bytes, Random random, int pieceMax) {
    this.bytes = bytes;
    this.random = random;
    this.pieceMax = pieceMax;
  }

  @Override
  public int read() {
    return at == bytes.length ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    if (at == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(1 + random.nextInt(pieceMax), length), bytes.length - at);
    System.arraycopy(bytes, at, into, from, count);
    at += count;
    return count;
  }

  /** A stream that is broken from its first byte on. */
  static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("broken");
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        throw new IOException("broken");
      }
    };
  }
}
