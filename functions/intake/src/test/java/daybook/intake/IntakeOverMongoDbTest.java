package daybook.intake;

import static daybook.intake.IntakeUnderTest.json;
import static daybook.intake.IntakeUnderTest.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Metric;
import daybook.core.settings.Variables;
import daybook.embedded.EmbeddedMongoDb;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoIdempotencyKeys;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.runtime.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function as its settings wire it: over a MongoDB server, with a key file. */
class IntakeOverMongoDbTest {

  @TempDir private static Path directory;

  private static EmbeddedMongoDb server;

  private final String database = "intake_" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    server = EmbeddedMongoDb.builder(directory.resolve("mongodb")).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private IntakeParts parts(String uri, Map<String, String> more) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "MONGODB_URI",
                uri,
                "MONGODB_DATABASE",
                database,
                "FIELD_KEYS",
                "file:" + directory.resolve("keys").toAbsolutePath(),
                "API_WRITES",
                "true"));
    variables.putAll(more);
    return IntakeParts.of(
        IntakeSettings.from(new Variables(variables)),
        TestHost.silentTelemetry(Metric.Source.INTAKE));
  }

  private static Reply send(IntakeParts parts, String method, String path, String body) {
    Map<String, String> headers =
        Map.of("content-type", "application/json", "if-match", "*", "idempotency-key", "\"k\"");
    return parts
        .routes()
        .answer(new Request(method, path, Map.of(), headers, body.getBytes(UTF_8)));
  }

  @Test
  void transactionIsStoredRepeatedCorrectedErasedAndDeleted() {
    try (MongoConnection mongo =
        new MongoConnection(new MongoSettings(server.connectionString(), database))) {
      new MongoSchema(mongo).apply((level, event, facts) -> {});
      IntakeParts intake = parts(server.connectionString(), Map.of());
      String named = with("transaction_id", "", "user_id", "\"u-1\"", "full_name", "\"Zo\u00EB\"");
      Reply stored = send(intake, "POST", "/transactions", named);
      assertThat(stored.status()).as(stored.body()).isEqualTo(201);
      String path = "/transactions/" + json(stored).path("transaction_id").asText();

      // Another instance, which has read the key from its file and opens what this one has sealed.
      IntakeParts twin = parts(server.connectionString(), Map.of());
      Reply again = send(twin, "POST", "/transactions", named);
      assertThat(again.status()).as(again.body()).isEqualTo(200);
      assertThat(json(again)).isEqualTo(json(stored));
      assertThat(send(twin, "POST", "/transactions", with()).status()).isEqualTo(422);

      assertThat(send(twin, "PATCH", path, "{\"full_name\": \"Zo\u00EB\"}").headers())
          .containsEntry("ETag", "\"1\"");
      assertThat(send(intake, "PATCH", path, "{\"amount\": 1}").headers())
          .containsEntry("ETag", "\"2\"");
      assertThat(send(intake, "POST", "/users/u-1/erase", "").body())
          .isEqualTo("{\"erased\":1,\"remaining\":false}");
      assertThat(send(intake, "DELETE", path, "").status()).isEqualTo(204);
      assertThat(send(twin, "DELETE", path, "").status()).isEqualTo(410);
      assertThat(new MongoIdempotencyKeys(mongo).forget(Instant.now().plusSeconds(60), 10))
          .isEqualTo(1);
    }
  }

  @Test
  void attemptIsKeptAndApproved() {
    IntakeParts intake = parts(server.connectionString(), Map.of());
    String pending = "[" + with("transaction_id", "\"a\"", "status", "\"pending\"") + "]";
    assertThat(send(intake, "POST", "/transactions", pending).status()).isEqualTo(201);
    assertThat(send(intake, "PATCH", "/transactions/a", "{\"status\": \"approved\"}").status())
        .isEqualTo(201);
    assertThat(send(intake, "POST", "/transactions", pending).body()).contains("\"status\":409");
  }

  @Test
  void databaseOfAnotherZoneIsLeftAlone() {
    IntakeParts utc = parts(server.connectionString(), Map.of());
    assertThat(send(utc, "POST", "/transactions", with()).status()).isEqualTo(201);
    IntakeParts tokyo = parts(server.connectionString(), Map.of("BUSINESS_ZONE", "Asia/Tokyo"));

    assertThat(send(tokyo, "POST", "/transactions", with()).status()).isEqualTo(503);
  }

  @Test
  void mongoDbThatHangsIsA503() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "mongodb://127.0.0.1:" + silent.getLocalPort() + "/?timeoutMS=500";
      long began = System.nanoTime();
      Reply reply = send(parts(uri, Map.of()), "POST", "/transactions", with());

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers()).containsEntry("Retry-After", "5");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
