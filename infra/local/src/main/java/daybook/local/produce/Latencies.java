package daybook.local.produce;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long requests took from when they were due: what waits for its turn behind a stall counts the
 * stall as well, so that no stall hides the requests that it has held up. Memory is the same for
 * any number of them. Safe for threads.
 */
public final class Latencies {

  /** What is longer counts as so much. */
  private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(24);

  /** A value is right to one in a thousand. */
  private static final int DIGITS = 3;

  private static final double MICROS_A_MILLISECOND = 1_000.0;

  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, DIGITS);

  /** Adds one. */
  public void add(long nanos) {
    micros.recordValue(Math.min(MICROS_MAX, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
  }

  /** How many there are. */
  public long count() {
    return micros.getTotalCount();
  }

  /**
   * What so many of a hundred do not exceed, in milliseconds; 0 where there are none.
   *
   * @param percent 0 to 100; 100 is the longest
   */
  public double millis(double percent) {
    return micros.getValueAtPercentile(percent) / MICROS_A_MILLISECOND;
  }
}
