package daybook.intake;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes ULIDs, each greater than the one before, also where the clock stands still or goes back.
 * Safe for threads.
 */
final class Ulids {

  private static final int RANDOM_BITS = 80;

  /**
   * Room that is left behind each random part: whoever derives the ids of a request from one ULID
   * needs {@link Posting#RECORDS_MAX}.
   */
  private static final int STEP_BITS = 10;

  private final InstantSource clock;

  /** Made at its first use: two instances that come out of one snapshot must not share it. */
  private @Nullable SecureRandom random;

  private @Nullable Ulid last;

  Ulids(InstantSource clock) {
    this.clock = clock;
  }

  /** The next one; the 1,023 behind it are nobody else's. */
  synchronized Ulid next() {
    SecureRandom source = random == null ? new SecureRandom() : random;
    random = source;
    long now = clock.millis();
    Ulid before = last;
    Ulid made;
    if (before != null && before.millis() >= now) {
      made = before.plus(1 << STEP_BITS);
    } else {
      BigInteger bits = new BigInteger(RANDOM_BITS - 1 - STEP_BITS, source);
      // The highest bit stays 0, so that there is room to count on in.
      made = Ulid.of(now, bits.shiftLeft(STEP_BITS));
    }
    last = made;
    return made;
  }
}
