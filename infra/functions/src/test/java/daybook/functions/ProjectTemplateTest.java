package daybook.functions;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.template.BucketDefinition;
import daybook.template.FunctionDefinition;
import daybook.template.HttpRoute;
import daybook.template.QueueMapping;
import daybook.template.ScheduleDefinition;
import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import daybook.template.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's own template can run on one machine. */
class ProjectTemplateTest {

  private static final Path HOME = Path.of("../..");
  private static final Template TEMPLATE = ProjectTemplate.read(HOME, Map.of());

  @Test
  void environmentNamesWhatIsOnThisMachine() {
    assertThat(DaybookFunction.IMPORTER.in(ProjectTemplate.functions(HOME)).environment())
        .containsEntry("IMPORT_BUCKET", "http://127.0.0.1:1/ImportBucket")
        .containsEntry("IMPORT_QUEUE_URL", "http://127.0.0.1:1/ImportQueue")
        .containsEntry("REDIS_HOST", "127.0.0.1")
        .containsEntry("REDIS_TLS", "false")
        .containsEntry("MONGODB_URI", "mongodb://127.0.0.1:1/");
  }

  @Test
  void apiAnswersEveryPath() {
    assertThat(DaybookFunction.API.in(ProjectTemplate.functions(HOME)).routes())
        .extracting(HttpRoute::key)
        .containsExactlyInAnyOrder(
            "GET /",
            "GET /assets/{proxy+}",
            "GET /docs",
            "GET /health",
            "GET /openapi.yaml",
            "GET /stats",
            "$default");
  }

  @Test
  void intakeAnswersWhatWrites() {
    assertThat(DaybookFunction.INTAKE.in(ProjectTemplate.functions(HOME)).routes())
        .extracting(HttpRoute::key)
        .containsExactlyInAnyOrder(
            "POST /transactions",
            "PATCH /transactions/{id}",
            "DELETE /transactions/{id}",
            "POST /users/{user_id}/erase");
  }

  @Test
  void everyQueueFeedsOneFunction() {
    assertThat(ProjectTemplate.functions(HOME))
        .flatExtracting(FunctionDefinition::mappings)
        .isNotEmpty()
        .allMatch(QueueMapping::reportsItemFailures)
        .extracting(QueueMapping::queueId)
        .doesNotHaveDuplicates();
  }

  @Test
  void uploadsAreAnnouncedToTheQueueOfTheImporter() {
    BucketDefinition bucket = TEMPLATE.buckets().get(0);
    String queue =
        DaybookFunction.IMPORTER.in(ProjectTemplate.functions(HOME)).mappings().get(0).queueId();

    assertThat(bucket.id()).isEqualTo("ImportBucket");
    assertThat(bucket.notifications()).allMatch(each -> each.queueId().equals(queue));
    assertThat(bucket.notifications()).anyMatch(each -> each.covers("a.csv"));
    assertThat(bucket.notifications()).anyMatch(each -> each.covers("a.csv.gz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"six", "one"})
  void everyScheduleIsUnderstoodHoweverTicksAreSent(String tickSchedules) {
    Template template = ProjectTemplate.read(HOME, Map.of("TickSchedules", tickSchedules));
    List<ScheduleDefinition> schedules = template.schedules(ProjectTemplate.resources(template));

    assertThat(schedules)
        .extracting(ScheduleDefinition::target)
        .hasAtLeastOneElementOfType(InvokeFunction.class);
    List<SendMessages> sends =
        schedules.stream()
            .filter(schedule -> schedule.target() instanceof SendMessages)
            .map(schedule -> (SendMessages) schedule.target())
            .toList();
    for (String queue : List.of("TickQueue", "SealQueue")) {
      assertThat(sends)
          .filteredOn(send -> send.queueId().equals(queue))
          .flatExtracting(SendMessages::messages)
          .extracting(message -> message.delay().toSeconds())
          .as(queue)
          .containsExactly(0L, 10L, 20L, 30L, 40L, 50L);
    }
    assertThat(sends).extracting(SendMessages::queueId).contains("ImportQueue");
    assertThat(schedules).allMatch(schedule -> schedule.every().compareTo(Duration.ZERO) > 0);
  }
}
