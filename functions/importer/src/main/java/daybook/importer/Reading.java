package daybook.importer;

import daybook.reading.RowGroup;
import java.io.IOException;

/**
 * Reads rows from one place on and pushes them stretch by stretch, until the end of the object or
 * until something is in the way. Not safe for threads.
 */
final class Reading {

  private final RowSource rows;
  private final Stretch stretch;
  private final Pusher pusher;
  private final Allowance allowance;

  private long pauseMs;

  /**
   * @param rows stands before the first row of the stretch
   */
  Reading(RowSource rows, Stretch stretch, Pusher pusher, Allowance allowance) {
    this.rows = rows;
    this.stretch = stretch;
    this.pusher = pusher;
    this.allowance = allowance;
  }

  /**
   * Reads on.
   *
   * @return {@link Pusher.Pushed#ENQUEUED} if the import is read to its end
   * @throws IOException if the object cannot be read on; what was taken from it is in the stretch
   */
  Pusher.Pushed toTheEnd() throws IOException {
    for (RowSource.Decided next = rows.next(); next != null; next = rows.next()) {
      stretch.add(next);
      pauseMs += next.rows().pauseMs();
      if (isPushDue()) {
        stretch.cut();
        Pusher.Pushed pushed = pusher.push(stretch);
        if (pushed != Pusher.Pushed.ENQUEUED) {
          return pushed;
        }
        pause();
        if (allowance.isSpent()) {
          return Pusher.Pushed.OUT_OF_TIME;
        }
      }
    }
    stretch.end(rows.end(stretch.position()));
    return pusher.push(stretch);
  }

  private boolean isPushDue() {
    return stretch.isFull()
        || pauseMs >= RowGroup.PAUSE_MS_MIN
        || stretch.isDue()
        || allowance.isSpent();
  }

  private void pause() {
    if (pauseMs >= RowGroup.PAUSE_MS_MIN) {
      pauseMs -= allowance.sleep(pauseMs);
      stretch.begin();
    }
  }

  /** What is left of the pause after the last row that was pushed, in ms. */
  long pauseLeftMs() {
    return pauseMs;
  }
}
