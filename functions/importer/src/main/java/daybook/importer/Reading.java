package daybook.importer;

import daybook.core.protocol.ImportState;
import daybook.core.protocol.RejectReason;
import daybook.reading.CsvHeader;
import daybook.reading.PlainRows;
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
  private final PlainRows plainRows;
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
    this.plainRows = new PlainRows(header, stretch.methods());
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
    for (int taken = take(); taken > 0; taken = take()) {
      stretch.makeRoom();
      if (isPushDue(taken)) {
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

  /**
   * Takes plain rows as far as they go, or else the next record; returns how many, 0 at the end.
   */
  private int take() throws IOException {
    // Pauses are read row by row.
    int plain =
        paced
            ? 0
            : stretch.acceptPlain(records, plainRows, RECORDS_BETWEEN_LOOKS - recordsSinceLook);
    if (plain > 0) {
      return plain;
    }
    if (!records.next()) {
      return 0;
    }
    takeRecord();
    return 1;
  }

  private void takeRecord() {
    if (records.isBlank()) {
      stretch.passOver(records);
      return;
    }
    RejectReason reason = parser.parse(records);
    if (reason == null) {
      stretch.accept(records, parser.transaction());
    } else {
      stretch.reject(records, reason);
    }
    if (paced && reason == null) {
      pauseMs += parser.sleepMs();
    }
  }

  private boolean isPushDue(int taken) {
    if (stretch.isFull() || pauseMs >= PAUSE_MS_MIN) {
      recordsSinceLook = 0;
      return true;
    }
    recordsSinceLook += taken;
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
