package daybook.aws.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.api.ApiHandler;
import daybook.api.ApiParts;
import daybook.api.ApiSettings;
import daybook.core.port.Metric;
import daybook.core.settings.Variables;
import daybook.dumper.DumperHandler;
import daybook.dumper.DumperParts;
import daybook.dumper.DumperSettings;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.lambda.RuntimeFiles;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.testkit.RemainingTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * Through the hooks' context of Lambda's own runtime interface client. What a snapshot itself does
 * to a process (its clocks, its randomness) no JVM alone can show.
 */
final class SnapshotTest {

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);

  /** The context also clears the JVM's names of hosts, which takes the client's native library. */
  @BeforeAll
  static void loadNativeLibrary(@TempDir Path runtime) throws IOException {
    System.load(RuntimeFiles.unpack(runtime).nativeLibrary().toString());
  }

  private Telemetry telemetry(Metric.Source function, MetricsSettings metrics) {
    return Telemetry.of(function, metrics, lines, InstantSource.system());
  }

  private List<JsonNode> logged() throws IOException {
    List<JsonNode> logged = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      logged.add(JSON.readTree(line));
    }
    return logged;
  }

  @Test
  void connectionsAreClosedForTheSnapshotAndOpenedAgainAfterIt(@TempDir Path directory)
      throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory.resolve("redis")).start();
        EmbeddedMongoDb mongo = EmbeddedMongoDb.builder(directory.resolve("mongo")).start();
        RedisClient raw = RedisClient.create(redis.host(), redis.port())) {
      Map<String, String> environment =
          Map.of(
              "REDIS_HOST", redis.host(),
              "REDIS_PORT", String.valueOf(redis.port()),
              "MONGODB_URI", mongo.connectionString(),
              "IMPORT_BUCKET", "imports",
              "REJECTS_BUCKET", "rejects");
      Pair functions = new Pair(environment);
      raw.ping();
      long others = OpenSockets.to(redis.port());
      functions.dump();
      assertThat(functions.answer()).contains("\"2026-01-02\"");
      assertThat(OpenSockets.to(redis.port())).isGreaterThan(others);
      assertThat(OpenSockets.to(mongo.port())).isPositive();

      // A hook that only its context knew would be gone now.
      System.gc();
      Core.getGlobalContext().beforeCheckpoint(null);
      awaitOpen(redis.port(), others);
      awaitOpen(mongo.port(), 0);
      Core.getGlobalContext().afterRestore(null);
      assertThat(OpenSockets.to(mongo.port())).isZero();

      functions.dump();
      assertThat(functions.answer()).contains("\"2026-01-02\"");
      assertThat(logged())
          .filteredOn(line -> line.path("level").asText().equals("ERROR"))
          .isEmpty();
      assertThat(logged())
          .filteredOn(line -> line.has("DumpsCompleted"))
          .extracting(line -> line.get("DumpsCompleted").asInt())
          .containsExactly(1, 1);
      Core.getGlobalContext().beforeCheckpoint(null);
    }
  }

  /** A function that writes and one that reads. */
  private final class Pair {

    private final DumperHandler dumper;
    private final ApiHandler stats;

    Pair(Map<String, String> environment) {
      DumperSettings dumping = DumperSettings.from(new Variables(environment));
      ApiSettings answering = ApiSettings.from(new Variables(environment));
      dumper =
          new DumperHandler(
              DumperParts.of(dumping, telemetry(Metric.Source.DUMPER, dumping.metrics())));
      stats =
          new ApiHandler(ApiParts.of(answering, telemetry(Metric.Source.API, answering.metrics())));
    }

    void dump() {
      assertThat(
              dumper
                  .handleRequest(new SQSEvent(), new RemainingTime(() -> 30_000))
                  .getBatchItemFailures())
          .isEmpty();
    }

    String answer() {
      APIGatewayV2HTTPEvent event =
          APIGatewayV2HTTPEvent.builder()
              .withRawPath("/stats")
              .withQueryStringParameters(Map.of("from_date", "2026-01-01", "to_date", "2026-01-02"))
              .withRequestContext(
                  APIGatewayV2HTTPEvent.RequestContext.builder()
                      .withHttp(
                          APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                              .withMethod("GET")
                              .build())
                      .build())
              .build();
      return stats.handleRequest(event, new RemainingTime(() -> 30_000)).getBody();
    }
  }

  private static void awaitOpen(int port, long expected) throws IOException {
    long endNs = System.nanoTime() + CLOSED_WITHIN.toNanos();
    while (OpenSockets.to(port) != expected && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
    assertThat(OpenSockets.to(port)).isEqualTo(expected);
  }
}
