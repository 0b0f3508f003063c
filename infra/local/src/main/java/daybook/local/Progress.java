package daybook.local;

import java.util.Locale;

/**
 * Shows how far an import is: one line that is drawn over on a terminal, a plain line every few
 * seconds elsewhere. Not safe for use by several threads.
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
  private long lastMs = Long.MIN_VALUE / 2;

  /**
   * Begins now.
   *
   * @param nowMs the time in milliseconds of any clock that only grows
   */
  Progress(Console console, long nowMs) {
    this.console = console;
    this.startMs = nowMs;
  }

  /** Shows a state, if the last one was shown long enough ago. */
  void show(State state, long nowMs) {
    if (nowMs - lastMs < (console.isTerminal() ? DRAW_EVERY_MS : PLAIN_EVERY_MS)) {
      return;
    }
    lastMs = nowMs;
    if (console.isTerminal()) {
      console.draw(line(state, nowMs));
    } else {
      console.line(line(state, nowMs));
    }
  }

  /** Leaves the last state standing. */
  void end(State state, long nowMs) {
    lastMs = Long.MIN_VALUE / 2;
    show(state, nowMs);
    console.endDrawing();
  }

  private String line(State state, long nowMs) {
    double seconds = Math.max(1, nowMs - startMs) / 1000.0;
    return String.format(
        Locale.ROOT,
        "%s  %,d rows  %,.0f rows/s  %,d rejected  %,d waiting  %s",
        bar(state.fraction()),
        state.rows(),
        state.rows() / seconds,
        state.rejected(),
        state.waiting(),
        eta(state.fraction(), seconds));
  }

  private static String bar(double fraction) {
    if (fraction < 0) {
      return "[" + "?".repeat(BAR_WIDTH) + "]     ";
    }
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
