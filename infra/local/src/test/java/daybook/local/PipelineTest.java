package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SkipRule;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.data.RejectsFile;
import daybook.testkit.Await;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The whole pipeline over S3 and HTTP. Every test compares what the totals have grown by. */
class PipelineTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration HTTP_LIMIT = Duration.ofSeconds(40);

  /** Its one total has no room for another cent, so it cannot be added to the others. */
  private static final String FULL_TOTAL = "amount-largest-total";

  @TempDir private static Path folder;
  private static LocalPipeline pipeline;
  private static StatsClient stats;

  @BeforeAll
  static void start() throws Exception {
    pipeline = LocalPipeline.start(folder.resolve("state"), Map.of());
    stats = pipeline.stats();
  }

  @AfterAll
  static void end() throws Exception {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void sampleIsExactAlthoughEveryRowIsOld() throws Exception {
    byte[] sample =
        Files.readAllBytes(LocalPipeline.home().resolve("data/transactions_1_month.csv"));
    DailyTotals expected = ExpectedTotals.of(sample);
    DailyTotals before = read(expected);

    LedgerEntry end = pipeline.awaitEnd(pipeline.upload(sample, "in/sample.csv"));

    assertThat(end.end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(end.end().accepted()).isEqualTo(5_000);
    assertThat(end.end().rejectedRows()).isZero();
    assertGrown(before, expected);
  }

  @Test
  void sameFileAgainCountsAgainAndOnlyOnceMore() throws Exception {
    byte[] csv = csv("2025-06-01,deposit,visa,10.43", "2025-06-02,withdrawal,wire,0.07");
    DailyTotals expected = ExpectedTotals.of(csv);
    DailyTotals before = read(expected);
    ObjectVersion first = pipeline.upload(csv, "twice.csv");
    pipeline.awaitEnd(first);
    awaitSecondAfter(first);

    ObjectVersion second = pipeline.upload(csv, "twice.csv");
    pipeline.awaitEnd(second);

    assertThat(second.importId()).isNotEqualTo(first.importId());
    assertGrown(before, expected.plus(expected));
    awaitEverythingBefore("twice");
    assertGrown(before, expected.plus(expected));
  }

  @Test
  void redeliveredEventOfAnImportedVersionChangesNothing() throws Exception {
    byte[] csv = csv("2025-07-01,deposit,visa,10.43", "2025-07-02,withdrawal,wire,0.07");
    DailyTotals expected = ExpectedTotals.of(csv);
    DailyTotals before = read(expected);
    ObjectVersion source = pipeline.upload(csv, "a folder/again+ü.csv");
    LedgerEntry end = pipeline.awaitEnd(source);

    pipeline.notifyAgain(source);
    pipeline.notifyAgain(source);
    awaitEverythingBefore("again");

    assertThat(pipeline.finished(source)).contains(end);
    assertThat(pipeline.running(source)).isEmpty();
    assertGrown(before, expected);
  }

  @Test
  void everyGoldenCaseEndsAsItSays() throws Exception {
    List<GoldenCase> together =
        GoldenCases.all().stream().filter(golden -> !golden.name().equals(FULL_TOTAL)).toList();
    DailyTotals expected = ExpectedTotals.NONE;
    for (GoldenCase golden : together) {
      expected = expected.plus(ExpectedTotals.of(golden.expectedTotals()));
    }
    DailyTotals before = read(expected);
    Map<GoldenCase, ObjectVersion> uploads = new LinkedHashMap<>();
    for (GoldenCase golden : together) {
      uploads.put(golden, pipeline.upload(golden.bytes(), "golden/" + golden.objectKey()));
    }
    awaitEverythingBefore("golden");

    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<GoldenCase, ObjectVersion> upload : uploads.entrySet()) {
      check(upload.getKey(), upload.getValue(), softly);
    }
    softly.assertAll();
    assertGrown(before, expected);
  }

  @Test
  void batchThatWouldBreakATotalsBoundIsSetAsideAndNothingElse() throws Exception {
    GoldenCase full = GoldenCases.named(FULL_TOTAL);
    DailyTotals before = read(ExpectedTotals.of(full.expectedTotals()));
    byte[] cent = csv("2026-01-01,deposit,paypal,0.01");
    pipeline.awaitEnd(pipeline.upload(cent, "cent.csv"));

    LedgerEntry entry = pipeline.awaitEnd(pipeline.upload(full.bytes(), "full.csv"));

    assertThat(entry.end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(entry.end().accepted()).isEqualTo(full.expectedImport().accepted());
    assertThat(entry.setAside())
        .containsExactly(new SetAsideRange(0, full.bytes().length, SetAsideReason.TOTAL_BOUND));
    assertGrown(before, ExpectedTotals.of(cent));
  }

  private static void check(GoldenCase golden, ObjectVersion source, SoftAssertions softly)
      throws Exception {
    if (golden.expectedImport().state().equals("ignored")) {
      softly.assertThat(pipeline.finished(source)).as(golden.name()).isEmpty();
      softly.assertThat(pipeline.running(source)).as(golden.name()).isEmpty();
      return;
    }
    LedgerEntry entry = pipeline.awaitEnd(source);
    softly.assertThat(end(entry.end())).as(golden.name()).isEqualTo(golden.expectedImport());
    softly.assertThat(entry.setAside()).as(golden.name()).isEmpty();
    softly
        .assertThat(
            rejectsFile(entry)
                .map(file -> RejectsFile.of(file.getBytes(UTF_8)).withoutExpected().text()))
        .as(golden.name())
        .isEqualTo(golden.expectedRejectsFile().map(bytes -> new String(bytes, UTF_8)));
  }

  private static GoldenCase.Import end(ImportPosition position) {
    return new GoldenCase.Import(
        position.state().code(),
        Optional.ofNullable(position.reason()),
        position.rows(),
        position.accepted(),
        byCode(position.rejected(), RejectReason::code),
        byCode(position.skipped(), SkipRule::code),
        byCode(position.remarks(), Remark::code));
  }

  private static <T> Map<String, Long> byCode(Map<T, Long> rows, Function<T, String> code) {
    return rows.entrySet().stream()
        .collect(Collectors.toMap(entry -> code.apply(entry.getKey()), Map.Entry::getValue));
  }

  private static Optional<String> rejectsFile(LedgerEntry entry) {
    String key = pipeline.rejectsKey(entry);
    String bucket = pipeline.runEnv().get("DAYBOOK_REJECTS_BUCKET");
    try {
      return Optional.of(
          new String(
              pipeline.s3().getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray(),
              UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new AssertionError("cannot read " + key, e);
    }
  }

  /** A total of today is shown from Redis first, and at no time disappears again. */
  @Test
  void rowsOfTodayShowAtOnceAndStayThroughTheDump() throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    byte[] csv = csv(today + ",deposit,today,10.43", today + ",deposit,today,5200.00");
    BigDecimal whole = new BigDecimal("5210.43");
    ObjectVersion source = pipeline.upload(csv, "today.csv");

    BigDecimal seen = BigDecimal.ZERO;
    boolean inHistory = false;
    long end = System.nanoTime() + LocalPipeline.IMPORT_LIMIT.toNanos();
    while (!inHistory && System.nanoTime() < end) {
      inHistory = pipeline.finished(source).isPresent();
      BigDecimal now = stats.read(today, today).total(today, "deposits", "today");
      assertThat(now).isIn(seen, whole);
      seen = now;
    }

    assertThat(inHistory).isTrue();
    assertThat(seen).isEqualTo(whole);
    awaitEverythingBefore("today");
    assertThat(stats.read(today, today).total(today, "deposits", "today")).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /stats                                             | 422",
        "GET  | /stats?from_date=2026-01-01                        | 422",
        "GET  | /stats?from_date=2026-01-01&to_date=1.2.2026       | 422",
        "GET  | /stats?from_date=2026-02-01&to_date=2026-02-30     | 422",
        "GET  | /stats?from_date=2026-01-02&to_date=2026-01-01     | 400",
        "GET  | /stats?from_date=2025-01-01&to_date=2026-01-02     | 400",
        "GET  | /stats/2026?from_date=2026-01-01&to_date=2026-01-02| 404",
        "GET  | /stats?from_date=2026-01-01&to_date=2026-01-02&include=hours | 422",
        "GET  | /hours?from_date=2026-01-01                        | 422",
        "GET  | /hours?from_date=2025-01-01&to_date=2026-01-02     | 400",
        "GET  | /none                                              | 404",
        "GET  | /hours?from_date=2026-01-01&to_date=2026-01-02&day=1 | 422",
        "GET  | /imports?limit=0                                   | 422",
        "GET  | /imports/0123                                      | 404",
        "POST | /imports                                           | 415",
        "POST | /hours?from_date=2026-01-01&to_date=2026-01-02     | 405",
        "POST | /stats?from_date=2026-01-01&to_date=2026-01-02     | 405"
      })
  void errorIsAProblemDocument(String method, String path, int status) throws Exception {
    HttpResponse<String> answer = request(method, path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JsonMapper.builder().build().readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.has("data")).isFalse();
  }

  @Test
  void reversedRangeSaysWhatIsWrong() throws Exception {
    String body = request("GET", "/stats?from_date=2026-01-02&to_date=2026-01-01").body();

    assertThat(JsonMapper.builder().build().readTree(body).path("detail").asText())
        .isEqualTo("From parameter must be before or equal to To");
  }

  @Test
  void everyDayOfARangeIsThere() throws Exception {
    HttpResponse<String> answer = request("GET", "/stats?from_date=2019-12-31&to_date=2020-01-01");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"data\":{\"2019-12-31\":{\"deposits\":{},\"withdrawals\":{}},"
                + "\"2020-01-01\":{\"deposits\":{},\"withdrawals\":{}}}}");
  }

  @Test
  void fileIsUploadedAsABrowserDoesItAndItsRejectsComeBack() throws Exception {
    byte[] csv = csv("2025-09-01,deposit,visa,5.00", "2025-09-01,deposit,visa,five");
    JsonNode made =
        JSON.readTree(
            sent(HttpRequest.newBuilder(URI.create(pipeline.api() + "/imports"))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"file_name\": \"Grüße 1.csv\", \"size_bytes\": %d}"
                                .formatted(csv.length))))
                .body());
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(made.at("/upload/url").asText()))
            .header("Origin", pipeline.api().toString())
            .PUT(HttpRequest.BodyPublishers.ofByteArray(csv));
    made.at("/upload/headers")
        .properties()
        .forEach(h -> put.header(h.getKey(), h.getValue().asText()));
    String watch = made.path("watch").asText();
    assertThat(JSON.readTree(request("GET", watch).body()).path("data")).isEmpty();

    HttpResponse<String> stored = sent(put);

    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    assertThat(stored.headers().firstValue("Access-Control-Allow-Origin")).isPresent();
    assertThat(sent(put).statusCode()).isEqualTo(412);
    Await.until(
        "the end of " + watch,
        LocalPipeline.IMPORT_LIMIT,
        () -> request("GET", watch).body().contains("\"state\":\"complete\""));
    JsonNode page = JSON.readTree(request("GET", watch).body());
    assertThat(page.path("data")).hasSize(1);
    assertThat(page.at("/data/0/accepted").asInt()).isEqualTo(1);
    assertThat(page.at("/data/0/rejected/amount").asInt()).isEqualTo(1);
    String one = "/imports/" + page.at("/data/0/id").asText();
    assertThat(JSON.readTree(request("GET", one).body())).isEqualTo(page.at("/data/0"));
    assertThat(request("GET", one + "/rejects").body()).contains("3,", ",amount,", "five");
    assertThat(request("GET", one + "/rejects?as=source").body())
        .isEqualTo(new String(csv("2025-09-01,deposit,visa,five"), UTF_8));
    assertThat(
            request("GET", "/stats?from_date=2025-09-01&to_date=2025-09-01&group_by=total").body())
        .isEqualTo("{\"data\":{\"total\":{\"deposits\":{\"visa\":5.00},\"withdrawals\":{}}}}");
    assertThat(request("GET", "/health").statusCode()).isEqualTo(200);
    assertThat(request("GET", "/health/ready").body()).contains("\"status\":\"ready\"");
    assertThat(request("GET", "/openapi.yaml").body()).startsWith("openapi: 3.1.0");
  }

  @Test
  void escapeThatIsNoneIsAProblemDocumentToo() throws Exception {
    try (Socket socket = new Socket(pipeline.api().getHost(), pipeline.api().getPort())) {
      socket.setSoTimeout((int) HTTP_LIMIT.toMillis());
      String request = "GET /stats?from_date=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer)
          .startsWith("HTTP/1.1 422 ")
          .containsIgnoringCase("content-type: application/problem+json")
          .contains("from_date is malformed");
    }
  }

  private static HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.timeout(HTTP_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void countsAndHoursAreThoseOfTheRows() throws Exception {
    String csv =
        """
        timestamp,type,payment_method,amount
        2025-08-01T00:00:00,deposit,visa,10.43
        2025-08-01T00:59:59.999,deposit,wire,0.07
        2025-08-02T01:00:00+02:00,deposit,visa,1.00
        """;
    pipeline.awaitEnd(pipeline.upload(csv.getBytes(UTF_8), "hours.csv"));

    String day = "?from_date=2025-08-01&to_date=2025-08-01";
    String totals = request("GET", "/stats" + day).body();
    String counts = request("GET", "/stats" + day + "&include=counts").body();
    String hours = request("GET", "/hours" + day).body();

    assertThat(totals)
        .isEqualTo(
            "{\"data\":{\"2025-08-01\":"
                + "{\"deposits\":{\"visa\":11.43,\"wire\":0.07},\"withdrawals\":{}}}}");
    assertThat(counts)
        .isEqualTo(
            totals.substring(0, totals.length() - 1)
                + ",\"counts\":{\"2025-08-01\":"
                + "{\"deposits\":{\"visa\":2,\"wire\":1},\"withdrawals\":{}}}}");
    assertThat(hours)
        .isEqualTo(
            "{\"data\":{\"2025-08-01\":{\"deposits\":{"
                + "\"00\":{\"amount\":10.50,\"count\":2},"
                + "\"23\":{\"amount\":1.00,\"count\":1}},\"withdrawals\":{}}}}");
  }

  private static HttpResponse<String> request(String method, String path) throws Exception {
    URI address = URI.create(pipeline.api() + path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(HTTP_LIMIT)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Rows as {@code day,type,method,amount}, each with a time of that day. */
  private static byte[] csv(String... rows) {
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount\n");
    for (String row : List.of(rows)) {
      csv.append(row.replaceFirst(",", "T10:30:00,")).append('\n');
    }
    return csv.toString().getBytes(UTF_8);
  }

  /** Where a bucket keeps no versions, the second of the upload is what tells two apart. */
  private static void awaitSecondAfter(ObjectVersion first) throws Exception {
    Await.until(
        "a later second",
        Duration.ofSeconds(5),
        () -> Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(first.lastModified()));
  }

  /**
   * Waits until all that was sent so far has had its effect on history: batches are taken in the
   * order of their coming, so nothing of it can follow a file that came later.
   */
  private static void awaitEverythingBefore(String name) throws Exception {
    pipeline.awaitNotificationsDone();
    // A day of which no other file has a row.
    byte[] csv = csv("1987-06-05,deposit,marker,1.00");
    pipeline.awaitEnd(pipeline.upload(csv, "marker/" + name + ".csv"));
  }

  private static void assertGrown(DailyTotals before, DailyTotals expected) throws Exception {
    assertThat(Comparison.of(before.plus(expected), read(expected)).differences()).isEmpty();
  }

  /** Reads the days of some totals: years apart, in one request each; else together. */
  private static DailyTotals read(DailyTotals of) throws Exception {
    DailyTotals totals = ExpectedTotals.NONE;
    SortedSet<LocalDate> days = new TreeSet<>(of.byDay().keySet());
    while (!days.isEmpty()) {
      LocalDate from = days.first();
      SortedSet<LocalDate> near = days.headSet(from.plusDays(366));
      totals = totals.plus(stats.read(from, near.last(), of.currencies()));
      near.clear();
    }
    return totals;
  }
}
