package daybook.faults.boundary;

import daybook.core.port.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** The last things that happened in a run, for whoever must find out why it failed. */
final class Journal implements EventLog {

  /** Lines that are kept: some runs. */
  private static final int LINES_MAX = 400;

  private final Deque<String> lines = new ArrayDeque<>();

  /** Adds a line. */
  synchronized void note(String line) {
    lines.addLast(line);
    if (lines.size() > LINES_MAX) {
      lines.removeFirst();
    }
  }

  @Override
  public void log(Level level, String event, Map<String, ?> facts) {
    note("    " + level + " " + event + " " + facts);
  }

  /** Forgets everything. */
  synchronized void clear() {
    lines.clear();
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
