package daybook.local;

import daybook.lambda.DirectHttp;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Looks whether buckets and queues are as Daybook needs them. Changes nothing. What does not answer
 * is a finding.
 */
final class AwsChecks {

  private static final String IMPORT_BUCKET = "import bucket";
  private static final String NOTIFICATION = "notification";
  private static final String CREATED = "s3:ObjectCreated:";

  /** What {@code s3:ObjectCreated:*} stands for. */
  private static final Set<String> WAYS_OF_CREATION =
      Set.of(
          CREATED + "Put", CREATED + "Post", CREATED + "Copy", CREATED + "CompleteMultipartUpload");

  /** One question with its tries: somebody is waiting. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

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

  /** What does not answer. */
  static Finding unanswered(String check, SdkException e) {
    return Finding.fail(
        check,
        Finding.said(e),
        "an answer",
        "see AWS_REGION, how you are signed in, and whether it is there");
  }

  /** Looks at the queue of uploads and at dead letters; its ARN, where it answers. */
  private Optional<String> queues(List<Finding> findings) {
    if (target.importQueue().isEmpty()) {
      findings.add(notGiven(QueueChecks.IMPORT_QUEUE, "IMPORT_QUEUE_URL", "--import-queue URL"));
      return Optional.empty();
    }
    try (SqsClient sqs = sqs()) {
      return new QueueChecks(sqs, findings).look(target.importQueue().get(), target.deadLetters());
    } catch (SdkException e) {
      // Of the client, which finds no region or nobody to sign in as.
      findings.add(unanswered(QueueChecks.IMPORT_QUEUE, e));
      return Optional.empty();
    }
  }

  private void buckets(Optional<String> queueArn, List<Finding> findings) {
    if (target.importBucket().isEmpty()) {
      findings.add(notGiven(IMPORT_BUCKET, "IMPORT_BUCKET", "--bucket NAME"));
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
      target.rejectsBucket().ifPresent(name -> rejectsBucket(s3, name, findings));
    } catch (SdkException e) {
      findings.add(unanswered("buckets", e));
    }
  }

  private static void rejectsBucket(S3Client s3, String name, List<Finding> findings) {
    String check = "rejects bucket";
    try {
      s3.headBucket(head -> head.bucket(name));
      findings.add(Finding.ok(check, name));
    } catch (SdkException e) {
      findings.add(unanswered(check, e));
    }
  }

  private void importBucket(
      S3Client s3, String name, Optional<String> queueArn, List<Finding> findings) {
    try {
      HeadBucketResponse found = s3.headBucket(head -> head.bucket(name));
      findings.add(s3Clock(found.sdkHttpResponse().firstMatchingHeader("Date"), clock.instant()));
      if (target.embedded().s3()) {
        findings.add(
            Finding.ok(IMPORT_BUCKET, name + ", of the local run, which notifies by itself"));
        return;
      }
      findings.add(versioning(name, keepsVersions(s3, name), target.embedded().notified()));
      findings.add(
          target.embedded().notified()
              ? notification(
                  s3.getBucketNotificationConfiguration(get -> get.bucket(name))
                      .queueConfigurations(),
                  queueArn)
              : Finding.ok(
                  NOTIFICATION,
                  "this server notifies nobody: the command import announces what it uploads, and"
                      + " reconcile finds the rest"));
    } catch (SdkException e) {
      findings.add(unanswered(IMPORT_BUCKET, e));
    }
  }

  /** A server of somebody's own may not know what versions are. */
  private boolean keepsVersions(S3Client s3, String name) {
    try {
      return s3.getBucketVersioning(get -> get.bucket(name)).status()
          == BucketVersioningStatus.ENABLED;
    } catch (S3Exception e) {
      if (target.embedded().notified() || !GivenBucket.lacks(e)) {
        throw e;
      }
      return false;
    }
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

  /**
   * Whether an object that is overwritten stays until its import has ended.
   *
   * @param able whether its server could keep versions, as far as anybody knows
   */
  static Finding versioning(String bucket, boolean versions, boolean able) {
    if (versions) {
      return Finding.ok(IMPORT_BUCKET, bucket + ", keeps versions");
    }
    String seen = bucket + " keeps no versions";
    String lost = "a file that is overwritten while it is imported is lost in part: ";
    return able
        ? Finding.fail(IMPORT_BUCKET, seen, "versioning", lost + "enable versioning")
        : Finding.warn(
            IMPORT_BUCKET, seen, "versioning", lost + "upload each under a name of its own");
  }

  /** Whether all uploads are announced to the queue. */
  static Finding notification(List<QueueConfiguration> queues, Optional<String> queueArn) {
    List<QueueConfiguration> ofCreation =
        queues.stream()
            .filter(
                queue ->
                    queue.eventsAsStrings().stream().anyMatch(event -> event.startsWith(CREATED)))
            .toList();
    List<QueueConfiguration> ours =
        ofCreation.stream()
            .filter(queue -> queueArn.isEmpty() || queue.queueArn().equals(queueArn.get()))
            .toList();
    if (ours.isEmpty()) {
      return unannounced(
          ofCreation.isEmpty()
              ? "uploads are announced to nobody"
              : "uploads are announced to " + ofCreation.get(0).queueArn());
    }
    Set<String> events =
        ours.stream()
            .filter(queue -> !isFiltered(queue))
            .flatMap(queue -> queue.eventsAsStrings().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (events.isEmpty()) {
      return unannounced("only uploads of some names are announced: there is a filter");
    }
    if (!events.contains(CREATED + "*") && !events.containsAll(WAYS_OF_CREATION)) {
      return unannounced(
          "only %s is announced, so that other uploads, such as in parts, are missed"
              .formatted(String.join(", ", events)));
    }
    return queueArn.isPresent()
        ? Finding.ok(NOTIFICATION, "all uploads are announced to the import queue")
        : Finding.warn(
            NOTIFICATION,
            "all uploads are announced to " + ours.get(0).queueArn(),
            "to the import queue, which is not known here",
            "compare it yourself, or give --import-queue URL");
  }

  private static boolean isFiltered(QueueConfiguration queue) {
    return queue.filter() != null
        && queue.filter().key() != null
        && queue.filter().key().filterRules().stream().anyMatch(rule -> !rule.value().isEmpty());
  }

  private static Finding unannounced(String seen) {
    return Finding.fail(
        NOTIFICATION,
        seen,
        CREATED + "* to the import queue, of all names",
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
