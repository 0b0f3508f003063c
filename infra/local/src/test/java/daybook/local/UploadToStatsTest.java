package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.testkit.Await;
import daybook.testkit.Gzip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Buckets, versions, notifications and queues as the template says, in an S3 and SQS written by
 * others: an upload by AWS's own client is all that anybody does, and the totals come out exact.
 */
class UploadToStatsTest {

  private static final String BUCKET = Pipeline.bucketName("ImportBucket");
  private static final String REJECTS = Pipeline.bucketName("RejectsBucket");

  /** Time in which nothing further may come: what is announced twice is announced within it. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private AwsEndpoint endpoint;
  private LocalPipeline pipeline;

  /** Before the test and not its class, or a run without any such server would not count it. */
  @BeforeEach
  void start() throws Exception {
    endpoint = AwsEndpoint.start();
    String url = endpoint.url().toString();
    pipeline =
        LocalPipeline.start(folder.resolve("state"), Map.of(), List.of("--s3", url, "--sqs", url));
  }

  @AfterEach
  void end() throws Exception {
    if (pipeline != null) {
      empty(pipeline.s3());
      pipeline.close();
    }
    if (endpoint != null) {
      endpoint.close();
    }
  }

  /** A server that outlives the test must not find its files in the next one. */
  private static void empty(S3Client s3) {
    for (String bucket : List.of(BUCKET, REJECTS)) {
      var versions = s3.listObjectVersionsPaginator(list -> list.bucket(bucket));
      versions
          .versions()
          .forEach(
              version ->
                  s3.deleteObject(
                      delete ->
                          delete.bucket(bucket).key(version.key()).versionId(version.versionId())));
    }
  }

  private void put(String key, byte[] content) {
    pipeline.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  private void awaitTotals(DailyTotals expected) throws Exception {
    Await.until(
        "the totals of " + expected.byDay().firstKey() + " and later",
        LocalPipeline.IMPORT_LIMIT,
        () -> compared(expected).exact());
  }

  @Test
  void uploadsOfEveryKindAreCountedOnceAndOverwritingOnesToo() throws Exception {
    assertThat(pipeline.s3().getBucketVersioning(get -> get.bucket(BUCKET)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    byte[] sample =
        Files.readAllBytes(LocalPipeline.home().resolve("data/transactions_1_month.csv"));
    byte[] small =
        """
        timestamp,type,payment_method,amount
        2025-03-01T10:30:00,deposit,paypal,5200.00
        2025-03-01T10:31:00,deposit,paypal,10.43
        2025-03-01T10:32:00,deposit,paypal,ten
        """
            .getBytes(UTF_8);
    byte[] corrected =
        "timestamp,type,payment_method,amount\n2025-03-01T10:32:00,deposit,paypal,10.00\n"
            .getBytes(UTF_8);
    put("in/sample 1+2.csv", sample);
    put("small.csv.gz", Gzip.of(small));
    DailyTotals expected = ExpectedTotals.of(sample).plus(ExpectedTotals.of(small));
    awaitTotals(expected);

    // The same key again is a version of its own, and so is counted as well.
    put("small.csv.gz", Gzip.of(corrected));
    expected = expected.plus(ExpectedTotals.of(corrected));
    awaitTotals(expected);
    pipeline.s3().deleteObject(delete -> delete.bucket(BUCKET).key("small.csv.gz"));
    pipeline.awaitNotificationsDone();
    assertRemains(expected);
    assertThat(pipeline.s3().listObjectsV2(list -> list.bucket(REJECTS)).contents())
        .extracting(S3Object::key)
        .filteredOn(key -> key.endsWith("/rejects.csv"))
        .singleElement()
        .satisfies(
            key ->
                assertThat(
                        pipeline
                            .s3()
                            .getObjectAsBytes(get -> get.bucket(REJECTS).key(key))
                            .asUtf8String())
                    .contains("ten"));
  }

  private Comparison compared(DailyTotals expected) throws Exception {
    SortedMap<LocalDate, ?> days = expected.byDay();
    return Comparison.of(expected, pipeline.stats().read(days.firstKey(), days.lastKey()));
  }

  /** A deletion takes nothing back, and nothing that is announced again counts again. */
  private void assertRemains(DailyTotals expected) throws Exception {
    long end = System.nanoTime() + SETTLED.toNanos();
    while (System.nanoTime() < end) {
      assertThat(compared(expected).differences()).isEmpty();
    }
  }
}
