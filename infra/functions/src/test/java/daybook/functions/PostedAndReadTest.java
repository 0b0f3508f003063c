package daybook.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.api.ApiParts;
import daybook.api.ApiSettings;
import daybook.core.port.Metric;
import daybook.core.settings.Variables;
import daybook.embedded.EmbeddedMongoDb;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.intake.IntakeParts;
import daybook.intake.IntakeSettings;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.runtime.TestHost;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the intake has taken the api answers, both as their settings wire them: over one MongoDB
 * server and one key file. A client that writes sees it in whatever it reads next, as it stands in
 * no cache; what was corrected is as sound as what was posted.
 */
class PostedAndReadTest {

  private static final String LIST = "/users/u-1/transactions";
  private static final String STATISTICS = "/users/u-1/statistics";

  @TempDir private static Path directory;

  private static EmbeddedMongoDb server;

  private final String database = "reads_" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> variables = new HashMap<>();
  private final IntakeParts intake;
  private final ApiParts api;

  @BeforeAll
  static void start() {
    server = EmbeddedMongoDb.builder(directory.resolve("mongodb")).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  PostedAndReadTest() {
    variables.put("MONGODB_URI", server.connectionString());
    variables.put("MONGODB_DATABASE", database);
    variables.put("FIELD_KEYS", "file:" + directory.resolve("keys").toAbsolutePath());
    variables.put("API_WRITES", "true");
    variables.put("API_RECORDS", "true");
    variables.put("IMPORT_BUCKET", "imports");
    variables.put("REJECTS_BUCKET", "rejects");
    variables.put("BUSINESS_ZONE", "Asia/Tokyo");
    try (MongoConnection mongo =
        new MongoConnection(new MongoSettings(server.connectionString(), database))) {
      new MongoSchema(mongo).apply((level, event, facts) -> {});
    }
    intake =
        IntakeParts.of(
            IntakeSettings.from(new Variables(variables)),
            TestHost.silentTelemetry(Metric.Source.INTAKE));
    api = api(Map.of());
  }

  private ApiParts api(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return ApiParts.of(
        ApiSettings.from(new Variables(all)), TestHost.silentTelemetry(Metric.Source.API));
  }

  private static JsonNode json(Reply reply) throws IOException {
    return new ObjectMapper().readTree(reply.body());
  }

  private Reply write(String method, String path, String body, String ifMatch) {
    Map<String, String> headers = Map.of("content-type", "application/json", "if-match", ifMatch);
    return intake
        .routes()
        .answer(new Request(method, path, Map.of(), headers, body.getBytes(UTF_8)));
  }

  private Reply post(String id, String timestamp, String amount) {
    String body =
        """
        {"transaction_id": "%s", "timestamp": "%s", "amount": "%s", "type": "deposit",
         "payment_method": "visa", "user_id": "u-1", "full_name": "Planted Name"}
        """
            .formatted(id, timestamp, amount);
    Reply reply = write("POST", "/transactions", body, "*");
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    return reply;
  }

  /** Two, of 10.00 and 35.00, a day apart. */
  private void postTwo() {
    post("t-1", "2026-01-15T03:00:00Z", "10");
    post("t-2", "2026-01-16T03:00:00Z", "35.0");
  }

  private Reply read(ApiParts from, String address, String ifNoneMatch) {
    Map<String, String> parameters = new HashMap<>();
    String[] halves = address.split("\\?", 2);
    if (halves.length == 2) {
      for (String pair : halves[1].split("&", -1)) {
        parameters.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    Map<String, String> headers = Map.of("if-none-match", ifNoneMatch);
    return from.routes().answer(new Request("GET", halves[0], parameters, headers, new byte[0]));
  }

  private JsonNode get(String address) throws IOException {
    Reply reply = read(api, address, "");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return json(reply);
  }

  private BigDecimal number(String address, String pointer) throws IOException {
    return get(address).at(pointer).decimalValue();
  }

  // ---- what another system's tests ask for, whose job this is

  @Test
  void averageAndTotalOfAUserAreThoseOfItsTransactions() throws IOException {
    postTwo();

    assertThat(number(STATISTICS, "/data/0/average")).isEqualByComparingTo("22.50");
    assertThat(number(STATISTICS, "/data/0/sum")).isEqualByComparingTo("45.00");
  }

  @Test
  void rangeWithoutTransactionsHasZerosAndNoDay() throws IOException {
    postTwo();

    JsonNode none = get(STATISTICS + "?from=2025-01-01&to=2025-12-31").at("/data/0");
    assertThat(none.path("count").intValue()).isZero();
    assertThat(none.path("average").isNull()).isTrue();
    assertThat(none.path("highest_day_by_count").isNull()).isTrue();
    assertThat(get("/users/nobody/statistics").at("/data/0/count").intValue()).isZero();
  }

  @Test
  void whatWasPostedIsFoundByIdAndInTheListOfItsUser() throws IOException {
    postTwo();

    JsonNode one = get("/transactions/t-1");
    assertThat(one.path("user_id").asText()).isEqualTo("u-1");
    assertThat(one.path("amount").decimalValue()).isEqualByComparingTo("10.00");
    assertThat(one.path("full_name").asText()).isEqualTo("Planted Name");
    JsonNode list = get(LIST + "?limit=10");
    assertThat(list.path("data")).hasSize(2);
    assertThat(list.at("/data/1/amount").decimalValue()).isEqualByComparingTo("10.00");
    assertThat(list.at("/data/0/user_id").isTextual()).isTrue();
  }

  @Test
  void whoHasTheListIsToldSoUntilItChanges() {
    postTwo();

    String tag = read(api, LIST, "").headers().get("ETag");
    assertThat(read(api, LIST, tag).status()).isEqualTo(304);
    post("t-3", "2026-01-17T03:00:00Z", "1");
    assertThat(read(api, LIST, tag).status()).isEqualTo(200);
  }

  @Test
  void wrongIdIsNotFound() {
    assertThat(read(api, "/transactions/66b1f0c4a8", "").status()).isEqualTo(404);
  }

  @Test
  void changedAmountIsReadBack() throws IOException {
    postTwo();
    String tag = read(api, "/transactions/t-1", "").headers().get("ETag");

    assertThat(write("PATCH", "/transactions/t-1", "{\"amount\": 50.0}", tag).status())
        .isEqualTo(200);
    assertThat(number("/transactions/t-1", "/amount")).isEqualByComparingTo("50.00");
    assertThat(number("/transactions/t-1/versions", "/data/1/amount"))
        .isEqualByComparingTo("10.00");
  }

  @Test
  void deletedOneIsGoneAndInNoListOfWhatIsThere() throws IOException {
    postTwo();
    assertThat(write("DELETE", "/transactions/t-1", "", "*").status()).isEqualTo(204);

    Reply gone = read(api, "/transactions/t-1", "");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(json(gone).path("deleted").asText()).isNotEmpty();
    assertThat(get(LIST).path("data")).hasSize(1);
    assertThat(get(LIST + "?status=deleted").at("/data/0/transaction_id").asText())
        .isEqualTo("t-1");
    assertThat(number(STATISTICS, "/data/0/sum")).isEqualByComparingTo("35.00");
  }

  // ---- and what that system did wrong

  @Test
  void correctionLeavesEverythingElseAsItWas() throws IOException {
    postTwo();
    JsonNode before = get("/transactions/t-1");
    write("PATCH", "/transactions/t-1", "{\"full_name\": \"Another\"}", "*");

    JsonNode after = get("/transactions/t-1");
    for (String field : Set.of("timestamp", "business_day", "amount", "type", "created")) {
      assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
    }
    assertThat(after.path("full_name").asText()).isEqualTo("Another");
    assertThat(number(STATISTICS + "?from=2026-01-01&to=2026-01-31", "/data/0/sum"))
        .isEqualByComparingTo("45.00");
  }

  @Test
  void listAndStatisticsShowEveryWriteAtOnce() throws IOException {
    for (int n = 1; n <= 3; n++) {
      post("n-" + n, "2026-01-15T03:00:0%dZ".formatted(n), "1");
      assertThat(get(LIST).path("data")).hasSize(n);
      assertThat(number(STATISTICS, "/data/0/count")).isEqualByComparingTo("" + n);
    }
    write("PATCH", "/transactions/n-1", "{\"amount\": 9}", "*");
    assertThat(number(STATISTICS, "/data/0/sum")).isEqualByComparingTo("11.00");
  }

  @Test
  void everyRangeHasItsOwnAnswerAlsoWithOneEnd() throws IOException {
    postTwo();

    assertThat(number(STATISTICS, "/data/0/sum")).isEqualByComparingTo("45.00");
    assertThat(number(STATISTICS + "?from=2026-01-16", "/data/0/sum"))
        .isEqualByComparingTo("35.00");
    assertThat(number(STATISTICS + "?to=2026-01-15", "/data/0/sum")).isEqualByComparingTo("10.00");
  }

  @Test
  void pagesOfDifferentLengthsAreDifferent() throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    for (int n = 10; n < 22; n++) {
      post("p-" + n, "2026-01-15T03:00:%dZ".formatted(n), "1");
    }
    assertThat(get(LIST + "?limit=11").path("data")).hasSize(11);
    String cursor = "";
    for (int page = 1; page <= 11; page++) {
      JsonNode one = get(LIST + "?limit=1" + cursor);
      assertThat(one.path("data")).hasSize(1);
      ids.add(one.at("/data/0/transaction_id").asText());
      cursor = "&cursor=" + one.path("next_cursor").asText();
    }
    assertThat(ids).hasSize(11);
  }

  @Test
  void wrongParametersAreTheClientsFaultAndLimitsAreBounded() {
    for (String query : Set.of("from=yesterday", "limit=0", "limit=101", "limit=-1", "page=1")) {
      assertThat(read(api, LIST + "?" + query, "").status()).as(query).isEqualTo(422);
    }
  }

  @Test
  void namesAreInNoAnswerButThatById() {
    Reply posted = post("t-1", "2026-01-15T03:00:00Z", "10");

    assertThat(posted.body()).doesNotContain("Planted", "full_name");
    for (String path : Set.of("/transactions/t-1/versions", LIST, STATISTICS, "/changes")) {
      assertThat(read(api, path, "").body()).as(path).doesNotContain("Planted", "full_name");
    }
    Reply sealed = read(api(Map.of("FIELD_KEYS", "")), "/transactions/t-1", "");
    assertThat(sealed.body()).contains("\"sealed\":[\"full_name\"]").doesNotContain("Planted");
  }

  @Test
  void correctionOfWhatWasNotSeenIsRefused() {
    postTwo();
    String tag = read(api, "/transactions/t-1", "").headers().get("ETag");
    assertThat(write("PATCH", "/transactions/t-1", "{\"amount\": 1}", tag).status()).isEqualTo(200);

    assertThat(write("PATCH", "/transactions/t-1", "{\"amount\": 2}", tag).status()).isEqualTo(412);
    assertThat(write("DELETE", "/transactions/t-1", "", tag).status()).isEqualTo(412);
  }

  @Test
  void daysAreThoseOfTheBusinessWhateverTheOffsetOfAPost() throws IOException {
    // 23:30 of the 15th in London is the 16th in Tokyo.
    post("t-1", "2026-01-15T23:30:00+00:00", "10");
    post("t-2", "2026-01-15T23:30:00", "35");

    assertThat(number(STATISTICS + "?from=2026-01-16", "/data/0/sum"))
        .isEqualByComparingTo("10.00");
    assertThat(number(STATISTICS + "?to=2026-01-15", "/data/0/sum")).isEqualByComparingTo("35.00");
  }

  // ---- stores

  @ParameterizedTest
  @ValueSource(
      strings = {"/transactions/t-1", "/transactions/t-1/versions", LIST, STATISTICS, "/changes"})
  void mongoDbThatHangsIsA503(String path) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "mongodb://127.0.0.1:" + silent.getLocalPort() + "/?timeoutMS=300";
      long began = System.nanoTime();
      Reply reply = read(api(Map.of("MONGODB_URI", uri)), path, "");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.headers()).containsEntry("Retry-After", "5");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
