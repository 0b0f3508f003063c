package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Deadline;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.testkit.RemainingTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostTest {

  private final Telemetry telemetry = TestHost.silentTelemetry(Metric.Source.DUMPER);
  private final List<String> events = new ArrayList<>();

  @Test
  void storesKnowTheEndOfEachInvocationBeforeItsWorkBegins() {
    List<Deadline> ends = new ArrayList<>();
    Host host = Host.of(telemetry, List.of(ends::add, ends::add), List.of());

    long left = host.during(new RemainingTime(() -> 5), deadline -> ends.get(1).remainingMs());
    host.during(new RemainingTime(() -> 7), deadline -> "done");

    assertThat(left).isEqualTo(5);
    assertThat(ends).extracting(Deadline::remainingMs).containsExactly(5L, 5L, 7L, 7L);
  }

  @Test
  void workThatFailsForAllMessagesBringsThemBackAndIsLogged() {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    Host host = TestHost.of(telemetry, (level, name, facts) -> events.add(level + " " + name));

    SQSBatchResponse answer =
        host.once(
            event,
            new RemainingTime(() -> 5),
            deadline -> {
              throw new StoreException("Redis", "apply", "down after " + deadline.remainingMs());
            });

    assertThat(answer.getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("m");
    assertThat(events).containsExactly("ERROR store_failed");
  }
}
