package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.testkit.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

class EmbeddedSqsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int WAIT_S = 10;

  private EmbeddedSqs sqs;
  private SqsClient client;

  @BeforeEach
  void start() {
    sqs = EmbeddedSqs.builder().start();
    client = client(sqs);
  }

  @AfterEach
  void stop() {
    client.close();
    sqs.close();
  }

  @Test
  void deliversABodyAsItWasSent() {
    String queue = create("import", Map.of());
    String body = "{\"key\":\"in/a+b%C3%A9.csv\",\"é\":\"<&>\\n\"}\n\ttäil 😀";
    client.sendMessage(b -> b.queueUrl(queue).messageBody(body));
    Message message = receive(queue).get(0);
    assertThat(message.body()).isEqualTo(body);
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
  }

  @Test
  void namesItsQueues() {
    String queue = create("import", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1800"));
    assertThat(queue).isEqualTo(sqs.queueUrl("import"));
    assertThat(client.getQueueUrl(b -> b.queueName("import")).queueUrl()).isEqualTo(queue);
    assertThat(client.listQueues().queueUrls()).containsExactly(queue);
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.QUEUE_ARN, sqs.queueArn("import"))
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "1800");
    assertThatThrownBy(() -> client.getQueueUrl(b -> b.queueName("none")))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void createsAQueueAgainOnlyWithTheSameAttributes() {
    Map<QueueAttributeName, String> attributes =
        Map.of(
            QueueAttributeName.VISIBILITY_TIMEOUT, "1800",
            QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600",
            QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
    String queue = create("import", attributes);
    assertThat(create("import", attributes)).isEqualTo(queue);
    assertThatThrownBy(() -> create("import", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30")))
        .isInstanceOf(QueueNameExistsException.class);
  }

  @Test
  void movesAMessageToTheDeadLettersAfterItsReceives() {
    String dead = create("dead", Map.of());
    String queue =
        create(
            "import",
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}"
                    .formatted(sqs.queueArn("dead"))));
    client.sendMessage(b -> b.queueUrl(queue).messageBody("poison"));
    assertThat(receive(queue)).hasSize(1);
    assertThat(receive(queue)).hasSize(1);
    assertThat(client.receiveMessage(b -> b.queueUrl(queue)).messages()).isEmpty();
    assertThat(receive(dead)).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void showsAMessageAgainWhenItsVisibilityRunsOut() {
    String queue = create("import", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1"));
    client.sendMessage(b -> b.queueUrl(queue).messageBody("again"));
    String first = receive(queue).get(0).receiptHandle();
    assertThat(client.receiveMessage(b -> b.queueUrl(queue)).messages()).isEmpty();
    Message second = receive(queue).get(0);
    assertThat(second.receiptHandle()).isNotEqualTo(first);
    assertThat(second.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
  }

  @Test
  void showsAMessageAgainAtOnceWhenItsVisibilityIsEnded() {
    String queue = create("import", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1800"));
    client.sendMessage(b -> b.queueUrl(queue).messageBody("again"));
    String handle = receive(queue).get(0).receiptHandle();
    client.changeMessageVisibility(
        b -> b.queueUrl(queue).receiptHandle(handle).visibilityTimeout(0));
    assertThat(receive(queue)).extracting(Message::body).containsExactly("again");
  }

  @Test
  void holdsADelayedMessageBack() {
    String queue = create("ticks", Map.of());
    long begin = System.nanoTime();
    List<SendMessageBatchResultEntry> sent =
        client
            .sendMessageBatch(b -> b.queueUrl(queue).entries(entry("t0", 0), entry("t1", 1)))
            .successful();
    assertThat(sent).extracting(SendMessageBatchResultEntry::id).containsExactly("t0", "t1");
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1");
    assertThat(receive(queue)).extracting(Message::body).containsExactly("t0");
    assertThat(receive(queue)).extracting(Message::body).containsExactly("t1");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void aWaitingReceiverGetsWhatIsSentMeanwhile() {
    String queue = create("wake-up", Map.of());
    client.sendMessage(b -> b.queueUrl(queue).messageBody("later").delaySeconds(1));
    long begin = System.nanoTime();
    assertThat(receive(queue)).extracting(Message::body).containsExactly("later");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(WAIT_S));
  }

  @Test
  void aReceiverWaitsItsTimeInVain() {
    String queue = create("wake-up", Map.of());
    long begin = System.nanoTime();
    assertThat(client.receiveMessage(b -> b.queueUrl(queue).waitTimeSeconds(1)).messages())
        .isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void deletesOneByOneAndInBatches() {
    String queue = create("import", Map.of());
    client.sendMessageBatch(
        b -> b.queueUrl(queue).entries(entry("a", 0), entry("b", 0), entry("c", 0)));
    List<Message> messages = receive(queue);
    assertThat(messages).hasSize(3);
    client.deleteMessage(b -> b.queueUrl(queue).receiptHandle(messages.get(0).receiptHandle()));
    assertThat(
            client
                .deleteMessageBatch(
                    b ->
                        b.queueUrl(queue)
                            .entries(
                                deletion("b", messages.get(1)), deletion("c", messages.get(2))))
                .successful())
        .hasSize(2);
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
  }

  @Test
  void refusesAHandleThatIsNone() {
    String queue = create("import", Map.of());
    assertThatThrownBy(() -> client.deleteMessage(b -> b.queueUrl(queue).receiptHandle("none")))
        .isInstanceOf(ReceiptHandleIsInvalidException.class);
  }

  @Test
  void purgesAQueue() {
    String queue = create("import", Map.of());
    client.sendMessageBatch(b -> b.queueUrl(queue).entries(entry("a", 0), entry("b", 0)));
    client.purgeQueue(b -> b.queueUrl(queue));
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
  }

  @Test
  void closesInTheMiddleOfAWaitAndLeavesNoThreads() throws InterruptedException {
    String queue = create("wake-up", Map.of());
    client.sendMessage(b -> b.queueUrl(queue).messageBody("first"));
    AtomicInteger received = new AtomicInteger();
    Thread receiver = new Thread(() -> receiveUntilItFails(queue, received));
    receiver.start();
    Await.until("the receiver is at work", LIMIT, () -> received.get() == 1);

    sqs.close();
    sqs.close();
    receiver.join(LIMIT.toMillis());
    assertThat(receiver.isAlive()).isFalse();
    assertThat(LeftThreads.of("daybook-sqs")).isEmpty();
    try (EmbeddedSqs again = EmbeddedSqs.builder().port(sqs.port()).start();
        SqsClient other = client(again)) {
      assertThat(again.endpoint()).isEqualTo(sqs.endpoint());
      assertThat(other.listQueues().queueUrls()).isEmpty();
    }
  }

  private void receiveUntilItFails(String queue, AtomicInteger received) {
    try {
      while (received.addAndGet(receive(queue).size()) >= 0) {
        // Waits again.
      }
    } catch (SdkException closed) {
      // The end of the work: the server is gone.
    }
  }

  @Test
  void servesTwiceInOneProcess() {
    try (EmbeddedSqs second = EmbeddedSqs.builder().region("eu-west-1").start();
        SqsClient other = client(second)) {
      create("import", Map.of());
      assertThat(other.listQueues().queueUrls()).isEmpty();
      assertThat(second.queueArn("import")).isEqualTo("arn:aws:sqs:eu-west-1:000000000000:import");
    }
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedSqs.builder().port(port).start())
          .isInstanceOf(EmbeddedPortTakenException.class)
          .hasMessageStartingWith("SQS cannot listen on 127.0.0.1:" + port + " ");
    }
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return client.createQueue(b -> b.queueName(name).attributes(attributes)).queueUrl();
  }

  private Map<QueueAttributeName, String> attributes(String queue) {
    return client
        .getQueueAttributes(b -> b.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private List<Message> receive(String queue) {
    return client
        .receiveMessage(
            b ->
                b.queueUrl(queue)
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(WAIT_S)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private static SendMessageBatchRequestEntry entry(String id, int delaySeconds) {
    return SendMessageBatchRequestEntry.builder()
        .id(id)
        .messageBody(id)
        .delaySeconds(delaySeconds)
        .build();
  }

  private static DeleteMessageBatchRequestEntry deletion(String id, Message message) {
    return DeleteMessageBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(message.receiptHandle())
        .build();
  }

  private static SqsClient client(EmbeddedSqs sqs) {
    return SqsClient.builder()
        .endpointOverride(sqs.endpoint())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("daybook", "secret")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
