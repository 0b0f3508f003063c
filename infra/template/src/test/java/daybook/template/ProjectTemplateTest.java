package daybook.template;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's own template can run on one machine. */
class ProjectTemplateTest {

  private static final Template TEMPLATE = template(Map.of());

  private static Template template(Map<String, String> more) {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "RedisHost", "127.0.0.1",
                "RedisTls", "false",
                "MongoDbUri", "mongodb://127.0.0.1:27017/"));
    parameters.putAll(more);
    return Template.read(
        Path.of("../../template.yaml"),
        new Deployment("eu-central-1", "000000000000", "daybook", parameters));
  }

  private static Map<String, LocalResource> resources() {
    Map<String, LocalResource> resources = new HashMap<>();
    TEMPLATE.queues().forEach(queue -> resources.put(queue.id(), resource(queue.id())));
    TEMPLATE.buckets().forEach(bucket -> resources.put(bucket.id(), resource(bucket.id())));
    return resources;
  }

  private static LocalResource resource(String id) {
    return new LocalResource("local-" + id, Map.of("Arn", "arn-" + id));
  }

  @Test
  void everyFunctionIsUnderstood() {
    List<FunctionDefinition> functions = TEMPLATE.functions(resources());

    assertThat(functions)
        .extracting(FunctionDefinition::id)
        .containsExactly(
            "ImporterFunction", "AggregatorFunction", "DumperFunction", "StatsFunction");
    assertThat(functions)
        .extracting(function -> function.code().toString().replaceFirst(".*/functions/", ""))
        .containsExactly(
            "importer/target/function.zip",
            "aggregator/target/function.zip",
            "dumper/target/function.zip",
            "stats/target/function.zip");
    assertThat(functions.get(0).environment())
        .containsEntry("IMPORT_BUCKET", "local-ImportBucket")
        .containsEntry("REJECTS_BUCKET", "local-RejectsBucket")
        .containsEntry("IMPORT_QUEUE_URL", "local-ImportQueue")
        .containsEntry("WAKE_UP_QUEUE_URL", "local-WakeUpQueue")
        .containsEntry("REDIS_HOST", "127.0.0.1")
        .containsEntry("REDIS_TLS", "false")
        .containsEntry("MONGODB_URI", "mongodb://127.0.0.1:27017/");
    assertThat(functions.get(3).routes())
        .extracting(HttpRoute::key)
        .containsExactlyInAnyOrder("GET /stats", "$default");
  }

  @Test
  void everyQueueFeedsOneFunction() {
    assertThat(TEMPLATE.functions(resources()))
        .flatExtracting(FunctionDefinition::mappings)
        .allMatch(QueueMapping::reportsItemFailures)
        .extracting(QueueMapping::queueId)
        .containsExactly("ImportQueue", "WakeUpQueue", "TickQueue");
  }

  @Test
  void uploadsAreAnnouncedToTheImportQueue() {
    BucketDefinition bucket = TEMPLATE.buckets().get(0);

    assertThat(bucket.id()).isEqualTo("ImportBucket");
    assertThat(bucket.notifications()).allMatch(each -> each.queueId().equals("ImportQueue"));
    assertThat(bucket.notifications()).anyMatch(each -> each.covers("a.csv"));
    assertThat(bucket.notifications()).anyMatch(each -> each.covers("a.csv.gz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"six", "one"})
  void everyScheduleIsUnderstoodHoweverTicksAreSent(String tickSchedules) {
    List<ScheduleDefinition> schedules =
        template(Map.of("TickSchedules", tickSchedules)).schedules(resources());

    assertThat(schedules)
        .extracting(ScheduleDefinition::target)
        .hasAtLeastOneElementOfType(InvokeFunction.class);
    List<SendMessages> sends =
        schedules.stream()
            .filter(schedule -> schedule.target() instanceof SendMessages)
            .map(schedule -> (SendMessages) schedule.target())
            .toList();
    assertThat(sends)
        .filteredOn(send -> send.queueId().equals("TickQueue"))
        .flatExtracting(SendMessages::messages)
        .extracting(message -> message.delay().toSeconds())
        .containsExactly(0L, 10L, 20L, 30L, 40L, 50L);
    assertThat(sends).extracting(SendMessages::queueId).contains("ImportQueue");
    assertThat(schedules).allMatch(schedule -> schedule.every().compareTo(Duration.ZERO) > 0);
  }
}
