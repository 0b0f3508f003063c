package daybook.testkit;

import java.io.IOException;
import java.io.InputStream;

/** A stream that gives its bytes by arrays; a single one is read as an array of one. */
public abstract class BulkStream extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int from, int length) throws IOException;
}
