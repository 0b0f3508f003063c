package daybook.local.produce;

import java.util.concurrent.TimeUnit;

/**
 * When each request of a load is due, whatever became of those before it: at a constant rate from
 * its beginning on. A part of the requests is a batch once more, directly behind its first time and
 * often while that one still runs.
 *
 * @param rate records a second, at least 1
 * @param seconds how long requests are due, at least 1
 * @param batch records of each request, 1 to {@code rate * seconds}
 * @param repeatPercent of all batches, so many hundredths come twice; 0 to 100
 */
public record Schedule(int rate, int seconds, int batch, int repeatPercent) {

  private static final int ALL = 100;

  /** All requests. */
  public long requests() {
    return records() / batch;
  }

  private long records() {
    return (long) rate * seconds;
  }

  /** Nanoseconds from the beginning until a request is due, the first one being number 0. */
  public long dueNanos(long request) {
    long before = request * batch;
    long second = TimeUnit.SECONDS.toNanos(1);
    return before / rate * second + before % rate * second / rate;
  }

  /** How many requests are due before so many nanoseconds have passed. */
  public long dueBefore(long nanos) {
    long low = 0;
    long high = requests();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (dueNanos(middle) < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether a request is a batch once more. */
  public boolean isRepeat(long request) {
    return repeatsBefore(request + 1) > repeatsBefore(request);
  }

  /** The batch of a request, from 0. */
  public long batchOf(long request) {
    return request - repeatsBefore(request) - (isRepeat(request) ? 1 : 0);
  }

  private long repeatsBefore(long request) {
    return request * repeatPercent / (ALL + repeatPercent);
  }
}
