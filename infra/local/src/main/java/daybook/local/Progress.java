package daybook.local;

import java.util.Locale;
import java.util.Optional;

/**
 * Shows how far an import is: one line that is drawn over on a terminal. Elsewhere a plain line
 * every few seconds, none where nothing is new, and none at all of an import that is over by then:
 * what is printed of its end says it all. Not safe for use by several threads.
 */
final class Progress {

  /**
   * What is known at one moment.
   *
   * @param rows rows read
   * @param rejected rows of them that are not counted
   * @param waiting rows read that are not in the totals yet
   * @param fraction part of the work that is done, 0 to 1, or negative where it is not known
   */
  record State(long rows, long rejected, long waiting, double fraction) {}

  private static final int BAR_WIDTH = 24;

  /** Time between plain lines. */
  private static final long PLAIN_EVERY_MS = 2_000;

  /** Time between drawings on a terminal. */
  private static final long DRAW_EVERY_MS = 100;

  private final Console console;
  private final long startMs;
  private long lastMs;
  private Optional<State> last = Optional.empty();

  /**
   * Begins now.
   *
   * @param nowMs the time in milliseconds of any clock that only grows
   */
  Progress(Console console, long nowMs) {
    this.console = console;
    this.startMs = nowMs;
    this.lastMs = console.isTerminal() ? Long.MIN_VALUE / 2 : nowMs;
  }

  /** Shows a state, if the last one was shown long enough ago. */
  void show(State state, long nowMs) {
    if (nowMs - lastMs < (console.isTerminal() ? DRAW_EVERY_MS : PLAIN_EVERY_MS)) {
      return;
    }
    lastMs = nowMs;
    write(state, nowMs);
  }

  private void write(State state, long nowMs) {
    if (console.isTerminal()) {
      console.draw(line(state, nowMs));
    } else if (!last.equals(Optional.of(state))) {
      console.line(line(state, nowMs));
    }
    last = Optional.of(state);
  }

  /** Says something beside the states. */
  void note(String text) {
    console.line(text);
  }

  /** Leaves the last state standing. */
  void end(State state, long nowMs) {
    if (console.isTerminal() || last.isPresent()) {
      write(state, nowMs);
    }
    console.endDrawing();
  }

  private String line(State state, long nowMs) {
    double seconds = Math.max(1, nowMs - startMs) / 1000.0;
    String counts =
        String.format(
            Locale.ROOT,
            "%s  %,.0f rows/s  %,d rejected  %,d waiting",
            Console.rows(state.rows()),
            state.rows() / seconds,
            state.rejected(),
            state.waiting());
    // Nobody knows how much is inside a gzip file: only how much has come out of it.
    return state.fraction() < 0
        ? "unpacking  " + counts
        : "%s  %s  %s".formatted(bar(state.fraction()), counts, eta(state.fraction(), seconds));
  }

  private static String bar(double fraction) {
    int full = (int) Math.floor(Math.min(1, fraction) * BAR_WIDTH);
    String bar = "#".repeat(full) + ".".repeat(BAR_WIDTH - full);
    return String.format(Locale.ROOT, "[%s] %3.0f%%", bar, Math.floor(fraction * 100));
  }

  private static String eta(double fraction, double seconds) {
    if (fraction <= 0) {
      return "ETA -";
    }
    long left = Math.round(seconds / fraction - seconds);
    return left < 120
        ? "ETA %d s".formatted(left)
        : "ETA %d min %d s".formatted(left / 60, left % 60);
  }
}
