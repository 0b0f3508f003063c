package daybook.intake;

import static daybook.intake.IntakeUnderTest.VISA;
import static daybook.intake.IntakeUnderTest.json;
import static daybook.intake.IntakeUnderTest.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.http.Reply;
import daybook.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests of those who mean harm, or whose programs do: each has its status, and stores nothing.
 */
class HostileRequestsTest {

  private static final String T = "/transactions";

  private final IntakeUnderTest intake = new IntakeUnderTest();

  /**
   * A request and what it is answered with.
   *
   * @param says a part of the problem's detail or of its first fault
   */
  private record Hostile(String name, Request request, int status, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Hostile post(String name, String body, int status, String says) {
    return post(name, body.getBytes(UTF_8), "application/json", status, says);
  }

  private static Hostile post(String name, byte[] body, String type, int status, String says) {
    return new Hostile(name, request("POST", T, body, type, Map.of()), status, says);
  }

  private static Hostile path(String name, String method, String path, int status, String says) {
    byte[] body = "{}".getBytes(UTF_8);
    return new Hostile(
        name,
        request(method, path, body, "application/json", Map.of("If-Match", "*")),
        status,
        says);
  }

  private static Request request(
      String method, String path, byte[] body, String type, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Content-Type", type);
    return new Request(method, path, Map.of(), headers, body);
  }

  private static String amount(String amount) {
    return with("amount", amount);
  }

  static List<Hostile> requests() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(ids());
    all.addAll(sizes());
    all.addAll(syntax());
    all.addAll(encodings());
    all.addAll(numbers());
    all.addAll(paths());
    return all;
  }

  private static List<Hostile> ids() {
    return List.of(
        post("empty id", with("transaction_id", "\"\""), 422, "1 to 64 letters"),
        post("id of 65", with("transaction_id", "\"" + "x".repeat(65) + "\""), 422, "1 to 64"),
        post("id with a slash", with("transaction_id", "\"../a\""), 422, "1 to 64"),
        post("id with a NUL", with("transaction_id", "\"a\\u0000\""), 422, "1 to 64"),
        post("id with a line end", with("transaction_id", "\"a\\n\""), 422, "1 to 64"),
        post("id of full-width letters", with("transaction_id", "\"\uFF41\""), 422, "1 to 64"),
        post("id that is a number", with("transaction_id", "1"), 422, "1 to 64"),
        post("id that is a query", with("transaction_id", "{\"$gt\": \"\"}"), 422, "1 to 64"),
        post("user that is a query", with("user_id", "{\"$ne\": null}"), 422, "1 to 64"),
        post("method with a dollar", with("payment_method", "\"$set\""), 422, "normal form C"),
        post("method of 65", with("payment_method", "\"" + "v".repeat(65) + "\""), 422, "1 to 64"),
        post("category of half a pair", with("merchant_category", "\"\\ud800\""), 422, "1 to 64"));
  }

