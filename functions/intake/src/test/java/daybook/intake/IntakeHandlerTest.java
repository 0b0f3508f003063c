package daybook.intake;

import static daybook.intake.IntakeUnderTest.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.port.FieldCipher.Place;
import daybook.core.port.Metric;
import daybook.core.record.TransactionRecord;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.ReportedMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it, and what its operators see of it. */
class IntakeHandlerTest {

  /** Tests run in the folder of their module. */
  private static final Path EVENTS = Path.of("..", "..", "events");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(intake-[a-z0-9-]+)\\.json` \\| .* \\| (\\d{3})\\b.* \\|$");

  private final IntakeUnderTest intake = new IntakeUnderTest();
  private final IntakeHandler handler = new IntakeHandler(intake.parts);

  private JsonNode answer(String name) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(name + ".json"))) {
      return answer(serializer(APIGatewayV2HTTPEvent.class).fromJson(json));
    }
  }

  private JsonNode answer(APIGatewayV2HTTPEvent event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serializer(APIGatewayV2HTTPResponse.class)
        .toJson(handler.handleRequest(event, new RemainingTime(() -> 60_000)), bytes);
    return new ObjectMapper().readTree(bytes.toByteArray());
  }

  /** Chosen as Lambda's runtime chooses. */
  private static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
        ? LambdaEventSerializers.serializerFor(type, type.getClassLoader())
        : JacksonFactory.getInstance().getSerializer(type);
  }

  @Test
  void everyEventIsAnsweredAsItsRowSays() throws IOException {
    List<String> names = new ArrayList<>();
    for (MatchResult row :
        ROW.matcher(Files.readString(EVENTS.resolve("README.md"))).results().toList()) {
      names.add(row.group(1) + ".json");
      assertThat(answer(row.group(1)).path("statusCode").asText())
          .as(row.group(1))
          .isEqualTo(row.group(2));
    }
    try (var files = Files.newDirectoryStream(EVENTS, "intake-*.json")) {
      assertThat(files).extracting(file -> file.getFileName().toString()).hasSameElementsAs(names);
    }
  }

  @Test
  void bodyInBase64IsReadAsWhatItStandsFor() throws IOException {
    JsonNode stored = answer("intake-post-base64");

    String id =
        new ObjectMapper()
            .readTree(stored.path("body").textValue())
            .at("/0/transaction_id")
            .asText();
    TransactionRecord record = intake.record(id);
    assertThat(
            intake.cipher.open(
                Place.of(record.id(), "full_name", 1), record.texts().get("full_name")))
        .isEqualTo("Zoë Grüße");
    assertThat(answer("intake-post-base64").at("/headers/Idempotent-Replayed").asText())
        .isEqualTo("true");
    answer("intake-post");
    JsonNode patched = answer("intake-patch");
    assertThat(patched.at("/headers/ETag").asText()).isEqualTo("\"2\"");
    assertThat(patched.path("body").asText()).contains("7.50").doesNotContain("merchant_id");
  }

  @Test
  void damagedBase64IsABadRequest() throws IOException {
    APIGatewayV2HTTPEvent event;
    try (InputStream json = Files.newInputStream(EVENTS.resolve("intake-post.json"))) {
      event = serializer(APIGatewayV2HTTPEvent.class).fromJson(json);
    }
    event.setIsBase64Encoded(true);

    assertThat(answer(event).path("statusCode").asInt()).isEqualTo(400);
  }

  @Test
  void requestsAreCountedAndTimedAndSoIsWhatTheyDo() throws IOException {
    answer("intake-post");
    answer("intake-post");
    answer("intake-patch");
    intake.failures = 1;
    answer("intake-delete");

    List<Map<String, Long>> reported =
        List.copyOf(ReportedMetrics.in(intake.metrics.toString(UTF_8)));
    assertThat(reported)
        .extracting(line -> line.get("TransactionsPosted"))
        .containsExactly(1L, 0L, 0L, 0L);
    assertThat(reported)
        .extracting(line -> line.get("TransactionsRepeated"))
        .containsExactly(0L, 1L, 0L, 0L);
    assertThat(reported)
        .extracting(line -> line.get("TransactionsCorrected"))
        .containsExactly(0L, 0L, 1L, 0L);
    assertThat(reported)
        .extracting(line -> line.get("IntakeStoreFailures"))
        .containsExactly(0L, 0L, 0L, 1L);
    assertThat(reported).extracting(line -> line.get("IntakeRequests")).containsOnly(1L);
    assertThat(reported).allMatch(line -> line.containsKey("IntakeTime"));
  }

  @Test
  void everyMetricOfTheFunctionIsCounted() throws IOException {
    IntakeUnderTest limited = new IntakeUnderTest(Map.of("INTAKE_RATE", "1", "INTAKE_BURST", "1"));
    IntakeHandler measured = new IntakeHandler(limited.parts);
    handle(measured, "intake-post");
    handle(measured, "intake-post");
    limited.seconds(2);
    handle(measured, "intake-post");
    limited.seconds(2);
    limited.patch("order-4711", "{\"note\": \"n\"}", "*");
    limited.seconds(2);
    handle(measured, "intake-erase");
    limited.seconds(2);
    limited.beforeReplace = () -> limited.seconds(2);
    handle(measured, "intake-delete");
    limited.failures = 1;
    handle(measured, "intake-post");

    assertThat(ReportedMetrics.neverCounted(Metric.Source.INTAKE, limited.metrics.toString(UTF_8)))
        .isEmpty();
  }

  private static void handle(IntakeHandler handler, String name) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(name + ".json"))) {
      handler.handleRequest(
          serializer(APIGatewayV2HTTPEvent.class).fromJson(json), new RemainingTime(() -> 60_000));
    }
  }

  @Test
  void namesAndFreeTextAreInNoLogMetricOrError() {
    String planted = "Qzxw";
    String named = with("user_id", "\"u\"", "full_name", "\"Qzxw A\"", "note", "\"B Qzxw\"");
    List<String> bodies = new ArrayList<>();
    bodies.add(intake.post(named).body());
    bodies.add(intake.post(named.replace("12.30", "1")).body());
    bodies.add(intake.post(named.replace("12.30", "x")).body());
    bodies.add(intake.post(named.replace("Qzxw A", "Qzxw\\u0000")).body());
    bodies.add(intake.post(named.replace("B Qzxw", "Qzxw".repeat(600))).body());
    bodies.add(intake.post(named.replace("\"Qzxw A\"", "[\"Qzxw\"]")).body());
    bodies.add(intake.post(named.replace("\"Qzxw A\"", "{\"Qzxw\": 1}")).body());
    bodies.add(intake.post("[" + named + "," + named + "]").body());
    bodies.add(intake.post(named.substring(0, named.length() - 3)).body());
    bodies.add(intake.post("{\"note\": \"Qzxw\", \"note\": \"Qzxw\"}").body());
    bodies.add(intake.post("{\"note\": Qzxw}").body());
    bodies.add(intake.patch("t-1", "{\"full_name\": \"Qzxw C\"}", "*").body());
    bodies.add(intake.patch("t-1", "{\"note\": \"Qzxw\\u0007\"}", "*").body());
    bodies.add(intake.patch("t-1", "{\"note\": \"Qzxw\"}", "\"7\"").body());
    intake.cipher.fail(true);
    bodies.add(intake.post(named).body());
    bodies.add(intake.patch("t-1", "{\"note\": \"Qzxw D\"}", "*").body());
    intake.cipher.fail(false);
    intake.failures = 1;
    bodies.add(intake.post(named.replace("t-1", "t-2")).body());
    bodies.add(intake.delete("t-1", "*").body());

    assertThat(bodies).hasSize(18).noneMatch(body -> body.contains(planted));
    assertThat(intake.logged.toString()).contains("store_failed").doesNotContain(planted);
    assertThat(intake.metrics.toString(UTF_8)).doesNotContain(planted);
    String stored = intake.mongoDb.edit(state -> state.records + " " + state.keys).toString();
    assertThat(stored).contains("t-1").doesNotContain(planted);
  }

  @Test
  void defectIsLoggedAndLeaksNothing() throws IOException {
    intake.beforeReplace =
        () -> {
          throw new IllegalStateException("inner secret");
        };
    answer("intake-post");
    JsonNode answer = answer("intake-patch");

    assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
    assertThat(answer.toString()).doesNotContain("inner secret");
    assertThat(intake.logged.toString()).contains("request_failed", "inner secret");
  }
}
