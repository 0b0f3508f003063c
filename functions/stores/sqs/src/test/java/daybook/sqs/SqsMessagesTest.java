package daybook.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Messages;
import daybook.core.port.StoreException;
import daybook.embedded.EmbeddedSqs;
import daybook.testkit.contract.MessagesContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The variable DAYBOOK_TEST_AWS_ENDPOINT names another server to test against. */
class SqsMessagesTest extends MessagesContract {

  /** Waiting for a message in one call. */
  private static final int WAIT_SECONDS = 2;

  /** Calls to receive before a message counts as lost. */
  private static final int RECEIVES_MAX = 10;

  private static AutoCloseable server = () -> {};
  private static URI endpoint;
  private static SqsClient client;

  private SqsSettings settings;
  private SqsMessages messages;

  @BeforeAll
  static void connect() {
    String other = System.getenv("DAYBOOK_TEST_AWS_ENDPOINT");
    if (other == null) {
      EmbeddedSqs embedded = EmbeddedSqs.builder().start();
      server = embedded;
      endpoint = embedded.endpoint();
    } else {
      endpoint = URI.create(other);
    }
    client = settings(Optional.empty()).newClient();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
  }

  @BeforeEach
  void makeQueues() {
    settings =
        new SqsSettings(
            Optional.of(newQueue("imports")),
            Optional.of(newQueue("wake-ups")),
            Optional.of(newQueue("ticks")),
            Optional.of(endpoint));
    messages = new SqsMessages(client, settings);
  }

  private static URI newQueue(String name) {
    String unique = name + "-" + UUID.randomUUID();
    return URI.create(client.createQueue(request -> request.queueName(unique)).queueUrl());
  }

  private static SqsSettings settings(Optional<URI> importQueueUrl) {
    return new SqsSettings(
        importQueueUrl, Optional.empty(), Optional.empty(), Optional.of(endpoint));
  }

  @Override
  protected Messages messages() {
    return messages;
  }

  @Override
  protected List<String> drainImports(int expected) {
    return drain(settings.importQueueUrl().orElseThrow(), expected);
  }

  @Override
  protected List<String> drainWakeUps(int expected) {
    return drain(settings.wakeUpQueueUrl().orElseThrow(), expected);
  }

  @Override
  protected List<String> drainTicks(int expected) {
    return drain(settings.tickQueueUrl().orElseThrow(), expected);
  }

  private static List<String> drain(URI queue, int expected) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < RECEIVES_MAX && bodies.size() < expected; i++) {
      receive(queue, WAIT_SECONDS).forEach(message -> bodies.add(message.body()));
    }
    return bodies;
  }

  private static List<Message> receive(URI queue, int waitSeconds) {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(queue.toString())
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(waitSeconds))
        .messages();
  }

  @Test
  void delayedMessageDoesNotArriveBefore() {
    messages.requestImport("uploads", "in/a.csv", null, 1, Duration.ofMillis(1_001));

    assertThat(receive(settings.importQueueUrl().orElseThrow(), 0)).isEmpty();
    assertThat(drainImports(1)).hasSize(1);
  }

  @Test
  void messageWithoutAQueueIsRefusedAndNamesTheVariable() {
    SqsMessages none = new SqsMessages(client, settings(Optional.empty()));

    assertThatThrownBy(() -> none.requestReconcile(Optional.empty(), 0, Duration.ZERO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("IMPORT_QUEUE_URL");
    assertThatThrownBy(none::wakeAggregator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("WAKE_UP_QUEUE_URL");
    assertThatThrownBy(() -> none.tickDumper(Duration.ZERO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TICK_QUEUE_URL");
  }

  @Test
  void refusalOfSqsIsAStoreException() {
    URI missing = URI.create(endpoint + "/000000000000/missing");
    SqsMessages lost = new SqsMessages(client, settings(Optional.of(missing)));

    assertThatThrownBy(() -> lost.requestReconcile(Optional.empty(), 0, Duration.ZERO))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("SQS failed")
        .hasCauseInstanceOf(SdkException.class);
  }

  @Test
  void deferredClientIsMadeOnceAndWhenItIsNeeded() {
    AtomicInteger made = new AtomicInteger();
    SqsMessages deferred =
        new SqsMessages(
            () -> {
              made.incrementAndGet();
              return client;
            },
            settings);
    deferred.until(() -> 10_000);
    assertThat(made).hasValue(0);

    deferred.tickDumper(Duration.ZERO);
    deferred.tickDumper(Duration.ZERO);

    assertThat(made).hasValue(1);
    assertThat(drainTicks(2)).hasSize(2);
  }

  @Test
  void serverThatIsDownIsAStoreException() throws IOException {
    URI down = URI.create("http://127.0.0.1:" + unusedPort());
    SqsSettings nowhere =
        new SqsSettings(Optional.of(down), Optional.empty(), Optional.empty(), Optional.of(down));
    try (SqsClient cut = nowhere.newClient()) {
      assertThatThrownBy(
              () ->
                  new SqsMessages(cut, nowhere)
                      .requestReconcile(Optional.empty(), 0, Duration.ZERO))
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(SdkException.class);
    }
  }

  @Test
  void callToASilentServerEndsInTimeForAnAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI nowhere = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      SqsSettings hanging =
          new SqsSettings(
              Optional.of(nowhere), Optional.empty(), Optional.empty(), Optional.of(nowhere));
      try (SqsClient cut = hanging.newClient()) {
        SqsMessages late = new SqsMessages(cut, hanging);
        Duration left = SqsMessages.ANSWER_TIME.plusMillis(500);
        late.until(left::toMillis);
        long began = System.nanoTime();
        assertThatThrownBy(() -> late.requestReconcile(Optional.empty(), 0, Duration.ZERO))
            .isInstanceOf(StoreException.class)
            .hasCauseInstanceOf(SdkException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isBetween(Duration.ofMillis(450), left);

        late.until(SqsMessages.ANSWER_TIME::toMillis);
        assertThatThrownBy(() -> late.requestReconcile(Optional.empty(), 0, Duration.ZERO))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("no time left");
      }
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
