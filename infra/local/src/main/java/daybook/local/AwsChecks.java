package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.lambda.DirectHttp;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Looks whether buckets and queues are as Daybook needs them. Changes nothing. What does not answer
 * is a finding.
 */
final class AwsChecks {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** One question with its tries: somebody is waiting. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /** The importer may run for five minutes; a message must stay hidden for longer. */
  private static final Duration IMPORTER_TIME_MAX = Duration.ofMinutes(5);

  private static final String OPERATIONS =
      "docs/OPERATIONS.md says under Redrive dead letters what to do";

  private final DoctorTarget target;
  private final InstantSource clock;

  AwsChecks(DoctorTarget target, InstantSource clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Looks at all of it. */
  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Optional<String> queueArn = queues(findings);
    buckets(queueArn, findings);
    return findings;
  }

  private static Finding notGiven(String check, String setting, String option) {
    return Finding.warn(
        check, "not looked at", setting, "set %s, or give %s".formatted(setting, option));
  }

  private static Finding unanswered(String check, SdkException e) {
    return Finding.fail(
        check,
        Finding.said(e),
        "an answer",
        "see AWS_REGION, how you are signed in, and whether it is there");
  }

  /** Looks at the queue of uploads and its dead letters; its ARN, where it answers. */
  private Optional<String> queues(List<Finding> findings) {
    if (target.importQueue().isEmpty()) {
      findings.add(notGiven("import queue", "IMPORT_QUEUE_URL", "--import-queue URL"));
      return Optional.empty();
    }
    try (SqsClient sqs = sqs()) {
      Map<QueueAttributeName, String> queue = attributes(sqs, target.importQueue().get());
      findings.add(importQueue(queue));
      findings.add(deadLetters(sqs, queue));
      return Optional.ofNullable(queue.get(QueueAttributeName.QUEUE_ARN));
    } catch (SdkException e) {
      findings.add(unanswered("import queue", e));
      return Optional.empty();
    }
  }

