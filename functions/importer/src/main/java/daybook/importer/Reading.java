package daybook.importer;

import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.reading.CsvHeader;
import daybook.reading.RecordScanner;
import daybook.reading.RowParser;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Reads records from one place on and pushes them stretch by stretch, until the end of the object
 * or until something is in the way. Not safe for threads.
 */
final class Reading {

  /**
   * Records between two looks at the clock. A look costs about as much as a record; this many take
   * less than a millisecond.
   */
  static final int RECORDS_BETWEEN_LOOKS = 256;

  /** A row waits at most so long for its stretch to fill up, in ms. */
  static final long STRETCH_MS_MAX = 1_000;

  /** Pauses that rows ask for gather up to this, in ms: a sleep for each would be too short. */
  static final long PAUSE_MS_MIN = 1_000;

  private final RecordScanner records;
  private final RowParser parser;
  private final Stretch stretch;
  private final Pusher pusher;
  private final Allowance allowance;
  private final InstantSource clock;
  private final boolean paced;

  private int recordsSinceLook;
  private long stretchBegunMs;
  private long pauseMs;

  /**
   * @param records stand before the first record of the stretch
   * @param paced whether rows are followed by the pauses they ask for
   */
  Reading(
      CsvHeader header,
      RecordScanner records,
      Stretch stretch,
      Pusher pusher,
      Allowance allowance,
      InstantSource clock,
      boolean paced) {
    this.records = records;
    this.parser = new RowParser(header, stretch.methods());
    this.stretch = stretch;
    this.pusher = pusher;
    this.allowance = allowance;
    this.clock = clock;
    this.paced = paced;
  }

  /**
   * Reads on.
   *
   * @return {@link Pusher.Pushed#ENQUEUED} if the import is read to its end
   * @throws IOException if the object cannot be read on; what was taken from it is in the stretch
   */
  Pusher.Pushed toTheEnd() throws IOException {
    stretchBegunMs = clock.millis();
    while (records.next()) {
      take();
      stretch.makeRoom();
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
        stretchBegunMs = clock.millis();
      }
    }
    stretch.end(ImportState.COMPLETE, null);
    return pusher.push(stretch);
  }

  private void take() {
    if (records.isBlank()) {
      stretch.passOver(records);
      return;
    }
    RejectReason reason = parser.parse(records, stretch.rows());
    stretch.take(records, reason);
    if (paced && reason == null) {
      pauseMs += parser.sleepMs();
    }
  }

  private boolean isPushDue() {
    if (stretch.isFull() || pauseMs >= PAUSE_MS_MIN) {
      return true;
    }
    recordsSinceLook++;
    if (recordsSinceLook < RECORDS_BETWEEN_LOOKS) {
      return false;
    }
    recordsSinceLook = 0;
    return Math.abs(clock.millis() - stretchBegunMs) >= STRETCH_MS_MAX || allowance.isSpent();
  }

  private void pause() {
    if (pauseMs >= PAUSE_MS_MIN) {
      pauseMs -= allowance.sleep(pauseMs);
    }
  }

  /** What is left of the pause after the last row that was pushed, in ms. */
  long pauseLeftMs() {
    return pauseMs;
  }
}
