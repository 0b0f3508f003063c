package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.template.QueueMapping;
import daybook.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventSourceMappingTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:work";

  @TempDir private Path directory;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private QueueServer server;
  private Function function;
  private String url;

  @BeforeEach
  void open() throws IOException {
    server = new QueueServer(0);
    FunctionFixture fixture = new FunctionFixture(directory);
    function =
        new Function(
            fixture.definition(QueueHandler.class, LONG),
            fixture.settings().withListener((id, line) -> lines.add(line)));
    url = server.create("work", 600);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
    function.stop(Duration.ZERO, SHORT);
    server.close();
  }

  private EventSourceMapping mapping(int batchSize, int pollers) {
    EventSourceMapping mapping =
        new EventSourceMapping(
            new QueueMapping("Work", batchSize, pollers, true, true),
            new EventSourceMapping.Queue(url, ARN),
            server.access(),
            function);
    mapping.start();
    open.push(() -> mapping.stop(Duration.ZERO, SHORT));
    return mapping;
  }

  private long got(String body) {
    return lines.stream().filter(line -> line.startsWith("got " + body + " ")).count();
  }

  @Test
  void messageThatSucceedsIsDeleted() {
    mapping(10, 2);

    server.send(url, "one");

    Await.until(() -> server.size(url) == 0 && got("one") == 1);
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("ApproximateReceiveCount=1", "SentTimestamp=", ARN, "awsRegion"));
  }

  @Test
  void messageReachesAWarmFunctionWhileItIsWaitedFor() {
    mapping(10, 1);
    server.send(url, "first");
    Await.until(() -> server.size(url) == 0);

    long start = System.nanoTime();
    server.send(url, "second");
    Await.until(() -> got("second") == 1);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void onlyFailedMessagesOfABatchStay() {
    server.send(url, "good-1");
    server.send(url, "bad");
    server.send(url, "good-2");

    mapping(10, 1);

    Await.until(() -> got("good-1") + got("good-2") + got("bad") == 3 && server.size(url) == 1);
    assertThat(server.receive(url)).isEmpty();
  }

  @Test
  void exceptionKeepsTheWholeBatch() {
    server.send(url, "good");
    server.send(url, "throw");

    mapping(10, 1);

    Await.until(() -> lines.stream().anyMatch(line -> line.contains("IllegalStateException")));
    assertThat(server.size(url)).isEqualTo(2);
  }

  @Test
  void failedMessageComesAgainAfterItsVisibilityTimeOut() {
    url = server.create("short", 1);
    server.send(url, "bad");

    mapping(1, 1);

    Await.until(() -> got("bad") >= 2);
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("ApproximateReceiveCount=2"));
  }

  @Test
  void pollersWorkAtTheSameTime() {
    server.send(url, "hang-1");
    server.send(url, "hang-2");

    mapping(1, 2);

    Await.until(() -> got("hang-1") == 1 && got("hang-2") == 1);
    assertThat(function.instances()).hasSize(2);
  }

  @Test
  void disabledMappingReceivesNothing() {
    EventSourceMapping mapping =
        new EventSourceMapping(
            new QueueMapping("Work", 1, 1, true, false),
            new EventSourceMapping.Queue(url, ARN),
            server.access(),
            function);
    mapping.start();
    server.send(url, "one");
    mapping.close();

    assertThat(server.receive(url)).hasSize(1);
  }

  @Test
  void waitingMappingStopsAtOnce() {
    EventSourceMapping mapping = mapping(10, 2);
    server.send(url, "one");
    Await.until(() -> server.size(url) == 0);

    long start = System.nanoTime();
    mapping.stop(LONG, LONG);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void cutOffInvocationGivesItsMessagesBackAtOnce() {
    EventSourceMapping mapping = mapping(1, 1);
    server.send(url, "hang");
    Await.until(() -> got("hang") == 1);

    mapping.stop(Duration.ofMillis(100), LONG);

    assertThat(server.receive(url)).hasSize(1);
    assertThat(function.instances()).isEmpty();
  }

  @Test
  void runningInvocationMayEndWhenTheMappingIsStopped() {
    EventSourceMapping mapping = mapping(1, 1);
    server.send(url, "slow");
    Await.until(() -> got("slow") == 1);

    mapping.stop(LONG, SHORT);

    assertThat(server.size(url)).isZero();
  }

  @Test
  void queueThatWasAwayIsPolledAgain() {
    mapping(10, 1);
    server.send(url, "before");
    Await.until(() -> got("before") == 1 && server.size(url) == 0);

    int port = server.port();
    server.close();
    server = new QueueServer(port);
    String again = server.create("work", 600);
    assertThat(again).isEqualTo(url);
    server.send(url, "after");

    Await.until(() -> got("after") == 1 && server.size(url) == 0);
  }

  @Test
  void messagesBeyondTheBatchSizeComeInFurtherBatches() {
    for (String body : List.of("a", "b", "c", "d", "e")) {
      server.send(url, body);
    }

    mapping(2, 1);

    Await.until(() -> server.size(url) == 0);
    Await.until(() -> got("a") + got("b") + got("c") + got("d") + got("e") == 5);
  }
}