  private static Map<QueueAttributeName, String> attributes(SqsClient sqs, URI queue) {
    return sqs.getQueueAttributes(
            get -> get.queueUrl(queue.toString()).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  /** Whether messages stay hidden for as long as an import may take, and how many there are. */
  static Finding importQueue(Map<QueueAttributeName, String> queue) {
    Duration hidden = Duration.ofSeconds(number(queue, QueueAttributeName.VISIBILITY_TIMEOUT));
    String seen =
        String.format(
            Locale.ROOT,
            "%,d uploads wait, %,d are being imported, hidden for %,d s meanwhile",
            number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
            number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
            hidden.toSeconds());
    return hidden.compareTo(IMPORTER_TIME_MAX) > 0
        ? Finding.ok("import queue", seen)
        : Finding.warn(
            "import queue",
            seen,
            "hidden for more than " + IMPORTER_TIME_MAX.toSeconds() + " s",
            "a message comes back while it is still worked on, which costs time and never money:"
                + " deploy the template again");
  }

  private static long number(Map<QueueAttributeName, String> queue, QueueAttributeName name) {
    return Long.parseLong(queue.getOrDefault(name, "0"));
  }

  private static Finding deadLetters(SqsClient sqs, Map<QueueAttributeName, String> queue) {
    String check = "dead letters";
    Optional<String> arn =
        deadLettersArn(queue.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    if (arn.isEmpty()) {
      return Finding.fail(
          check,
          "the import queue has none",
          "a queue for what failed five times",
          "an upload that keeps failing vanishes unseen: deploy the template again");
    }
    String name = arn.get().substring(arn.get().lastIndexOf(':') + 1);
    String url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    long letters =
        number(attributes(sqs, URI.create(url)), QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    return deadLetters(name, letters);
  }

  /** Whether anything has failed for good. */
  static Finding deadLetters(String name, long letters) {
    return letters == 0
        ? Finding.ok("dead letters", "none in " + name)
        : Finding.fail(
            "dead letters",
            String.format(Locale.ROOT, "%,d in %s", letters, name),
            "none",
            "money of these uploads may not be counted yet: " + OPERATIONS);
  }

  /** The queue to which a redrive policy sends; empty where it sends to none. */
  static Optional<String> deadLettersArn(String redrivePolicy) {
    try {
      return Optional.of(MAPPER.readTree(redrivePolicy).path("deadLetterTargetArn").asText(""))
          .filter(arn -> !arn.isEmpty());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private void buckets(Optional<String> queueArn, List<Finding> findings) {
    if (target.importBucket().isEmpty()) {
      findings.add(notGiven("import bucket", "IMPORT_BUCKET", "--bucket NAME"));
    }
    if (target.rejectsBucket().isEmpty()) {
      findings.add(notGiven("rejects bucket", "REJECTS_BUCKET", "--rejects-bucket NAME"));
    }
    if (target.importBucket().isEmpty() && target.rejectsBucket().isEmpty()) {
      // A client would look for a region and for somebody to sign in as.
      return;
    }
    try (S3Client s3 = s3()) {
      target.importBucket().ifPresent(name -> importBucket(s3, name, queueArn, findings));
      target
          .rejectsBucket()
          .ifPresent(
              name -> {
                s3.headBucket(head -> head.bucket(name));
                findings.add(Finding.ok("rejects bucket", name));
              });
    } catch (SdkException e) {
      findings.add(unanswered("buckets", e));
    }
  }

  private void importBucket(
      S3Client s3, String name, Optional<String> queueArn, List<Finding> findings) {
    HeadBucketResponse found = s3.headBucket(head -> head.bucket(name));
    findings.add(s3Clock(found.sdkHttpResponse().firstMatchingHeader("Date"), clock.instant()));
    if (target.embedded().s3()) {
      findings.add(
          Finding.ok("import bucket", name + ", of the local run, which notifies by itself"));
      return;
    }
    boolean versions =
        s3.getBucketVersioning(get -> get.bucket(name)).status() == BucketVersioningStatus.ENABLED;
    findings.add(versioning(name, versions));
    List<QueueConfiguration> queues =
        s3.getBucketNotificationConfiguration(get -> get.bucket(name)).queueConfigurations();
    findings.add(notification(queues, queueArn));
  }

  /** S3 refuses what was signed more than a quarter of an hour ago. */
  static Finding s3Clock(Optional<String> date, Instant now) {
    try {
      return date.map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
          .map(time -> Duration.between(now, time))
          // It says no more than the second.
          .map(ahead -> ahead.abs().toSeconds() <= 1 ? Duration.ZERO : ahead)
          .map(ahead -> StoreChecks.skew("s3 clock", ahead))
          .orElse(Finding.warn("s3 clock", "not said", "our time", "look at it yourself"));
    } catch (DateTimeException e) {
      return Finding.warn("s3 clock", date.orElse(""), "our time", "look at it yourself");
    }
  }

  /** Whether an object that is overwritten stays until its import has ended. */
  static Finding versioning(String bucket, boolean versions) {
    return versions
        ? Finding.ok("import bucket", bucket + ", keeps versions")
        : Finding.fail(
            "import bucket",
            bucket + " keeps no versions",
            "versioning",
            "a file that is overwritten while it is imported is lost in part: enable versioning");
  }

  /** Whether uploads are announced to the queue. */
  static Finding notification(List<QueueConfiguration> queues, Optional<String> queueArn) {
    String check = "notification";
    List<QueueConfiguration> ofCreation =
        queues.stream()
            .filter(
                queue ->
                    queue.eventsAsStrings().stream()
                        .anyMatch(event -> event.startsWith("s3:ObjectCreated:")))
            .toList();
    boolean ours =
        ofCreation.stream()
            .anyMatch(queue -> queueArn.isEmpty() || queue.queueArn().equals(queueArn.get()));
    return ours
        ? Finding.ok(check, "uploads are announced to the import queue")
        : Finding.fail(
            check,
            ofCreation.isEmpty()
                ? "uploads are announced to nobody"
                : "uploads are announced to " + ofCreation.get(0).queueArn(),
            "s3:ObjectCreated:* to the import queue",
            "uploads wait for the next look through the bucket: deploy the template again");
  }

  private S3Client s3() {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(http(target.s3()))
            .overrideConfiguration(override -> override.apiCallTimeout(CALL_LIMIT));
    target.s3().ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    target.access().ifPresent(access -> signedIn(builder, access));
    return builder.build();
  }

  private SqsClient sqs() {
    SqsClientBuilder builder =
        SqsClient.builder()
            .httpClientBuilder(http(target.sqs()))
            .overrideConfiguration(override -> override.apiCallTimeout(CALL_LIMIT));
    target.sqs().ifPresent(builder::endpointOverride);
    target.access().ifPresent(access -> signedIn(builder, access));
    return builder.build();
  }

  private static UrlConnectionHttpClient.Builder http(Optional<URI> endpoint) {
    return DirectHttp.to(endpoint).connectionTimeout(CONNECT_LIMIT).socketTimeout(CALL_LIMIT);
  }

  private static void signedIn(AwsClientBuilder<?, ?> builder, Servers.Access access) {
    builder.region(Region.of(access.region()));
    builder.credentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(access.keyId(), access.secret())));
  }
}
