package daybook.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.api.Description;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.intake.IntakeUnderTest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code openapi.yaml} says of the routes that write is what the intake does. */
class IntakeDescriptionTest {

  private static final String POST = "POST /transactions";
  private static final String PATCH = "PATCH /transactions/{id}";
  private static final String DELETE = "DELETE /transactions/{id}";
  private static final String ERASE = "POST /users/{user_id}/erase";

  private final IntakeUnderTest intake = new IntakeUnderTest();
  private final Description description;
  private final Map<String, Set<Integer>> given = new TreeMap<>();

  IntakeDescriptionTest() throws IOException {
    this.description = new Description();
  }

  /** Makes a request of a route, whose answer must be as it is described. */
  private Reply ask(
      IntakeUnderTest asked, String route, String path, String body, String... headers)
      throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("content-type", "application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    Map<String, String> parameters = path.contains("?") ? Map.of("x", "1") : Map.of();
    Reply reply =
        asked.send(
            new Request(
                route.substring(0, route.indexOf(' ')),
                path.split("\\?", -1)[0],
                parameters,
                all,
                body.getBytes(UTF_8)));
    description.requireAsDescribed(route, reply);
    given.computeIfAbsent(route, key -> new TreeSet<>()).add(reply.status());
    return reply;
  }

  private Reply post(String body, String... headers) throws IOException {
    return ask(intake, POST, "/transactions", body, headers);
  }

  private Reply patch(String id, String body, String ifMatch) throws IOException {
    return ask(intake, PATCH, "/transactions/" + id, body, "if-match", ifMatch);
  }

  private JsonNode body(String route, String name) {
    return description
        .operations()
        .get(route)
        .at("/requestBody/content")
        .elements()
        .next()
        .at("/examples/" + name + "/value");
  }

  @Test
  void everyRouteIsDescribedAndNoOther() {
    Map<String, Set<String>> described = new TreeMap<>();
    description
        .writing()
        .forEach((route, operation) -> described.put(route, description.queries(operation)));
    Map<String, Set<String>> served = new TreeMap<>();
    intake
        .routes()
        .rows()
        .forEach(row -> served.put(row.method() + " " + row.path(), row.parameters()));

    assertThat(described).isEqualTo(served).isNotEmpty();
  }

  @Test
  void everyAnswerIsAsItsOperationSaysAndEveryStatusIsGiven() throws IOException {
    askToPost();
    askToCorrect();
    askToDeleteAndErase();
    askWhoCannot();

    for (Route row : intake.routes().rows()) {
      String route = row.method() + " " + row.path();
      assertThat(given.get(route)).as(route).isEqualTo(description.statuses(route));
    }
  }

  private void askToPost() throws IOException {
    String one = body(POST, "one").toString();
    post(one);
    post(one);
    post(body(POST, "attempt").toString());
    post(body(POST, "several").toString());
    post(body(POST, "several").toString());
    post("[" + one.replace("order-4711", "other") + "]");
    post(one.replace("12.3", "12.4"));
    post("{");
    post("[{}, 1, {\"amount\": \"x\", \"a\": 1}]");
    post(one, "content-type", "text/csv");
    post(" ".repeat(1_000_001));
    ask(intake, POST, "/transactions?x=1", one);
    intake.failures = 1;
    post(one, "idempotency-key", "\"k\"");
  }

  private void askToCorrect() throws IOException {
    String patch = "{\"amount\": 1}";
    patch("order-4711", patch, "*");
    patch("order-4711", patch, "\"1\"");
    patch("order-4711", "{\"amount\": null, \"transaction_id\": \"x\"}", "*");
    patch("order-4711", "{", "*");
    patch("order-4711", " ".repeat(1_000_001), "*");
    patch("order-4712", "{\"status\": \"approved\"}", "\"0\"");
    patch("never-seen", patch, "*");
    String path = "/transactions/order-4711";
    ask(intake, PATCH, path, patch, "content-type", "text/plain", "if-match", "*");
    ask(intake, PATCH, path, patch);
    ask(intake, PATCH, path + "?x=1", patch);
    for (int n = 0; n < 11; n++) {
      patch("order-4711", "{\"amount\": 2%d}".formatted(n), "*");
    }
    intake.failures = 1;
    patch("order-4712", patch, "*");
  }

