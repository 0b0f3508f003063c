package daybook.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import daybook.lambda.DirectHttp;
import daybook.lambda.SqsAccess;
import daybook.template.LocalResource;
import daybook.template.LocalResources;
import daybook.template.QueueDefinition;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues of the template, made in a local SQS. */
final class Queues {

  /** A server that has only just started, on a busy machine, takes seconds for its first answer. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

  private Queues() {}

  /**
   * Makes every queue that is missing, dead-letter queues first.
   *
   * @param prefix put before each logical id to name the queue
   * @return what each is locally: {@code Ref} gives the URL, {@code Arn} the ARN
   */
  static Map<String, LocalResource> create(
      List<QueueDefinition> definitions, SqsAccess access, String prefix) {
    Map<String, LocalResource> resources = new HashMap<>();
    try (SqsClient client = client(access)) {
      for (boolean deadLetters : new boolean[] {true, false}) {
        for (QueueDefinition definition : definitions) {
          if (definition.redrive().isEmpty() == deadLetters) {
            LocalResources before = new LocalResources(resources);
            resources.put(definition.id(), create(definition, client, prefix, before));
          }
        }
      }
    }
    return resources;
  }

  /** A client for single calls. */
  static SqsClient client(SqsAccess access) {
    var builder =
        SqsClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClientBuilder(DirectHttp.to(access.endpoint()))
            .overrideConfiguration(override -> override.apiCallTimeout(CALL_LIMIT));
    access.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static LocalResource create(
      QueueDefinition definition, SqsClient client, String prefix, LocalResources before) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, seconds(definition.visibility()));
    attributes.put(QueueAttributeName.DELAY_SECONDS, seconds(definition.delay()));
    attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(definition.retention()));
    definition
        .redrive()
        .ifPresent(
            redrive ->
                attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    JsonNodeFactory.instance
                        .objectNode()
                        .put(
                            "deadLetterTargetArn",
                            before.attribute(redrive.deadLetterQueueId(), "Arn"))
                        .put("maxReceiveCount", redrive.receiveCountMax())
                        .toString()));
    String name = prefix + definition.id();
    String url =
        client.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
    return resource(name, url, arn(url, client));
  }

  private static String arn(String url, SqsClient client) {
    String arn =
        client
            .getQueueAttributes(
                get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    return Objects.requireNonNull(arn, () -> "the ARN of " + url);
  }

  /** What a queue is locally. */
  static LocalResource resource(String name, String url, String arn) {
    return new LocalResource(url, Map.of("Arn", arn, "QueueName", name, "QueueUrl", url));
  }

  private static String seconds(Duration time) {
    return Long.toString(time.toSeconds());
  }
}
