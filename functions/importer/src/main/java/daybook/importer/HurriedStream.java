package daybook.importer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * A source stream that gives up before the function is killed. Whoever reads records looks at the
 * time between them; between two records there may be more than an invocation can read: a gzip
 * stream that is inflated from its start, or a line of many gigabytes. Not safe for threads.
 */
final class HurriedStream extends FilterInputStream {

  /**
   * A stream that was open for less is never given up, in ms: an invocation that began late has
   * shown nothing about what a whole one can do.
   */
  static final long OPEN_MS_MIN = 120_000;

  private final InstantSource clock;
  private final Allowance allowance;
  private final long openedMs;

  /** Opens now. */
  HurriedStream(InputStream stream, InstantSource clock, Allowance allowance) {
    super(stream);
    this.clock = clock;
    this.allowance = allowance;
    this.openedMs = clock.millis();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    long openMs = clock.millis() - openedMs;
    if (openMs >= OPEN_MS_MIN && allowance.isNearlyOver()) {
      throw new OutOfTimeException(openMs);
    }
    return super.read(into, from, length);
  }
}
