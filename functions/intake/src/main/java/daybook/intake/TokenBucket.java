package daybook.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Limits how much is taken in a time: so many tokens come in each second, as long as there is room
 * for them. Each instance of the function has its own. Safe for threads.
 */
final class TokenBucket {

  private static final double SECOND_MS = 1_000;

  private final InstantSource clock;
  private final int perSecond;
  private final int burst;
  private double tokens;
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
    this.tokens = burst;
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
    // A clock that was set back brings nothing.
    double come = Math.max(0, now - seenMs) * perSecond / SECOND_MS;
    tokens = Math.min(burst, tokens + come);
    seenMs = now;
    double needed = Math.min(wanted + taken, burst) - taken;
    if (tokens >= needed) {
      tokens -= wanted;
      return Optional.empty();
    }
    double seconds = Math.ceil((needed - tokens) / perSecond);
    return Optional.of(Duration.ofSeconds((long) Math.max(1, seconds)));
  }
}
