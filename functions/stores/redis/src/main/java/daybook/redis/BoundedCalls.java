package daybook.redis;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls that end in time, whatever they wait for. A step is several waits one after the other: for
 * a secret, a name, a connection, a handshake, two answers; each has a time-out, and their sum is
 * more than an invocation has. So a step runs on a thread of its own, and is left alone when its
 * time is over: the thread ends with the time-out of the wait that it is in. A thread that idles
 * ends soon.
 */
final class BoundedCalls {

  /**
   * Many more than ask at once; reached only where calls hang and are asked for again and again.
   */
  private static final int THREADS_MAX = 64;

  /** Long enough to be used again by the next step, short enough to be no burden. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private volatile ThreadPoolExecutor threads = newThreads();

  private static ThreadPoolExecutor newThreads() {
    return new ThreadPoolExecutor(
        0,
        THREADS_MAX,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        BoundedCalls::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "redis-step");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether anybody still waits for a call. */
  static final class Awaited {

    private volatile boolean over;

    private Awaited() {}

    /**
     * Comes before everything that a call sends.
     *
     * @throws CancellationException if nobody waits any longer; nobody sees it
     */
    void require() {
      if (over) {
        throw new CancellationException("given up");
      }
    }
  }

  /**
   * Does a call.
   *
   * @param call ends at its next look at whether it is awaited, where it is not
   * @throws TimeoutException if it does not end in time; what it does happens or not
   * @throws InterruptedException if the thread is told to end meanwhile; likewise
   * @throws java.util.concurrent.RejectedExecutionException if too many calls hang
   */
  <T> T call(Function<Awaited, T> call, Duration limit)
      throws TimeoutException, InterruptedException {
    Awaited awaited = new Awaited();
    FutureTask<T> task = new FutureTask<>(() -> call.apply(awaited));
    threads.execute(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a function throws nothing else
    } finally {
      awaited.over = true;
    }
  }

  /** Ends the threads, those that are busy after their call; further calls have new ones. */
  synchronized void rest() {
    ThreadPoolExecutor old = threads;
    threads = newThreads();
    old.shutdown();
  }
}
