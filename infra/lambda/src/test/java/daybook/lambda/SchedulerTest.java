package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.lambda.Scheduler.Ticks;
import daybook.template.ScheduleDefinition;
import daybook.template.ScheduleDefinition.DelayedMessage;
import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import daybook.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

@Timeout(120)
class SchedulerTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private QueueServer server;
  private String url;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    server = new QueueServer(0);
    url = server.create("ticks", 600);
  }

  @AfterEach
  void close() {
    if (scheduler != null) {
      scheduler.stop(Duration.ZERO, SHORT);
    }
    server.close();
  }

  private void start(
      Duration every,
      ScheduleDefinition.Target target,
      Map<String, Function> functions,
      List<Ticks> ticks) {
    scheduler =
        new Scheduler(
            List.of(new ScheduleDefinition("One", every, target)),
            functions,
            Map.of("Ticks", url),
            server.access(),
            ticks);
    scheduler.start();
  }

  private static SendMessages send(DelayedMessage... messages) {
    return new SendMessages("Ticks", List.of(messages));
  }

  private static DelayedMessage message(String body, int delaySeconds) {
    return new DelayedMessage(body, Duration.ofSeconds(delaySeconds));
  }

  @Test
  void messagesOfABatchKeepTheirDelays() {
    start(HOUR, send(message("now", 0), message("later", 900)), Map.of(), List.of());

    Await.until(() -> server.size(url) == 2);
    assertThat(server.receive(url)).extracting(Message::body).containsExactly("now");
  }

  @Test
  void scheduleFiresAtItsRate() {
    start(Duration.ofMillis(100), send(message("now", 0)), Map.of(), List.of());

    Await.until(() -> server.size(url) >= 3);
  }

  @Test
  void plainTicksReplaceTheSchedulesOfTheirQueue() {
    start(
        Duration.ofMillis(100),
        send(message("now", 0), message("later", 900)),
        Map.of(),
        List.of(new Ticks("Ticks", SHORT)));

    Await.until(() -> server.size(url) >= 2);
    assertThat(server.receive(url)).extracting(Message::body).containsOnly("{\"tick\":0}");
  }

  @Test
  void functionIsInvokedWithTheBareInput() throws IOException {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    FunctionFixture fixture = new FunctionFixture(directory);
    Function function =
        new Function(
            fixture.definition(ProbeHandler.class, Duration.ofMinutes(1)),
            fixture.settings().withListener((id, line) -> lines.add(line)));

    start(
        HOUR,
        new InvokeFunction("Probe", "{\"do\":\"say\",\"text\":\"swept\"}"),
        Map.of("Probe", function),
        List.of());

    Await.until(() -> lines.contains("swept"));
    function.stop(Duration.ZERO, SHORT);
  }

  @Test
  void queueThatWasAwayGetsLaterMessages() {
    start(Duration.ofMillis(100), send(message("now", 0)), Map.of(), List.of());
    Await.until(() -> server.size(url) >= 1);

    int port = server.port();
    server.close();
    server = new QueueServer(port);
    server.create("ticks", 600);

    Await.until(() -> server.size(url) >= 1);
  }

  @Test
  void unknownTargetIsRefused() {
    assertThatThrownBy(() -> start(HOUR, new InvokeFunction("Nobody", "{}"), Map.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nobody");
  }
}
