package daybook.api;

import static daybook.api.RecordedTotals.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.CutOff;
import daybook.core.port.Metric;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.ReportedMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds every event file of this function through Lambda's serializers. */
class ApiHandlerTest {

  private static final Instant NOW = Instant.parse("2026-01-08T10:30:00Z");

  private final RecordedTotals stores = new RecordedTotals();
  private final List<String> logged = new ArrayList<>();
  private final ApiHandler handler =
      new ApiHandler(
          new ApiParts(
              TestHost.silent(
                  Metric.Source.API,
                  (level, event, facts) -> logged.add(level + " " + event + " " + facts)),
              new Stats(stores.hotTotals(), stores.history()),
              new CutOff(Duration.ofDays(7)),
              () -> NOW));

  private JsonNode answer(String name) throws IOException {
    return answer(LambdaJson.event(name));
  }

  private JsonNode answer(APIGatewayV2HTTPEvent event) throws IOException {
    return LambdaJson.answer(handler.handleRequest(event, new RemainingTime(() -> 60_000)));
  }

  private static JsonNode problem(JsonNode answer, int status) throws IOException {
    assertThat(answer.path("statusCode").intValue()).isEqualTo(status);
    assertThat(answer.at("/headers/Content-Type").textValue())
        .isEqualTo("application/problem+json");
    assertThat(answer.path("isBase64Encoded").booleanValue()).isFalse();
    JsonNode problem = new ObjectMapper().readTree(answer.path("body").textValue());
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("type").textValue()).isEqualTo("about:blank");
    assertThat(problem.path("title").textValue()).isNotBlank();
    return problem;
  }

  @Test
  void twoDaysAreAnsweredFromBothSidesOfTheCutOff() throws IOException {
    put(stores.redis, "2026-01-01:deposits", "visa", "16330.70");
    put(stores.mongoDb, "2026-01-02:withdrawals", "crypto", "25272.01");

    JsonNode answer = answer("api-ok");

    assertThat(answer.path("statusCode").intValue()).isEqualTo(200);
    assertThat(answer.path("body").textValue())
        .isEqualTo(
            "{\"data\":{\"2026-01-01\":{\"deposits\":{\"visa\":16330.70},\"withdrawals\":{}},"
                + "\"2026-01-02\":{\"deposits\":{},\"withdrawals\":{\"crypto\":25272.01}}}}");
    assertThat(answer.path("isBase64Encoded").booleanValue()).isFalse();
    assertThat(answer.at("/headers/Content-Type").textValue()).isEqualTo("application/json");
    assertThat(stores.reads)
        .containsExactly("redis 2026-01-01 2026-01-02", "mongodb 2026-01-01 2026-01-02");
  }

  @Test
  void countsStandBesideTheTotals() throws IOException {
    put(stores.redis, "2026-01-01:deposits", "visa", "16330.70");
    put(stores.mongoDb, "2026-01-02:withdrawals", "crypto", "25272.01");

    String body = answer("api-counts").path("body").textValue();

    String data = answer("api-ok").path("body").textValue();
    assertThat(body)
        .isEqualTo(
            data.substring(0, data.length() - 1)
                + ",\"counts\":{\"2026-01-01\":{\"deposits\":{\"visa\":1},\"withdrawals\":{}},"
                + "\"2026-01-02\":{\"deposits\":{},\"withdrawals\":{\"crypto\":1}}}}");
  }

  @Test
  void hoursAreAnsweredFromBothSidesOfTheCutOff() throws IOException {
    put(stores.redis, "hours:2026-01-01:deposits", "09", "16330.70");
    put(stores.mongoDb, "2026-01-01:withdrawals", "visa", "1.00");
    put(stores.mongoDb, "hours:2026-01-02:withdrawals", "10", "25272.01");

    JsonNode answer = answer("api-hours");

    assertThat(answer.path("statusCode").intValue()).isEqualTo(200);
    assertThat(answer.path("body").textValue())
        .isEqualTo(
            "{\"data\":{\"2026-01-01\":{"
                + "\"deposits\":{\"09\":{\"amount\":16330.70,\"count\":1}},"
                + "\"withdrawals\":null},"
                + "\"2026-01-02\":{\"deposits\":{},"
                + "\"withdrawals\":{\"10\":{\"amount\":25272.01,\"count\":1}}}}}");
    assertThat(answer.at("/headers/Content-Type").textValue()).isEqualTo("application/json");
  }

  @Test
  void hoursHaveTheRulesOfTotals() throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-reversed");
    event.setRawPath("/hours");
    problem(answer(event), 400);

    event = LambdaJson.event("api-malformed");
    event.setRawPath("/hours");
    assertThat(problem(answer(event), 422).path("errors")).hasSize(2);

    stores.afterMongoDb = () -> RecordedTotals.fail("MongoDB");
    problem(answer("api-hours"), 503);
  }

  @Test
  void longAnswerCrossesTheGatewayAsBase64() throws IOException {
    for (int method = 0; method < 100; method++) {
      put(stores.redis, "2026-01-01:deposits", "method-" + method, "1.00");
    }
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-ok");
    String plain = answer(event).path("body").textValue();
    event.setHeaders(Map.of("Accept-Encoding", "gzip, br"));

    JsonNode answer = answer(event);

    assertThat(answer.path("isBase64Encoded").booleanValue()).isTrue();
    assertThat(answer.at("/headers/Content-Encoding").textValue()).isEqualTo("gzip");
    byte[] compressed = Base64.getDecoder().decode(answer.path("body").textValue());
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(new String(gzip.readAllBytes(), UTF_8)).isEqualTo(plain).contains("method-99");
    }
  }

  @Test
  void unchangedTotalsAreNotSentAgain() throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-ok");
    String tag = answer(event).at("/headers/ETag").textValue();
    event.setHeaders(Map.of("if-none-match", tag));

    JsonNode unchanged = answer(event);
    put(stores.mongoDb, "2026-01-01:deposits", "visa", "0.01");
    JsonNode changed = answer(event);

    assertThat(unchanged.path("statusCode").intValue()).isEqualTo(304);
    assertThat(unchanged.path("body").textValue()).isEmpty();
    assertThat(changed.path("statusCode").intValue()).isEqualTo(200);
  }

  @Test
  void spreadsheetsGetATable() throws IOException {
    put(stores.redis, "2026-01-01:deposits", "visa", "16330.70");
    put(stores.mongoDb, "2026-01-02:withdrawals", "crypto", "25272.01");
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-counts");
    event.setHeaders(Map.of("accept", "text/csv"));

    JsonNode table = answer(event);

    assertThat(table.path("body").textValue())
        .isEqualTo(
            """
            period,type,payment_method,currency,amount,count\r
            2026-01-01,deposit,visa,,16330.70,1\r
            2026-01-02,withdrawal,crypto,,25272.01,1\r
            """);
    assertThat(table.at("/headers/Content-Type").textValue()).isEqualTo("text/csv; charset=utf-8");
    assertThat(table.at("/headers/Vary").textValue()).isEqualTo("Accept, Accept-Encoding");
  }

  @Test
  void reversedRangeIsRefused() throws IOException {
    JsonNode problem = problem(answer("api-reversed"), 400);

    assertThat(problem.path("detail").textValue())
        .isEqualTo("From parameter must be before or equal to To");
    assertThat(problem.at("/errors/0/parameter").textValue()).isEqualTo("from_date");
    assertThat(problem.at("/errors/1/parameter").textValue()).isEqualTo("to_date");
  }

  @Test
  void malformedAndImpossibleDatesAreBothNamed() throws IOException {
    JsonNode problem = problem(answer("api-malformed"), 422);

    assertThat(problem.path("errors")).hasSize(2);
    assertThat(problem.at("/errors/0/parameter").textValue()).isEqualTo("from_date");
    assertThat(problem.at("/errors/0/detail").textValue()).startsWith("is malformed");
    assertThat(problem.at("/errors/1/parameter").textValue()).isEqualTo("to_date");
    assertThat(problem.at("/errors/1/detail").textValue()).startsWith("is impossible");
  }

  @Test
  void unknownParametersAreRefusedByName() throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-hours");
    event.setQueryStringParameters(
        Map.of("from_date", "2026-01-01", "to_date", "2026-01-02", "group_by", "week"));

    JsonNode problem = problem(answer(event), 422);

    assertThat(problem.path("errors")).hasSize(1);
    assertThat(problem.at("/errors/0/parameter").textValue()).isEqualTo("group_by");
    assertThat(problem.at("/errors/0/detail").textValue())
        .isEqualTo("is unknown: expected only currency, from_date, include, to_date");
  }

  @Test
  void repeatedDateIsRefused() throws IOException {
    assertThat(problem(answer("api-repeated"), 422).path("detail").textValue())
        .startsWith("from_date must be given once");
  }

  @Test
  void otherMethodIsRefusedAndTheRightOneNamed() throws IOException {
    JsonNode answer = answer("api-post");

    problem(answer, 405);
    assertThat(answer.at("/headers/Allow").textValue()).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void browserMayAskWhetherItMayAsk() throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-preflight");
    JsonNode preflight = answer(event);
    event.setHeaders(Map.of("origin", "https://app.example.com"));

    assertThat(preflight.path("statusCode").intValue()).isEqualTo(204);
    assertThat(preflight.path("body").textValue()).isEmpty();
    assertThat(preflight.at("/headers/Allow").textValue()).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(answer(event).path("statusCode").intValue()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/stats/", "/STATS", "/stats/2026", "/stats%2F", "/hours/", "/stats/hours"})
  void otherPathIsNotFound(String path) throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-ok");
    event.setRawPath(path);

    problem(answer("api-not-found"), 404);
    problem(answer(event), 404);
  }

  @Test
  void requestWithoutParametersIsAProblemAndNoDefect() throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-ok");
    event.setQueryStringParameters(null);
    event.setHeaders(null);

    assertThat(problem(answer(event), 422).path("errors")).hasSize(2);
    assertThat(logged).isEmpty();
  }

  @Test
  void failingStoreIsAnErrorOfWhichOperatorsSeeMoreThanCallers() throws IOException {
    stores.afterRedis = () -> RecordedTotals.fail("Redis");

    JsonNode answer = answer("api-ok");

    problem(answer, 503);
    assertThat(answer.toString()).doesNotContain("secret-host");
    assertThat(logged).singleElement().asString().startsWith("ERROR store_failed");
    assertThat(logged).singleElement().asString().contains("secret-host:6379 refused");
  }

  @Test
  void requestsAreCountedAndTimedAndSoAreFailuresOfStores() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicLong nowMs = new AtomicLong(NOW.toEpochMilli());
    stores.afterRedis = () -> nowMs.addAndGet(7);
    ApiHandler measured =
        new ApiHandler(
            new ApiParts(
                TestHost.of(
                    Telemetry.of(
                        Metric.Source.API,
                        new MetricsSettings("daybook-test"),
                        new PrintStream(out, true, UTF_8),
                        () -> NOW),
                    (level, event, facts) -> logged.add(event)),
                new Stats(stores.hotTotals(), stores.history()),
                new CutOff(Duration.ofDays(7)),
                () -> Instant.ofEpochMilli(nowMs.get())));

    measured.handleRequest(LambdaJson.event("api-ok"), new RemainingTime(() -> 60_000));
    stores.afterRedis = () -> RecordedTotals.fail("Redis");
    measured.handleRequest(LambdaJson.event("api-ok"), new RemainingTime(() -> 60_000));

    String output = out.toString(UTF_8);
    assertThat(ReportedMetrics.in(output))
        .containsExactly(
            new TreeMap<>(Map.of("Requests", 1L, "StoreFailures", 0L, "RequestTime", 7L)),
            new TreeMap<>(Map.of("Requests", 1L, "StoreFailures", 1L, "RequestTime", 0L)));
    assertThat(ReportedMetrics.neverCounted(Metric.Source.API, output)).isEmpty();
  }

  @Test
  void defectIsLoggedAndLeaksNothing() throws IOException {
    stores.afterMongoDb =
        () -> {
          throw new IllegalStateException("inner secret");
        };

    JsonNode answer = answer("api-ok");

    problem(answer, 500);
    assertThat(answer.toString()).doesNotContain("inner secret", "IllegalState");
    assertThat(logged).singleElement().asString().startsWith("ERROR request_failed");
    assertThat(logged).singleElement().asString().contains("inner secret", "ApiHandlerTest");
  }

  @Test
  void eventWithoutContextIsAProblemToo() throws IOException {
    problem(answer(new APIGatewayV2HTTPEvent()), 500);
  }
}
