package daybook.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.Metrics;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every handler stands on: each invocation gets its telemetry, its stores know when it ends,
 * and connections are closed before a snapshot. For one invocation at a time, as Lambda calls an
 * instance.
 */
public final class Host {

  /** What one invocation does. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @throws InterruptedException if the thread is to end
     */
    void run(Deadline deadline) throws InterruptedException;
  }

  private final Telemetry telemetry;
  private final EventLog log;
  private final List<Bounded> stores;

  /** Kept here, because Lambda's context does not keep it. */
  @SuppressWarnings("unused")
  private final @Nullable SnapStart snapStart;

  /**
   * @param log where events go
   * @param stores never take longer than the invocation does
   * @param snapStart null where no snapshot is taken
   */
  Host(Telemetry telemetry, EventLog log, List<Bounded> stores, @Nullable SnapStart snapStart) {
    this.telemetry = telemetry;
    this.log = log;
    this.stores = List.copyOf(stores);
    this.snapStart = snapStart;
  }

  /**
   * In Lambda.
   *
   * @param stores never take longer than the invocation does
   * @param connections closed before a snapshot; they must open again at their next use
   */
  public static Host of(
      Telemetry telemetry, List<Bounded> stores, List<AutoCloseable> connections) {
    return new Host(
        telemetry, telemetry.log(), stores, SnapStart.register(telemetry.log(), connections));
  }

  /** Where events go. */
  public EventLog log() {
    return log;
  }

  /** Where metrics go. */
  public Metrics metrics() {
    return telemetry.metrics();
  }

  /** Does the work of one invocation. */
  public <T> T during(Context context, Function<Deadline, T> work) {
    Deadline deadline = context::getRemainingTimeInMillis;
    stores.forEach(store -> store.until(deadline));
    return telemetry.during(context, () -> work.apply(deadline));
  }

  /**
   * Does once in an invocation what all messages of an event ask for alike, as {@link
   * SqsBatches#once} answers it.
   */
  public SQSBatchResponse once(SQSEvent event, Context context, Work work) {
    return during(context, deadline -> SqsBatches.once(event, log, () -> work.run(deadline)));
  }
}
