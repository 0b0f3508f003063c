package daybook.template;

import daybook.template.BucketDefinition.Notification;
import daybook.template.QueueDefinition.Redrive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads queues and buckets. */
final class StoreReader {

  private static final String QUEUE = "AWS::SQS::Queue";
  private static final int VISIBILITY_SECONDS_DEFAULT = 30;
  private static final int VISIBILITY_SECONDS_MAX = 43_200;
  private static final int RETENTION_SECONDS_DEFAULT = 345_600;
  private static final int RETENTION_SECONDS_MIN = 60;
  private static final int RETENTION_SECONDS_MAX = 1_209_600;
  private static final int DELAY_SECONDS_MAX = 900;
  private static final int RECEIVE_COUNT_MAX = 1_000;

  private final ResourceSections sections;

  StoreReader(ResourceSections sections) {
    this.sections = sections;
  }

  List<QueueDefinition> queues() {
    List<QueueDefinition> queues = new ArrayList<>();
    sections.ofType(QUEUE).forEach((id, section) -> queues.add(queue(id, section)));
    return queues;
  }

  private QueueDefinition queue(String id, Section section) {
    if (section.flag("FifoQueue", false)) {
      section.problem("FifoQueue", "this machine has standard queues only");
    }
    return new QueueDefinition(
        id,
        Duration.ofSeconds(
            section.integer(
                "VisibilityTimeout", VISIBILITY_SECONDS_DEFAULT, 0, VISIBILITY_SECONDS_MAX)),
        Duration.ofSeconds(
            section.integer(
                "MessageRetentionPeriod",
                RETENTION_SECONDS_DEFAULT,
                RETENTION_SECONDS_MIN,
                RETENTION_SECONDS_MAX)),
        Duration.ofSeconds(section.integer("DelaySeconds", 0, 0, DELAY_SECONDS_MAX)),
        redrive(section));
  }

  private Optional<Redrive> redrive(Section section) {
    if (!section.has("RedrivePolicy")) {
      return Optional.empty();
    }
    Section policy = section.section("RedrivePolicy");
    if (!policy.has("maxReceiveCount")) {
      policy.problem("maxReceiveCount", "expected a value, found none");
    }
    return Optional.of(
        new Redrive(
            sections.resource(policy, "deadLetterTargetArn", QUEUE),
            policy.integer("maxReceiveCount", 1, 1, RECEIVE_COUNT_MAX)));
  }

  List<BucketDefinition> buckets() {
    List<BucketDefinition> buckets = new ArrayList<>();
    sections
        .ofType("AWS::S3::Bucket")
        .forEach(
            (id, section) -> {
              String status = section.section("VersioningConfiguration").text("Status", "");
              buckets.add(
                  new BucketDefinition(id, status.equals("Enabled"), notifications(section)));
            });
    return buckets;
  }

  private List<Notification> notifications(Section bucket) {
    List<Notification> notifications = new ArrayList<>();
    bucket
        .section("NotificationConfiguration")
        .sections("QueueConfigurations")
        .values()
        .forEach(configuration -> notifications.add(notification(configuration)));
    return notifications;
  }

  private Notification notification(Section configuration) {
    Map<String, String> filter = new LinkedHashMap<>();
    configuration
        .section("Filter")
        .section("S3Key")
        .sections("Rules")
        .values()
        .forEach(rule -> filter.put(rule.requiredText("Name"), rule.requiredText("Value")));
    return new Notification(
        configuration.requiredText("Event"),
        sections.resource(configuration, "Queue", QUEUE),
        filter.getOrDefault("prefix", ""),
        filter.getOrDefault("suffix", ""));
  }
}
