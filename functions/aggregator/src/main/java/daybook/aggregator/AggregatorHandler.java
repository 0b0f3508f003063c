package daybook.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog.Level;
import daybook.core.settings.Variables;
import daybook.runtime.Host;
import java.util.Map;

/**
 * The aggregator as Lambda calls it: woken by messages, which may be many and mean one, or by a
 * schedule, whose event has no records.
 */
public final class AggregatorHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Host host;
  private final Aggregator aggregator;

  /** Reads the environment. */
  public AggregatorHandler() {
    this(AggregatorParts.of(AggregatorSettings.from(new Variables(System.getenv()))));
  }

  public AggregatorHandler(AggregatorParts parts) {
    this.host = parts.host();
    this.aggregator = parts.aggregator();
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return host.once(event, context, this::drain);
  }

  private void drain(Deadline deadline) throws InterruptedException {
    Aggregator.Drained drained = aggregator.drain(deadline);
    if (drained.batches() > 0) {
      host.log().log(
          Level.INFO,
          "drained",
          Map.of(
              "batches", drained.batches(),
              "rows", drained.rows(),
              "emptied", drained.emptied()));
    }
  }
}
