package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.CutOff;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSettings;
import daybook.runtime.TestHost;
import daybook.s3.BoundedS3Client;
import daybook.s3.S3Settings;
import daybook.s3.S3SourceObjects;
import daybook.testkit.RemainingTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores that take connections and never answer: there is an answer all the same, and in time. */
class HangingStoresTest {

  /** Time-out of the function in template.yaml; the gateway waits for 29 s. */
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(25);

  private static final Instant NOW = Instant.parse("2026-01-08T10:30:00Z");
  private static final Duration LEFT = Duration.ofMillis(1_500);

  private ServerSocket silent;
  private RedisConnection redis;
  private MongoConnection mongo;

  @BeforeEach
  void connect() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = silent.getLocalPort();
    Map<String, String> address =
        Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", Integer.toString(port));
    redis = new RedisConnection(RedisSettings.from(new Variables(address)));
    mongo = new MongoConnection(new MongoSettings("mongodb://127.0.0.1:" + port + "/", "d"));
    redis.until(LEFT::toMillis);
    mongo.until(LEFT::toMillis);
  }

  @AfterEach
  void disconnect() throws IOException {
    redis.close();
    mongo.close();
    silent.close();
  }

  private static JsonNode answer(HotTotals hotTotals, History history) throws IOException {
    ApiHandler handler =
        new ApiHandler(
            new ApiParts(
                TestHost.silent(Metric.Source.API, (level, event, facts) -> {}),
                new Stats(hotTotals, history),
                new CutOff(Duration.ofDays(7)),
                () -> NOW));
    return LambdaJson.answer(
        handler.handleRequest(LambdaJson.event("api-ok"), new RemainingTime(() -> 60_000)));
  }

  @Test
  void redisThatHangsIsA503BeforeTheInvocationEnds() throws IOException {
    long began = System.nanoTime();
    JsonNode answer = answer(new RedisHotTotals(redis), new MongoHistory(mongo));
    assertThat(answer.path("statusCode").intValue()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LEFT);
  }

  @Test
  void mongoDbThatHangsIsA503BeforeTheInvocationEnds() throws IOException {
    long began = System.nanoTime();
    JsonNode answer = answer(new RecordedTotals().hotTotals(), new MongoHistory(mongo));
    assertThat(answer.path("statusCode").intValue()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LEFT);
  }

  /** A connection's silence is short enough that a call fails while there is time to say so. */
  @Test
  void s3ThatHangsFailsBeforeTheInvocationEnds() {
    URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
    long end = System.nanoTime() + Duration.ofMillis(4_500).toNanos();
    try (BoundedS3Client s3 =
        new S3Settings("imports", "rejects", Optional.of(address)).newBoundedClient()) {
      s3.until(() -> (end - System.nanoTime()) / 1_000_000);

      assertThatThrownBy(
              () -> new S3SourceObjects(s3, time -> {}).find("imports", "january.csv", null))
          .isInstanceOf(StoreException.class);
    }
    assertThat(System.nanoTime()).isLessThan(end);
  }

  @Test
  void handlerGivesItsStoresTheTimeThatTheInvocationHas() throws IOException {
    String port = Integer.toString(silent.getLocalPort());
    ApiSettings settings =
        ApiSettings.from(
            new Variables(
                Map.of(
                    "REDIS_PORT",
                    port,
                    "MONGODB_URI",
                    "mongodb://127.0.0.1:" + port + "/",
                    "IMPORT_BUCKET",
                    "imports",
                    "REJECTS_BUCKET",
                    "rejects")));
    ApiHandler handler =
        new ApiHandler(ApiParts.of(settings, TestHost.silentTelemetry(Metric.Source.API)));
    long end = System.nanoTime() + LEFT.toNanos();
    JsonNode answer =
        LambdaJson.answer(
            handler.handleRequest(
                LambdaJson.event("api-ok"),
                new RemainingTime(() -> (int) ((end - System.nanoTime()) / 1_000_000))));
    assertThat(answer.path("statusCode").intValue()).isEqualTo(503);
    assertThat(System.nanoTime()).isLessThan(end);
  }

  @Test
  void oneStepOfEachStoreTakesLessThanTheFunctionHasEvenWithoutADeadline() {
    assertThat(
            RedisConnection.STEP_TIME_MAX
                .plusMillis(MongoConnection.OPERATION_MS_MAX)
                .plus(RedisConnection.ANSWER_TIME))
        .isLessThan(FUNCTION_TIMEOUT);
  }
}
