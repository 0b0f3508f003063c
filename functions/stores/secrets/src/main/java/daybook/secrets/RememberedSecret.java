package daybook.secrets;

import daybook.core.port.Secrets;
import daybook.core.settings.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A secret for whoever signs in with it: read when it is first needed, and again after a while or
 * when it has been forgotten. Safe for use by several threads.
 */
public final class RememberedSecret {

  /**
   * How long a value is used without reading it again. Connections are opened in bursts, and each
   * would otherwise cost a call; a secret that was rotated is refused and forgotten before.
   */
  public static final Duration REMEMBERED_MAX = Duration.ofMinutes(10);

  private final Secrets secrets;
  private final SecretText source;
  private final String field;
  private final InstantSource clock;
  private @Nullable String remembered;
  private Instant readAt = Instant.EPOCH;

  /**
   * Reads nothing yet.
   *
   * @param field of a secret that is a JSON object
   * @param clock the time of day: a monotonic clock may stand still while a function is frozen
   */
  public RememberedSecret(Secrets secrets, SecretText source, String field, InstantSource clock) {
    this.secrets = secrets;
    this.source = source;
    this.field = field;
    this.clock = clock;
  }

  /**
   * The value, at most {@link #REMEMBERED_MAX} old.
   *
   * @throws daybook.core.port.StoreException if it has to be read and cannot be
   */
  public synchronized String text() {
    if (source instanceof SecretText.Stored stored) {
      return stored(stored.arn());
    }
    return ((SecretText.Given) source).text();
  }

  private String stored(String arn) {
    Instant now = clock.instant();
    String text = remembered;
    if (text == null || !isFresh(now)) {
      remembered = null;
      text = secrets.read(arn, field);
      remembered = text;
      readAt = now;
    }
    return text;
  }

  /** Not in the future either: a clock that was set back would make it fresh for long. */
  private boolean isFresh(Instant now) {
    return !now.isBefore(readAt) && now.isBefore(readAt.plus(REMEMBERED_MAX));
  }

  /** Drops the value: it was refused, or nothing must be remembered any longer. */
  public synchronized void forget() {
    remembered = null;
  }

  /** Where the value comes from, never the value. */
  @Override
  public String toString() {
    return source.toString();
  }
}
