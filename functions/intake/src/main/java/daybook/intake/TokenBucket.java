package daybook.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Limits how much is taken in a time: so many tokens come in each second, as long as there is room
 * for them. Each instance of the function has its own. Safe for threads.
 */
final class TokenBucket {

  /** Tokens are counted in thousandths: so many come in each millisecond as tokens in a second. */
  private static final long WHOLE = 1_000;

  /** A day: enough for any bucket to be full again, and not enough for an overflow. */
  private static final long PASSED_MS_MAX = 86_400_000;

  private final InstantSource clock;
  private final int perSecond;
  private final int burst;
  private long thousandths;
  private long seenMs;

  /**
   * A full one.
   *
   * @param perSecond tokens that come in each second; 0 for no limit at all
   * @param burst tokens that there is room for, at least 1
   */
  TokenBucket(int perSecond, int burst, InstantSource clock) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.burst = burst;
    this.thousandths = WHOLE * burst;
    this.seenMs = clock.millis();
  }

  /**
   * Takes tokens. Who needs more than there is room for takes them from a full bucket and leaves a
   * debt, which the next ones wait for: else nobody could ever ask for so much.
   *
   * @param wanted at least 1
   * @param taken what was taken for the same before
   * @return empty if they were taken; else nothing was, and this is when to ask again, in whole
   *     seconds from 1
   */
  synchronized Optional<Duration> take(int wanted, int taken) {
    if (perSecond == 0) {
      return Optional.empty();
    }
    long now = clock.millis();
    // A clock that was set back brings nothing, and one that has stood still for long no overflow.
    long passedMs = Math.min(Math.max(0, now - seenMs), PASSED_MS_MAX);
    thousandths = Math.min(WHOLE * burst, thousandths + passedMs * perSecond);
    seenMs = now;
    long needed = WHOLE * (Math.min(wanted + taken, burst) - taken);
    if (thousandths >= needed) {
      thousandths -= WHOLE * wanted;
      return Optional.empty();
    }
    long seconds = Math.floorDiv(needed - thousandths - 1, WHOLE * perSecond) + 1;
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
