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
import daybook.intake.IntakeHandler;
import daybook.intake.IntakeParts;
import daybook.intake.IntakeSettings;
import daybook.lambda.RuntimeFiles;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.sealer.SealerHandler;
import daybook.sealer.SealerParts;
import daybook.sealer.SealerSettings;
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
  private static final RemainingTime TIME = new RemainingTime(() -> 30_000);

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
              "REDIS_HOST",
              redis.host(),
              "REDIS_PORT",
              String.valueOf(redis.port()),
              "MONGODB_URI",
              mongo.connectionString(),
              "IMPORT_BUCKET",
              "imports",
              "REJECTS_BUCKET",
              "rejects",
              "API_WRITES",
              "true",
              "FIELD_KEYS",
              "file:" + directory.toAbsolutePath().resolve("keys"));
      Functions functions = new Functions(environment);
      raw.ping();
      long others = OpenSockets.to(redis.port());
      functions.dump();
      functions.seal();
      assertThat(functions.post()).isEqualTo(201);
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
      // The same again, by keys that were forgotten for the snapshot.
      assertThat(functions.post()).isEqualTo(200);
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

  /** Functions of both stores, and those of one, of which one has keys in memory. */
  private final class Functions {

    private final DumperHandler dumper;
    private final SealerHandler sealer;
    private final IntakeHandler intake;
    private final ApiHandler stats;

    Functions(Map<String, String> environment) {
      DumperSettings dumping = DumperSettings.from(new Variables(environment));
      SealerSettings sealing = SealerSettings.from(new Variables(environment));
      IntakeSettings taking = IntakeSettings.from(new Variables(environment));
      ApiSettings answering = ApiSettings.from(new Variables(environment));
      dumper =
          new DumperHandler(
              DumperParts.of(dumping, telemetry(Metric.Source.DUMPER, dumping.metrics())));
      sealer =
          new SealerHandler(
              SealerParts.of(sealing, telemetry(Metric.Source.SEALER, sealing.metrics())));
      intake =
          new IntakeHandler(
              IntakeParts.of(taking, telemetry(Metric.Source.INTAKE, taking.metrics())));
      stats =
          new ApiHandler(ApiParts.of(answering, telemetry(Metric.Source.API, answering.metrics())));
    }

    void dump() {
      assertThat(dumper.handleRequest(new SQSEvent(), TIME).getBatchItemFailures()).isEmpty();
    }

    void seal() {
      assertThat(sealer.handleRequest(new SQSEvent(), TIME).getBatchItemFailures()).isEmpty();
    }

    /** The status of the answer to a transaction with a name, always the same. */
    int post() {
      APIGatewayV2HTTPEvent event = request("POST", "/transactions", Map.of());
      event.setHeaders(Map.of("content-type", "application/json"));
      event.setBody(
          """
          {"transaction_id": "t-1", "timestamp": "2026-01-02T10:00:00", "type": "deposit",
          "payment_method": "visa", "amount": 1.00, "full_name": "Ada Example"}
          """);
      return intake.handleRequest(event, TIME).getStatusCode();
    }

    String answer() {
      Map<String, String> days = Map.of("from_date", "2026-01-01", "to_date", "2026-01-02");
      return stats.handleRequest(request("GET", "/stats", days), TIME).getBody();
    }
  }

  private static APIGatewayV2HTTPEvent request(
      String method, String path, Map<String, String> parameters) {
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath(path)
        .withQueryStringParameters(parameters)
        .withRequestContext(
            APIGatewayV2HTTPEvent.RequestContext.builder()
                .withHttp(
                    APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod(method).build())
                .build())
        .build();
  }

  private static void awaitOpen(int port, long expected) throws IOException {
    long endNs = System.nanoTime() + CLOSED_WITHIN.toNanos();
    while (OpenSockets.to(port) != expected && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
    assertThat(OpenSockets.to(port)).isEqualTo(expected);
  }
}
