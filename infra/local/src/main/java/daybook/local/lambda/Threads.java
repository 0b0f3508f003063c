package daybook.local.lambda;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of the host. */
final class Threads {

  private Threads() {}

  /** Makes threads called name-1, name-2, …, which keep no JVM alive. */
  static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> daemon(name + "-" + number.incrementAndGet(), task);
  }

  /** A thread that keeps no JVM alive, not started. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
