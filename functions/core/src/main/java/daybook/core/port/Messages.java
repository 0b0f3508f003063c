package daybook.core.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages between the functions. They only make things faster or happen at all; nothing depends on
 * one of them arriving once, in order or in time. Every method throws {@link StoreException} where
 * SQS fails.
 */
public interface Messages {

  /** Batches are waiting in the queue. */
  void wakeAggregator();

  /**
   * A dump is wanted.
   *
   * @param delay how long to wait first, 0 to 900 s
   */
  void tickDumper(Duration delay);

  /**
   * Look through the whole import bucket for object versions that nobody is importing.
   *
   * @param after where to go on, or empty for the start; as {@link SourceObjects#list} takes it
   * @param hop how many messages have carried this look on before, from 0
   * @param delay how long to wait first, 0 to 900 s
   */
  void requestReconcile(Optional<String> after, int hop, Duration delay);

  /**
   * Import an object version, or go on importing it.
   *
   * @param versionId null where the bucket keeps no versions
   * @param hop how many messages have carried this import on before, from 0
   * @param delay how long to wait first, 0 to 900 s
   */
  void requestImport(
      String bucket, String key, @Nullable String versionId, int hop, Duration delay);
}
