package daybook.testkit.fake;

import daybook.core.port.KeySets;
import daybook.core.port.StoreException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wrapped key set in memory. Safe for threads. */
public final class InMemoryKeySets implements KeySets {

  private @Nullable WrappedKeySet kept;
  private boolean begun;
  private int reads;

  /** Loses it, as a database does of which somebody drops a part. */
  public synchronized void lose() {
    kept = null;
  }

  /** Puts another one there, as a backup does or whoever damages it. */
  public synchronized void put(WrappedKeySet other) {
    kept = other;
    begun = true;
  }

  /** How often it was read. */
  public synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized Optional<WrappedKeySet> newest() {
    reads++;
    if (kept == null && begun) {
      throw new StoreException("MongoDB", "read the field keys", "they are lost");
    }
    begun = kept != null;
    return Optional.ofNullable(kept);
  }

  @Override
  public synchronized void begin(WrappedKeySet first) {
    if (kept == null) {
      kept = first;
    }
  }

  @Override
  public synchronized boolean replace(WrappedKeySet next) {
    if (kept == null || kept.revision() != next.revision() - 1) {
      return false;
    }
    kept = next;
    return true;
  }
}