  private void askToDeleteAndErase() throws IOException {
    String path = "/transactions/order-4712";
    ask(intake, DELETE, path, "");
    ask(intake, DELETE, path, "", "if-match", "\"9\"");
    ask(intake, DELETE, path, "", "if-match", "x");
    ask(intake, DELETE, path + "?x=1", "", "if-match", "*");
    ask(intake, DELETE, path, " ".repeat(Request.BODY_BYTES_MAX + 1));
    intake.failures = 1;
    ask(intake, DELETE, path, "", "if-match", "*");
    ask(intake, DELETE, path, "", "if-match", "*");
    ask(intake, DELETE, path, "", "if-match", "*");
    ask(intake, DELETE, "/transactions/never-seen", "", "if-match", "*");
    patch("order-4712", "{\"amount\": 1}", "*");
    intake.failures = 1;
    ask(intake, ERASE, "/users/u-17/erase", "");
    ask(intake, ERASE, "/users/u-17/erase", "");
    ask(intake, ERASE, "/users/u%2017/erase", "");
    ask(intake, ERASE, "/users/u-17/erase?x=1", "");
    ask(intake, ERASE, "/users/u-17/erase", " ".repeat(Request.BODY_BYTES_MAX + 1));
    post(many(501));
    ask(intake, ERASE, "/users/u-17/erase", "");
  }

  private String many(int count) {
    StringBuilder many = new StringBuilder("[");
    for (int n = 0; n < count; n++) {
      String record = body(POST, "one").toString().replace("order-4711", "many-" + n);
      many.append(n == 0 ? "" : ",").append(record);
    }
    return many.append(']').toString();
  }

  private void askWhoCannot() throws IOException {
    IntakeUnderTest none = new IntakeUnderTest(Map.of("API_WRITES", "false"));
    IntakeUnderTest slow = new IntakeUnderTest(Map.of("INTAKE_RATE", "1", "INTAKE_BURST", "1"));
    slow.send(new Request("POST", "/users/u-17/erase", Map.of(), Map.of(), new byte[0]));
    for (IntakeUnderTest asked : new IntakeUnderTest[] {none, slow}) {
      ask(asked, POST, "/transactions", body(POST, "one").toString());
      ask(asked, PATCH, "/transactions/t", "{}", "if-match", "*");
      ask(asked, DELETE, "/transactions/t", "", "if-match", "*");
      ask(asked, ERASE, "/users/u-17/erase", "");
    }
  }

  @Test
  void everyExampleOfABodyIsOneAndIsAnsweredByTheExampleOfItsName() throws IOException {
    requireAnswered(POST, "one", "/transactions", 201);
    requireAnswered(POST, "attempt", "/transactions", 201);
    requireAnswered(POST, "several", "/transactions", 207);
    requireAnswered(PATCH, "amount", "/transactions/order-4711", 200);
    JsonNode others =
        description.operations().get(PATCH).at("/requestBody/content/application~1json/examples");
    assertThat(patch("order-4711", others.at("/name/value").toString(), "*").status())
        .isEqualTo(200);
  }

  private void requireAnswered(String route, String name, String path, int status)
      throws IOException {
    JsonNode operation = description.operations().get(route);
    JsonNode body = body(route, name);
    JsonNode schema = operation.at("/requestBody/content").elements().next().path("schema");
    assertThat(description.errors(schema, body)).as(name).isEmpty();
    Reply reply = ask(intake, route, path, body.toString(), "if-match", "*");
    assertThat(reply.status()).as(name).isEqualTo(status);
    JsonNode example =
        operation.at(
            "/responses/%d/content/application~1json/examples/%s/value".formatted(status, name));
    assertThat(Description.plain(new ObjectMapper().readTree(reply.body())))
        .isEqualTo(Description.plain(example));
  }
}
