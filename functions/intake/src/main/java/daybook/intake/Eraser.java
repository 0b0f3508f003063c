package daybook.intake;

import daybook.core.port.PersonalTexts;
import daybook.core.port.Records;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Forgets the names and free text of a user's transactions for good. What they count stays, and
 * what they say is the next version, so that whoever has seen the one before asks for it anew.
 * Again, it goes on. Safe for several threads, in any number of instances.
 */
final class Eraser {

  /** Transactions of one call: a bulk of as many takes MongoDB about a second at most. */
  static final int CALL_MAX = 500;

  private final PersonalTexts texts;
  private final Records records;
  private final InstantSource clock;

  Eraser(IntakePorts ports, InstantSource clock) {
    this.texts = ports.texts();
    this.records = ports.records();
    this.clock = clock;
  }

  /**
   * How far it is.
   *
   * @param erased transactions whose texts were forgotten now
   * @param remaining whether some still have theirs
   */
  record Erased(int erased, boolean remaining) {}

  /** Forgets the texts of at most {@link #CALL_MAX} transactions. */
  Erased erase(String userId) {
    List<TransactionRecord> found = texts.of(userId, CALL_MAX);
    if (found.isEmpty()) {
      return new Erased(0, false);
    }
    Instant now = clock.instant();
    int erased =
        records.replace(
            found.stream()
                .map(record -> record.amended(record.content().orElseThrow(), Map.of(), now))
                .toList());
    // Of those that somebody else has changed meanwhile nobody knows: they are looked up, too.
    return new Erased(erased, !texts.of(userId, 1).isEmpty());
  }
}
