package daybook.faults.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.embedded.EmbeddedSqs;
import daybook.functions.DaybookFunction;
import daybook.functions.ProjectTemplate;
import daybook.importer.ImporterHandler;
import daybook.template.FunctionDefinition;
import daybook.template.QueueDefinition;
import daybook.template.QueueMapping;
import daybook.template.Template;
import daybook.testkit.RemainingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What cannot be done is tried as often as the template says, and then lies where people look. */
@Timeout(90)
class DeadLettersTest {

  private static final Duration RETENTION_MAX = Duration.ofDays(14);
  private static final int POLLS_MAX = 60;

  private static final Template TEMPLATE =
      ProjectTemplate.read(Path.of(System.getProperty("daybook.home")), Map.of());

  private static final List<FunctionDefinition> FUNCTIONS =
      TEMPLATE.functions(ProjectTemplate.resources(TEMPLATE));

  private static String queueOf(DaybookFunction function) {
    return function.in(FUNCTIONS).mappings().get(0).queueId();
  }

  @TempDir private Path directory;

  private static QueueDefinition queue(String id) {
    return TEMPLATE.queues().stream()
        .filter(queue -> queue.id().equals(id))
        .findAny()
        .orElseThrow();
  }

  @Test
  void everyPolledQueueButTheTicksHasDeadLettersThatStayLongest() {
    List<String> polled = new ArrayList<>();
    for (FunctionDefinition function : FUNCTIONS) {
      for (QueueMapping mapping : function.mappings()) {
        polled.add(mapping.queueId());
        assertThat(mapping.reportsItemFailures()).as(mapping.queueId()).isTrue();
        assertThat(queue(mapping.queueId()).visibility())
            .as(mapping.queueId())
            .isGreaterThanOrEqualTo(function.timeOut().multipliedBy(6));
      }
    }
    // A stale tick is worth nothing.
    assertThat(polled.remove(queueOf(DaybookFunction.DUMPER))).isTrue();
    assertThat(polled.remove(queueOf(DaybookFunction.SEALER))).isTrue();
    assertThat(polled).contains(queueOf(DaybookFunction.IMPORTER));
    for (String id : polled) {
      QueueDefinition.Redrive redrive = queue(id).redrive().orElseThrow();
      assertThat(redrive.receiveCountMax()).isBetween(3, 10);
      assertThat(queue(redrive.deadLetterQueueId()).retention()).isEqualTo(RETENTION_MAX);
    }
  }

  /** A queue pair as the template has it, but for its visibility time-out. */
  private record Queues(SqsClient client, String url, String deadUrl) {

    static Queues of(SqsClient client) {
      String deadUrl = client.createQueue(create -> create.queueName("dead")).queueUrl();
      String deadArn =
          client
              .getQueueAttributes(
                  get -> get.queueUrl(deadUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      String redrive =
          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
              .formatted(
                  deadArn,
                  queue(queueOf(DaybookFunction.IMPORTER))
                      .redrive()
                      .orElseThrow()
                      .receiveCountMax());
      Map<QueueAttributeName, String> attributes =
          Map.of(
              QueueAttributeName.VISIBILITY_TIMEOUT,
              "0",
              QueueAttributeName.REDRIVE_POLICY,
              redrive);
      String url =
          client
              .createQueue(create -> create.queueName("imports").attributes(attributes))
              .queueUrl();
      return new Queues(client, url, deadUrl);
    }

    void send(String body) {
      client.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    /** Does what an event source mapping does with one message; false where there is none. */
    boolean deliver(ImporterHandler handler) {
      List<Message> received =
          client.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(1)).messages();
      if (received.isEmpty()) {
        return false;
      }
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId(received.get(0).messageId());
      message.setBody(received.get(0).body());
      SQSEvent event = new SQSEvent();
      event.setRecords(List.of(message));
      SQSBatchResponse response = handler.handleRequest(event, context());
      if (response.getBatchItemFailures().isEmpty()) {
        client.deleteMessage(
            delete -> delete.queueUrl(url).receiptHandle(received.get(0).receiptHandle()));
      }
      return true;
    }

    List<String> dead() {
      List<String> bodies = new ArrayList<>();
      for (int polls = 0; polls < POLLS_MAX && bodies.size() < 2; polls++) {
        client
            .receiveMessage(
                receive -> receive.queueUrl(deadUrl).maxNumberOfMessages(10).visibilityTimeout(600))
            .messages()
            .forEach(message -> bodies.add(message.body()));
      }
      return bodies;
    }
  }

  /** So little time that a store that fails is not waited for. */
  private static Context context() {
    return new RemainingTime(() -> 1_000);
  }

  @Test
  void unreadableMessageAndObjectThatAlwaysFailsEndThereAndGoodOnesDoNot() {
    try (Plant plant = new Plant(directory);
        EmbeddedSqs sqs = EmbeddedSqs.builder().start();
        SqsClient client =
            SqsClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(sqs.endpoint())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
      Queues queues = Queues.of(client);
      ImporterHandler handler = plant.importerHandler();
      byte[] file =
          "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,visa,1.00\n"
              .getBytes(UTF_8);
      String template =
          "{\"continue\":{\"bucket\":\"%s\",\"key\":\"%s\",\"versionId\":\"%s\",\"hop\":0}}";
      String good = template.formatted(Plant.BUCKET, "a.csv", plant.put("a.csv", file).versionId());
      String failing =
          template.formatted(Plant.BUCKET, "b.csv", plant.put("b.csv", file).versionId());

      queues.send(good);
      assertThat(queues.deliver(handler)).isTrue();
      queues.send("{\"what\":\"is this\"}");
      int deliveries = drain(queues, handler, () -> {});
      queues.send(failing);
      deliveries += drain(queues, handler, () -> plant.objects.failNext(1_000));

      assertThat(deliveries)
          .isEqualTo(
              2
                  * queue(queueOf(DaybookFunction.IMPORTER))
                      .redrive()
                      .orElseThrow()
                      .receiveCountMax());
      assertThat(queues.dead()).containsExactlyInAnyOrder("{\"what\":\"is this\"}", failing);
      assertThat(plant.hasEvent("message_unknown")).isTrue();
      assertThat(plant.hasEvent("message_failed")).isTrue();
    }
  }

  private static int drain(Queues queues, ImporterHandler handler, Runnable before) {
    int deliveries = 0;
    before.run();
    while (deliveries < POLLS_MAX && queues.deliver(handler)) {
      deliveries++;
      before.run();
    }
    return deliveries;
  }
}