  private static List<Hostile> sizes() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    return List.of(
        post("body of more than 1 MB", " ".repeat(1_000_001), 413, "POST /imports"),
        post("body of more than 4 MB", " ".repeat(4_000_001), 413, "POST /imports"),
        post("1,001 records", "[" + "1,".repeat(1_000) + "1]", 413, "1,000 transactions"),
        post("300,000 numbers", "[" + "1,".repeat(300_000) + "1]", 413, "1,000 transactions"),
        post("100,000 arrays", deep, 400, "nested deeper than 8"),
        post(
            "deep value",
            with("note", "[".repeat(9) + "]".repeat(9)),
            400,
            "characters, from line 1, column"),
        post("name of 201", with("full_name", "\"" + "n".repeat(201) + "\""), 422, "1 to 200"),
        post("note of 2,001", with("note", "\"" + "n".repeat(2_001) + "\""), 422, "1 to 2,000"));
  }

  private static List<Hostile> syntax() {
    return List.of(
        post("nothing", "", 400, "ends before"),
        post("cut off", VISA.substring(0, 40), 400, "line 1, column"),
        post("trailing comma", "[" + VISA + ",]", 400, "line 1, column"),
        post("comment", "/* */" + VISA, 400, "line 1, column 1"),
        post("two documents", VISA + VISA, 400, "goes on behind its JSON"),
        post("name twice", "{\n\"amount\": 1,\n\"amount\": 2}", 400, "twice from line 3, column 1"),
        post("escaped name twice", "{\"a\": 1, \"\\u0061\": 2}", 400, "the same name twice"),
        post("text alone", "\"x\"", 422, "an object with the fields"),
        post("null", "null", 422, "an object with the fields"),
        post("prototype", with("__proto__", "{}"), 422, "only transaction_id"),
        post(
            "several in a field", "{\"transactions\": [" + VISA + "]}", 422, "an array by itself"));
  }

  private static List<Hostile> encodings() {
    String json = "application/json";
    byte[] visa = VISA.getBytes(UTF_8);
    byte[] latin = with("note", "\"Zo\u00EB\"").getBytes(ISO_8859_1);
    return List.of(
        post("no UTF-8", latin, json, 400, "no UTF-8"),
        post("UTF-16", VISA.getBytes(UTF_16), json, 400, "no UTF-8"),
        post("other charset", visa, json + "; charset=iso-8859-1", 415, "in UTF-8"),
        post("form", visa, "application/x-www-form-urlencoded", 415, "application/json"),
        post("no type", visa, "", 415, "application/json"),
        post("several types", visa, "text/plain, application/json", 415, "application/json"),
        post("name with control", with("full_name", "\"a\\u001bb\""), 422, "control"),
        post("half a pair", with("full_name", "\"\\udc00\""), 422, "control"));
  }

  private static List<Hostile> numbers() {
    return List.of(
        post("NaN", amount("NaN"), 400, "line 1"),
        post("exponent", amount("1e2"), 422, "plain decimal such as 12.30"),
        post("huge exponent", amount("1e999999999"), 422, "plain decimal"),
        post("tiny exponent", amount("\"1E-999999999\""), 422, "plain decimal"),
        post("20 digits", amount("12345678901234567890"), 422, "more than 11 digits"),
        post("5,000 digits", amount("1".repeat(5_000)), 400, "more than 100 characters"),
        post("three decimals", amount("1.005"), 422, "plain decimal"),
        post("negative", amount("-1"), 422, "a refund is written as a withdrawal"),
        post("hexadecimal", amount("0x10"), 400, "line 1"),
        post("leading zero", amount("012"), 400, "line 1"),
        post("array", amount("[1]"), 422, "plain decimal"),
        post("other digits", amount("\"\u0661\""), 422, "plain decimal"),
        post("year 10000", with("timestamp", "\"+10000-01-01T00:00:00Z\""), 422, "date and time"),
        post("no such day", with("timestamp", "\"2026-02-30T00:00:00Z\""), 422, "no such day"),
        post("time as a number", with("timestamp", "1767225600"), 422, "date and time"),
        post("currency of other script", with("currency", "\"\u0415UR\""), 422, "capital letters"));
  }

  private static List<Hostile> paths() {
    return List.of(
        path("parent", "PATCH", T + "/..", 404, "no transaction"),
        path("encoded parent", "PATCH", T + "/%2e%2e%2fadmin", 404, "no transaction"),
        path("encoded twice", "DELETE", T + "/%252e", 404, "no transaction"),
        path("half an escape", "DELETE", T + "/a%", 404, "no transaction"),
        path("NUL", "DELETE", T + "/a%00", 404, "no transaction"),
        path("more segments", "DELETE", T + "/a/b", 404, "There is only"),
        path("no segment", "DELETE", T + "/", 404, "There is only"),
        path("other case", "POST", "/Transactions", 404, "There is only"),
        path("other method", "PUT", T + "/a", 405, "takes only"),
        path("long id", "DELETE", T + "/" + "a".repeat(10_000), 404, "no transaction"),
        path("user of a query", "POST", "/users/$ne/erase", 404, "No user"),
        new Hostile(
            "parameter",
            new Request("POST", T, Map.of("dry_run", "1"), Map.of(), new byte[0]),
            422,
            "dry_run is unknown"),
        new Hostile(
            "key in key",
            request(
                "POST",
                T,
                VISA.getBytes(UTF_8),
                "application/json",
                Map.of("Idempotency-Key", "\"a\"\u0000")),
            400,
            "Idempotency-Key must be"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void hostileRequestHasItsStatusAndStoresNothing(Hostile hostile) {
    Reply reply = intake.send(hostile.request);

    assertThat(reply.status()).as(reply.body()).isEqualTo(hostile.status);
    JsonNode problem = json(reply);
    assertThat(problem.path("status").asInt()).isEqualTo(hostile.status);
    String said = problem.path("detail").asText() + " " + problem.at("/errors/0/expected").asText();
    assertThat(said).contains(hostile.says);
    assertThat(reply.body().length()).isLessThan(2_000);
    assertThat(intake.count()).isZero();
    assertThat(intake.logged).isEmpty();
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(requests()).hasSizeGreaterThanOrEqualTo(42);
    assertThat(requests().stream().map(Hostile::toString)).doesNotHaveDuplicates();
    assertThat(requests()).extracting(Hostile::status).allMatch(status -> status < 500);
  }
}
