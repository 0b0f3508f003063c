package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.local.Finding.Verdict;
import daybook.mongodb.MongoInspection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What {@code ./daybook doctor} makes of what it sees. */
class DoctorTest {

  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:imports";

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
    assertAdvised(found);
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
    ObjectVersion source = new ObjectVersion("uploads", "a.csv", null, "e", NOW, 100);
    return new ImportRecord(source, NOW.minus(since), at(read), at(applied), List.of(), false);
  }

  private static ImportPosition at(long rows) {
    return rows == 0
        ? ImportPosition.START
        : new ImportPosition(
            10 * rows, rows, rows, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
  }

  @Test
  void deadLettersAreAFault() {
    assertThat(AwsChecks.deadLetters("dlq", 0).verdict()).isEqualTo(Verdict.OK);
    assertThat(AwsChecks.deadLetters("dlq", 2).seen()).isEqualTo("2 in dlq");
    assertThat(AwsChecks.deadLetters("dlq", 2).verdict()).isEqualTo(Verdict.FAIL);
    assertAdvised(AwsChecks.deadLetters("dlq", 2));
    assertThat(AwsChecks.deadLettersArn("{\"deadLetterTargetArn\":\"" + ARN + "\"}")).contains(ARN);
    assertThat(AwsChecks.deadLettersArn("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1800, OK", "300, WARN"})
  void messagesMustStayHiddenForLongerThanAFunctionRuns(String seconds, Verdict expected) {
    Finding found =
        AwsChecks.importQueue(
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                seconds,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                "1200"));

    assertThat(found.verdict()).isEqualTo(expected);
    assertThat(found.seen()).startsWith("1,200 uploads wait, 0 are being imported");
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

  private static QueueConfiguration announced(String arn, String event) {
    return QueueConfiguration.builder().queueArn(arn).eventsWithStrings(event).build();
  }

  @Test
  void bucketWithoutVersionsIsAFault() {
    assertThat(AwsChecks.versioning("uploads", true).verdict()).isEqualTo(Verdict.OK);
    assertThat(AwsChecks.versioning("uploads", false).verdict()).isEqualTo(Verdict.FAIL);
    assertAdvised(AwsChecks.versioning("uploads", false));
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
