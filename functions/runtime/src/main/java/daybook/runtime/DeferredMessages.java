package daybook.runtime;

import daybook.core.port.Messages;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a function that seldom sends any: their client, which takes as long to make as all
 * the rest of the function, is made at the first one. Safe for threads.
 */
public final class DeferredMessages implements Messages {

  private final Supplier<Messages> maker;
  private @Nullable Messages made;

  /** Makes them by this, once. */
  public DeferredMessages(Supplier<Messages> maker) {
    this.maker = maker;
  }

  /** Makes them, if they are not made yet. */
  public synchronized Messages prepare() {
    Messages messages = made;
    if (messages == null) {
      messages = maker.get();
      made = messages;
    }
    return messages;
  }

  @Override
  public void wakeAggregator() {
    prepare().wakeAggregator();
  }

  @Override
  public void tickDumper() {
    prepare().tickDumper();
  }

  @Override
  public void requestReconcile() {
    prepare().requestReconcile();
  }

  @Override
  public void requestImport(
      String bucket, String key, @Nullable String versionId, int hop, Duration delay) {
    prepare().requestImport(bucket, key, versionId, hop, delay);
  }
}
