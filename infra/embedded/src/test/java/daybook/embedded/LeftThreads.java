package daybook.embedded;

import java.util.List;
import java.util.stream.Stream;

/** Threads that would keep this process alive. */
final class LeftThreads {
  private LeftThreads() {}

  /** The names of those that begin with one of these and are no daemons. */
  static List<String> of(String... prefixes) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .map(Thread::getName)
        .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
        .toList();
  }
}
