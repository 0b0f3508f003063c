package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.EmbeddedSqs;
import daybook.lambda.SqsAccess;
import daybook.local.Finding.Verdict;
import daybook.mongodb.MongoInspection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What {@code ./daybook doctor} makes of what it sees. */
class DoctorTest {

  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:imports";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"7.0.15, OK", "6.2.0, OK", "5.0.14, FAIL", "unknown, FAIL", ", WARN"})
  void versionThatIsTooOldIsAFault(String version, Verdict expected) {
    Finding found =
        StoreChecks.version(
            "redis version", Optional.ofNullable(version), StoreChecks.REDIS_MAJOR_MIN, "");

    assertThat(found.verdict()).isEqualTo(expected);
    assertAdvised(found);
  }

  @ParameterizedTest
  @CsvSource({"noeviction, OK", "volatile-lru, WARN", ", WARN"})
  void policyOtherThanNoevictionIsSaid(String policy, Verdict expected) {
    Finding found = StoreChecks.policy(Optional.ofNullable(policy));

    assertThat(found.verdict()).isEqualTo(expected);
    assertAdvised(found);
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "4999, OK", "-5000, WARN", "299999, WARN", "300000, FAIL", "-900000, FAIL"})
  void clockIsJudgedByHowFarItIsOff(long ms, Verdict expected) {
    Finding found = StoreChecks.skew("redis clock", Duration.ofMillis(ms));

    assertThat(found.verdict()).isEqualTo(expected);
    assertAdvised(found);
  }

  @Test
  void serverAloneIsSaidUnlessItIsTheRunsOwn() {
    MongoInspection.Found alone = mongo(Optional.empty(), List.of());

    assertThat(StoreChecks.majority(alone, false).verdict()).isEqualTo(Verdict.WARN);
    assertThat(StoreChecks.majority(alone, true).verdict()).isEqualTo(Verdict.OK);
    assertThat(StoreChecks.majority(mongo(Optional.of("rs0"), List.of()), false).seen())
        .isEqualTo("majority of the 3 members of rs0, whatever the URI says");
  }

  @Test
  void whatTheDatabaseLacksIsNamed() {
    MongoInspection.Found lacking = mongo(Optional.of("rs0"), List.of("Imports.idx_end"));

    Finding indexes = StoreChecks.indexes(lacking);

    assertThat(indexes.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(indexes.seen()).endsWith("Imports.idx_end");
    assertAdvised(indexes);
    assertThat(StoreChecks.indexes(mongo(Optional.empty(), List.of())).verdict())
        .isEqualTo(Verdict.OK);
    Finding validators = StoreChecks.validators(lacking, false);
    assertThat(validators.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(validators.seen()).endsWith("DailyAggregates");
    assertAdvised(validators);
    assertThat(StoreChecks.validators(lacking, true).verdict()).isEqualTo(Verdict.OK);
  }

  /** Nobody signs in here, so that an API which asks for it is no fault. */
  @ParameterizedTest
  @CsvSource({
    "200, '{\"status\":\"ready\",\"waiting_rows\":3}', OK, 'ready, 3 rows wait'",
    "401, '{\"message\":\"Unauthorized\"}', WARN, answers only who signs in",
    "403, '{\"message\":\"Forbidden\"}', WARN, answers only who signs in",
    "503, '{\"detail\":\"mongodb did not answer in time\"}', FAIL, mongodb did not answer in time",
  })
  void apiIsJudgedByWhatItAnswers(int status, String body, Verdict expected, String seen)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      Finding found =
          DoctorCommand.api(
              Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())));

      assertThat(found.verdict()).isEqualTo(expected);
      assertThat(found.seen()).endsWith(seen);
      assertAdvised(found);
    } finally {
      server.stop(0);
    }
  }

  private static MongoInspection.Found mongo(Optional<String> replicaSet, List<String> missing) {
    return new MongoInspection.Found(
        "7.0.15", replicaSet, 3, Optional.of(NOW), true, missing, List.of("DailyAggregates"));
  }

  @ParameterizedTest
  @CsvSource({"14, 1, OK", "16, 1, WARN", "16, 0, OK"})
  void rowsThatWaitForLongAreSaid(long minutes, long waiting, Verdict expected) {
    Finding found =
        StoreChecks.waiting(List.of(record(Duration.ofMinutes(minutes), 10, 10 - waiting)), 3, NOW);

    assertThat(found.verdict()).isEqualTo(expected);
    assertThat(found.seen()).startsWith("3 batches with " + waiting + " row");
    assertThat(found.seen())
        .endsWith(
            ", the oldest%s is a.csv, begun %d min ago"
                .formatted(waiting == 0 ? "" : " that waits", minutes));
    assertAdvised(found);
  }

  /** The page and {@code /health/ready} do not count them either. */
  @Test
  void rowsOfAStoppedImportDoNotWait() {
    ImportRecord stopped =
        new ImportRecord(source(), NOW.minusSeconds(7200), at(10), at(4), List.of(), true);

    Finding found = StoreChecks.waiting(List.of(stopped), 1, NOW);

    assertThat(found.verdict()).isEqualTo(Verdict.OK);
    assertThat(found.seen()).startsWith("1 batches with 0 rows, 1 running imports");
  }

  @ParameterizedTest
  @CsvSource({
    "61, 120, 5, 4, WARN",
    "59, 120, 5, 4, OK",
    "61, 30, 5, 4, OK",
    "61, 120, 5, 5, OK",
    "61, 120, 0, 0, OK",
  })
  void dumpIsLateOnlyWhereItLacksRowsForLong(
      long dumpedSeconds, long begunSeconds, long applied, long dumped, Verdict expected) {
    ImportRecord running = record(Duration.ofSeconds(begunSeconds), 10, applied);
    ImportRecord then = record(Duration.ofSeconds(begunSeconds), 10, dumped);
    Checkpoint newest =
        new Checkpoint(
            1,
            "s",
            List.of(),
            List.of(new ImportCheckpoint(then.source().importId(), then)),
            Form.NEWEST);

    Finding found =
        StoreChecks.lastDump(
            StoreChecks.missing(List.of(running), Optional.of(newest)),
            NOW.minusSeconds(dumpedSeconds),
            NOW);

    assertThat(found.verdict()).isEqualTo(expected);
    assertAdvised(found);
  }

  private static ImportRecord record(Duration since, long read, long applied) {
    return new ImportRecord(source(), NOW.minus(since), at(read), at(applied), List.of(), false);
  }

  private static ObjectVersion source() {
    return new ObjectVersion("uploads", "a.csv", null, "e", NOW, 100);
  }

  private static ImportPosition at(long rows) {
    return rows == 0
        ? ImportPosition.START
        : new ImportPosition(
            10 * rows, rows, rows, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
  }

  @Test
  void deadLettersOfAnyQueueAreAFault() {
    Finding none = QueueChecks.deadLetters(new TreeMap<>(Map.of("a", 0L, "b", 0L)));
    assertThat(none.verdict()).isEqualTo(Verdict.OK);
    assertThat(none.seen()).isEqualTo("none in a, b");
    Finding some = QueueChecks.deadLetters(new TreeMap<>(Map.of("a", 0L, "b", 1200L, "c", 2L)));
    assertThat(some.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(some.seen()).isEqualTo("1,200 in b, 2 in c");
    assertAdvised(some);
    assertThat(QueueChecks.deadLettersArn("{\"deadLetterTargetArn\":\"" + ARN + "\"}"))
        .contains(ARN);
    assertThat(QueueChecks.deadLettersArn("")).isEmpty();
  }

  @Test
  void furtherQueuesOfAStackAreFoundByTheNameOfTheImportQueue() {
    assertThat(QueueChecks.prefix("daybook-prod-ImportQueue-1A2B3C", "FailedInvocations"))
        .contains("daybook-prod-FailedInvocations");
    assertThat(QueueChecks.prefix("uploads", "FailedInvocations")).isEmpty();
  }

  /** A server of queues as the template has them, one of which is missing. */
  @Test
  void everyQueueOfFailuresIsLookedAtAndOneThatIsMissingIsNamed() {
    try (EmbeddedSqs server = EmbeddedSqs.builder().region("eu-central-1").start();
        SqsClient sqs = Queues.client(access(server))) {
      queue(sqs, "s-ImportDeadLetters-1", Map.of());
      String own = server.queueArn("s-ImportDeadLetters-1");
      String policy = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(own);
      String uploads =
          queue(sqs, "s-ImportQueue-2", Map.of(QueueAttributeName.REDRIVE_POLICY, policy));
      String failed = queue(sqs, "s-FailedInvocations-3", Map.of());
      queue(sqs, "s-WakeUpDeadLetters-4", Map.of());
      queue(sqs, "s-ScheduleDeadLettersOld", Map.of());
      String named = queue(sqs, "elsewhere", Map.of());
      for (String url : List.of(failed, failed, named)) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("x"));
      }
      List<Finding> findings = new ArrayList<>();

      assertThat(
              new QueueChecks(sqs, findings).look(URI.create(uploads), List.of(URI.create(named))))
          .contains(server.queueArn("s-ImportQueue-2"));

      assertThat(findings)
          .extracting(Finding::verdict, Finding::seen)
          .contains(
              tuple(Verdict.FAIL, "1 in elsewhere, 2 in s-FailedInvocations-3"),
              tuple(Verdict.WARN, "not looked at: s-ScheduleDeadLetters"));
    }
  }

  private static SqsAccess access(EmbeddedSqs server) {
    return new Servers.Access("daybook", "secret", "eu-central-1")
        .to(Optional.of(server.endpoint()));
  }

  private static String queue(
      SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
  }

  @ParameterizedTest
  @CsvSource({"1800, OK", "300, WARN"})
  void messagesMustStayHiddenForLongerThanAFunctionRuns(String seconds, Verdict expected) {
    Finding found =
        QueueChecks.importQueue(
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                seconds,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                "1200",
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                "3"));

    assertThat(found.verdict()).isEqualTo(expected);
    assertThat(found.seen())
        .startsWith("1,200 uploads wait (since when: ")
        .contains(" in CloudWatch), 3 come later, 0 are being imported");
    assertAdvised(found);
  }

  @Test
  void notificationMustGoToTheImportQueue() {
    QueueConfiguration ours = announced(ARN, "s3:ObjectCreated:*");

    assertThat(AwsChecks.notification(List.of(ours), Optional.of(ARN)).verdict())
        .isEqualTo(Verdict.OK);
    assertThat(AwsChecks.notification(List.of(), Optional.of(ARN)).seen()).endsWith("to nobody");
    Finding other =
        AwsChecks.notification(
            List.of(announced(ARN + "-old", "s3:ObjectCreated:*")), Optional.of(ARN));
    assertThat(other.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(other.seen()).endsWith("imports-old");
    assertAdvised(other);
    assertThat(
            AwsChecks.notification(List.of(announced(ARN, "s3:ObjectRemoved:*")), Optional.of(ARN))
                .verdict())
        .isEqualTo(Verdict.FAIL);
  }

  /** A put alone misses what is uploaded in parts. */
  @Test
  void notificationMustBeOfEveryWayOfCreation() {
    String created = "s3:ObjectCreated:";
    Finding put =
        AwsChecks.notification(List.of(announced(ARN, created + "Put")), Optional.of(ARN));
    assertThat(put.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(put.seen()).startsWith("only s3:ObjectCreated:Put is announced");
    assertAdvised(put);
    List<QueueConfiguration> each =
        Stream.of("Put", "Post", "Copy", "CompleteMultipartUpload")
            .map(way -> announced(ARN, created + way))
            .toList();
    assertThat(AwsChecks.notification(each, Optional.of(ARN)).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void notificationMustBeOfEveryName() {
    FilterRule csv = FilterRule.builder().name("suffix").value(".csv").build();
    QueueConfiguration some =
        announced(ARN, "s3:ObjectCreated:*").toBuilder()
            .filter(filter -> filter.key(key -> key.filterRules(csv)))
            .build();

    Finding found = AwsChecks.notification(List.of(some), Optional.of(ARN));

    assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(found.seen()).contains("filter");
    assertAdvised(found);
    assertThat(
            AwsChecks.notification(
                    List.of(some, announced(ARN, "s3:ObjectCreated:*")), Optional.of(ARN))
                .verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void notificationToAQueueThatNobodyKnowsIsNoImportQueue() {
    Finding found =
        AwsChecks.notification(List.of(announced(ARN, "s3:ObjectCreated:*")), Optional.empty());

    assertThat(found.verdict()).isEqualTo(Verdict.WARN);
    assertThat(found.seen()).endsWith("are announced to " + ARN);
    assertAdvised(found);
  }

  private static QueueConfiguration announced(String arn, String event) {
    return QueueConfiguration.builder().queueArn(arn).eventsWithStrings(event).build();
  }

  @Test
  void bucketWithoutVersionsIsAFaultWhereItsServerCouldKeepThem() {
    assertThat(AwsChecks.versioning("uploads", true, true).verdict()).isEqualTo(Verdict.OK);
    assertThat(AwsChecks.versioning("uploads", false, true).verdict()).isEqualTo(Verdict.FAIL);
    assertAdvised(AwsChecks.versioning("uploads", false, true));
    assertThat(AwsChecks.versioning("uploads", false, false).verdict()).isEqualTo(Verdict.WARN);
    assertAdvised(AwsChecks.versioning("uploads", false, false));
  }

  /** As of a run with an S3 that has neither versions nor notifications. */
  @Test
  void runWithALesserS3IsHealthyAndNoBucketHidesAnother() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.builder(folder).credentials("daybook", "secret").start();
        EmbeddedSqs sqs = EmbeddedSqs.builder().region("eu-central-1").start()) {
      Queues.client(access(sqs))
          .createQueue(create -> create.queueName("s-ImportQueue"))
          .queueUrl();
      s3.createBucket("uploads");
      s3.createBucket("rejects");
      List<Finding> healthy = buckets(s3, sqs, "uploads", "false");
      assertThat(healthy)
          .extracting(Finding::check, Finding::verdict)
          .contains(
              tuple("import bucket", Verdict.WARN),
              tuple("notification", Verdict.OK),
              tuple("rejects bucket", Verdict.OK));

      assertThat(buckets(s3, sqs, "gone", "false"))
          .extracting(Finding::check, Finding::verdict)
          .contains(tuple("import bucket", Verdict.FAIL), tuple("rejects bucket", Verdict.OK));
    }
  }

  private static List<Finding> buckets(
      EmbeddedS3 s3, EmbeddedSqs sqs, String bucket, String notifies) throws Exception {
    Map<String, String> runEnv = new HashMap<>();
    runEnv.put("DAYBOOK_API", "http://localhost:1");
    runEnv.put("DAYBOOK_BUCKET", bucket);
    runEnv.put("DAYBOOK_REJECTS_BUCKET", "rejects");
    runEnv.put("DAYBOOK_NOTIFIES", notifies);
    runEnv.put("REDIS_HOST", "localhost");
    runEnv.put("MONGODB_URI", "mongodb://localhost:1/");
    runEnv.put("IMPORT_QUEUE_URL", sqs.queueUrl("s-ImportQueue"));
    runEnv.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    runEnv.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
    runEnv.put("AWS_ACCESS_KEY_ID", "daybook");
    runEnv.put("AWS_SECRET_ACCESS_KEY", "secret");
    runEnv.put("AWS_REGION", "eu-central-1");
    return new AwsChecks(DoctorTarget.ofRun(runEnv), InstantSource.system()).look();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 01 Feb 2026 00:00:01 GMT | OK",
        "Sun, 01 Feb 2026 00:00:30 GMT | WARN",
        "Sat, 31 Jan 2026 23:50:00 GMT | FAIL",
        "yesterday | WARN",
      })
  void clockOfS3IsReadFromItsAnswer(String date, Verdict expected) {
    assertThat(AwsChecks.s3Clock(Optional.of(date), NOW).verdict()).isEqualTo(expected);
  }

  private static void assertAdvised(Finding found) {
    assertThat(found.expected().isEmpty()).isEqualTo(found.verdict() == Verdict.OK);
    assertThat(found.advice().isEmpty()).isEqualTo(found.verdict() == Verdict.OK);
  }
}
