package daybook.api;

import static daybook.api.ApiUnderTest.BEGUN;
import static daybook.api.ApiUnderTest.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.FieldCipher.Place;
import daybook.core.port.Rejects.Row;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.record.Attempt;
import daybook.core.record.Origin;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code openapi.yaml} says is what is served, and what is served it says: every path,
 * parameter, status, header and body of the requests below, which reach all of them.
 */
class DescriptionTest {

  private static final String RANGE = "from_date=2026-01-15&to_date=2026-01-16";

  private final ApiUnderTest api = new ApiUnderTest();
  private final Description description;
  private LedgerEntry january;
  private LedgerEntry refused;
  private LedgerEntry large;

  DescriptionTest() throws IOException {
    this.description = new Description();
  }

  @BeforeEach
  void fill() {
    api.total("2026-01-15:deposits", "paypal", 1_230, 1);
    api.total("2026-01-15:deposits", "visa", 18_010, 3);
    api.total("2026-01-15:withdrawals", "paypal", 500, 1);
    api.total("2026-01-16:deposits", "visa", 725, 1);
    api.total("hours:2026-01-15:deposits", "10", 19_240, 4);
    api.total("hours:2026-01-15:withdrawals", "18", 500, 1);
    api.total("2026-03-01:deposits:EUR", "visa", 4_000, 1);
    api.total("2026-03-01:deposits:JPY", "visa", 100, 1);
    ObjectVersion file = new ObjectVersion("example", "january.csv", "v1", "e", BEGUN, 310);
    ImportPosition end =
        new ImportPosition(
            310,
            8,
            6,
            Map.of(RejectReason.AMOUNT, 1L),
            new TreeSet<>(),
            ImportState.COMPLETE,
            null);
    january =
        api.ended(
            file,
            new ImportTerms(Optional.empty(), List.of("note"), Optional.empty()),
            end,
            BEGUN.plusSeconds(12));
    api.rejected(
        january,
        new Row(
            7,
            242,
            "amount",
            "amount",
            "expected a plain decimal such as 12.30, found 1,50",
            "2026-01-16T10:00:00,deposit,visa,'1,50',"));
    refused =
        api.ended(
            "refused.csv",
            ImportPosition.START.ending(ImportState.REJECTED, "no_header", "no amount"),
            BEGUN.minusSeconds(5));
    large = api.ended("large.csv", end, BEGUN.minusSeconds(6));
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 1_200; n++) {
      rows.add(new Row(2, 40, "amount", "x".repeat(900)));
    }
    api.rejected(large, rows.toArray(Row[]::new));
    fillTransactions();
  }

  private static final TransactionId FROM_FILE = new TransactionId("order-4711");
  private static final TransactionId TRIED = new TransactionId("order-4712");
  private static final TransactionId POSTED = new TransactionId("order-4713");
  private static final TransactionId DELETED = new TransactionId("order-4714");
  private static final TransactionId SHREDDED = new TransactionId("order-4715");

  private static TransactionContent content(
      String when, TransactionType type, String method, long cents) {
    Instant timestamp = Instant.parse(when);
    LocalDate day = LocalDate.ofInstant(timestamp, ZoneOffset.UTC);
    return new TransactionContent(
        timestamp,
        new Transaction(day, 9, type, method, new Amount(cents)),
        Optional.of("u-17"),
        Optional.empty(),
        Optional.empty());
  }

  private void fillTransactions() {
    TransactionType deposit = TransactionType.DEPOSIT;
    SealedText name = api.cipher.seal(Place.of(POSTED, "full_name", 1), "Zoë Example");
    TransactionRecord deleted =
        TransactionRecord.posted(
                DELETED, content("2026-01-16T08:00:00Z", deposit, "visa", 725), Map.of(), BEGUN)
            .deleted(BEGUN.plusSeconds(30));
    TransactionRecord shredded =
        new TransactionRecord(
            SHREDDED,
            3,
            2,
            Optional.empty(),
            new TreeMap<>(),
            deleted.hash(),
            deleted.counting(),
            List.of(),
            new TransactionRecord.Times(
                BEGUN, BEGUN, Optional.empty(), Optional.of(BEGUN.plusSeconds(50))));
    api.records.insert(
        List.of(
            TransactionRecord.ofRow(
                FROM_FILE,
                content("2026-01-15T09:30:00Z", deposit, "visa", 1_230),
                new Origin(january.id(), 40),
                BEGUN),
            TransactionRecord.posted(
                POSTED,
                content("2026-01-15T10:30:00Z", TransactionType.WITHDRAWAL, "paypal", 500),
                Map.of("full_name", name),
                BEGUN),
            deleted,
            shredded));
    api.attempts.keep(
        List.of(
            Attempt.posted(
                TRIED,
                "declined",
                content("2026-01-15T09:31:00Z", deposit, "visa", 9_990),
                BEGUN)));
    // So that the first changes are old enough to be shown.
    api.now = BEGUN.plus(Changes.HORIZON).plusMillis(1);
  }

  private Map<String, String> transactionRoutes() {
    return Map.of(
        "GET /transactions/{id}", "/transactions/" + FROM_FILE,
        "GET /transactions/{id}/versions", "/transactions/" + FROM_FILE + "/versions",
        "GET /users/{user_id}/transactions", "/users/u-17/transactions",
        "GET /users/{user_id}/statistics", "/users/u-17/statistics",
        "GET /changes", "/changes");
  }

  private void addTransactions(Map<String, List<Request>> requests) {
    String path = "/transactions/";
    transactionRoutes()
        .forEach(
            (route, address) -> {
              requests.put(route, gets(address, address + "?x=1"));
              requests.get(route).add(request(address, "if-none-match", "*"));
            });
    requests
        .get("GET /transactions/{id}")
        .addAll(gets(path + TRIED, path + POSTED, path + DELETED, path + SHREDDED, path + "0"));
    requests
        .get("GET /transactions/{id}/versions")
        .addAll(
            gets(
                path + DELETED + "/versions",
                path + SHREDDED + "/versions",
                path + TRIED + "/versions"));
    for (String list : List.of("transactions", "statistics")) {
      requests
          .get("GET /users/{user_id}/" + list)
          .addAll(
              gets(
                  "/users/u-18/" + list,
                  "/users/%/" + list,
                  "/users/u-17/" + list + "?from=2026-01-16&to=2026-01-15"));
    }
    requests
        .get("GET /users/{user_id}/transactions")
        .addAll(
            gets(
                "/users/u-17/transactions?status=declined",
                "/users/u-17/transactions?status=deleted&limit=1"));
    requests.get("GET /changes").addAll(gets("/changes?limit=1"));
  }

  @Test
  void everyRouteAndParameterIsDescribedAndNoOther() {
    Map<String, Set<String>> described = new TreeMap<>();
    description
        .operations()
        .forEach((route, operation) -> described.put(route, description.queries(operation)));
    described.keySet().removeAll(description.writing().keySet());
    Map<String, Set<String>> served = new TreeMap<>();
    api.routes()
        .rows()
        .forEach(row -> served.put(row.method() + " " + row.path(), row.parameters()));

    assertThat(described).isEqualTo(served);
  }

  /** Route to an address that asks a store which fails. */
  private Map<String, String> failing() {
    String hot = "?from_date=2026-02-01&to_date=2026-02-01";
    Map<String, String> failing = new TreeMap<>(transactionRoutes());
    failing.putAll(
        Map.of(
            "GET /hours", "/hours" + hot,
            "GET /health/ready", "/health/ready",
            "GET /imports", "/imports",
            "GET /imports/{id}", "/imports/" + january.id(),
            "GET /imports/{id}/rejects", "/imports/" + january.id() + "/rejects",
            "GET /stats", "/stats" + hot));
    return failing;
  }

  /** Route to requests, each of which is answered as its operation says. */
  private Map<String, List<Request>> requests() {
    Map<String, List<Request>> requests = new TreeMap<>();
    requests.put(
        "GET /stats",
        gets(
            "/stats?" + RANGE,
            "/stats?" + RANGE + "&include=counts&group_by=week&type=deposit&payment_method=visa",
            "/stats?" + RANGE + "&currency=none",
            "/stats?from_date=2026-03-01&to_date=2026-03-01",
            "/stats?from_date=x&page=1"));
    requests.get("GET /stats").add(request("/stats?" + RANGE, "if-none-match", "*"));
    requests.get("GET /stats").add(request("/stats?" + RANGE, "accept", "text/csv"));
    requests.put(
        "GET /hours",
        gets(
            "/hours?" + RANGE + "&include=counts",
            "/hours?" + RANGE + "&currency=EUR",
            "/hours?from_date=2026-01-16&to_date=2026-01-15",
            "/hours"));
    requests.get("GET /hours").add(request("/hours?" + RANGE, "if-none-match", "*"));
    requests.put(
        "GET /imports", gets("/imports", "/imports?limit=1&key=january.csv", "/imports?limit=x"));
    requests.get("GET /imports").add(request("/imports", "if-none-match", "*"));
    requests.put(
        "POST /imports",
        List.of(
            post("{\"file_name\": \"a.csv\", \"size_bytes\": 1, \"mapping\": \"stripe\"}"),
            post("{"),
            post("{}"),
            new Request("POST", "/imports", Map.of(), Map.of(), new byte[0]),
            post(" ".repeat(Request.BODY_BYTES_MAX + 1))));
    String one = "/imports/" + january.id();
    requests.put("GET /imports/{id}", gets(one, one + "?x=1", "/imports/0"));
    requests.get("GET /imports/{id}").add(request(one, "if-none-match", "*"));
    requests.put(
        "GET /imports/{id}/rejects",
        gets(
            one + "/rejects",
            one + "/rejects?as=x",
            "/imports/0/rejects",
            "/imports/" + refused.id() + "/rejects",
            "/imports/" + large.id() + "/rejects"));
    requests.get("GET /imports/{id}/rejects").add(request(one + "/rejects", "if-none-match", "*"));
    String page = assets("/");
    requests.put("GET /", gets("/", "/?code=1&state=2"));
    requests.put("GET /docs", gets("/docs", "/docs?x=1"));
    requests.get("GET /").add(request("/", "if-none-match", "*"));
    requests.get("GET /docs").add(request("/docs", "if-none-match", "*"));
    requests.put(
        "GET /assets/{hash}/{file}",
        gets(
            page + "/app.js",
            page + "/style.css",
            page + "/icon.svg",
            page + "/chart.umd.min.js",
            assets("/docs") + "/favicon-32x32.png",
            page + "/app.js?x=1",
            "/assets/0/app.js"));
    requests.get("GET /assets/{hash}/{file}").add(request(page + "/app.js", "if-none-match", "*"));
    for (String path : List.of("/health", "/health/ready", "/openapi.yaml")) {
      requests.put("GET " + path, gets(path, path + "?x=1"));
      requests.get("GET " + path).add(request(path, "if-none-match", "*"));
    }
    addTransactions(requests);
    return requests;
  }

  /** Where a page's files are. */
  private String assets(String page) {
    return PageRoutesTest.ASSETS
        .matcher(api.get(page).body())
        .results()
        .map(found -> "/" + found.group())
        .findAny()
        .orElseThrow();
  }

  private static List<Request> gets(String... addresses) {
    List<Request> requests = new ArrayList<>();
    for (String address : addresses) {
      requests.add(ApiUnderTest.request(address, Map.of()));
    }
    return requests;
  }

  private static Request request(String address, String header, String value) {
    return ApiUnderTest.request(address, Map.of(header, value));
  }

  private static Request post(String json) {
    return new Request(
        "POST",
        "/imports",
        Map.of(),
        Map.of("content-type", "application/json; charset=utf-8"),
        json.getBytes(UTF_8));
  }

  @Test
  void everyAnswerIsAsItsOperationSaysAndEveryStatusIsGiven() throws IOException {
    Map<String, Set<Integer>> given = new TreeMap<>();
    for (Map.Entry<String, List<Request>> route : requests().entrySet()) {
      for (Request request : route.getValue()) {
        Reply reply = api.send(request);
        description.requireAsDescribed(route.getKey(), reply);
        given.computeIfAbsent(route.getKey(), key -> new TreeSet<>()).add(reply.status());
      }
    }
    Reply forbidden = new ApiUnderTest(false).send(post("{}"));
    description.requireAsDescribed("POST /imports", forbidden);
    given.get("POST /imports").add(forbidden.status());
    for (Map.Entry<String, String> route : transactionRoutes().entrySet()) {
      Reply reply = new ApiUnderTest(false).get(route.getValue());
      description.requireAsDescribed(route.getKey(), reply);
      given.get(route.getKey()).add(reply.status());
    }
    api.failure = Optional.of(new StoreException("S", "read", "it failed"));
    api.rejects.failNext(1);
    for (Map.Entry<String, String> failing : failing().entrySet()) {
      String route = failing.getKey();
      Reply reply = api.get(failing.getValue());
      description.requireAsDescribed(route, reply);
      given.get(route).add(reply.status());
    }

    for (Route row : api.routes().rows()) {
      String route = row.method() + " " + row.path();
      Set<Integer> described = description.statuses(route);
      if (route.equals("POST /imports")) {
        // Signing asks nobody: it fails where Lambda has no credentials.
        described.remove(503);
      }
      assertThat(given.get(route)).as(route).isEqualTo(described);
    }
  }

  @Test
  void everyExampleIsTheAnswerToWhatItsSummarySays() throws IOException {
    int examples = 0;
    for (Map.Entry<String, JsonNode> operation : description.operations().entrySet()) {
      if (!operation.getKey().startsWith("GET ")) {
        continue;
      }
      for (Map.Entry<String, JsonNode> status :
          operation.getValue().path("responses").properties()) {
        JsonNode response = description.followed(status.getValue());
        for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
          for (JsonNode example : content.getValue().path("examples")) {
            requireTrue(operation.getKey(), status.getKey(), content.getKey(), example);
            examples++;
          }
        }
      }
    }
    assertThat(examples).isGreaterThan(15);
  }

  private void requireTrue(String route, String status, String type, JsonNode example)
      throws IOException {
    api.failure =
        status.equals("503")
            ? Optional.of(new StoreException("S", "read", "it failed"))
            : Optional.empty();
    String path = route.substring("GET ".length());
    String query = example.path("summary").asText("");
    String address =
        switch (path) {
          case "/imports/{id}" -> status.equals("404") ? "/imports/0" : "/imports/" + january.id();
          case "/imports/{id}/rejects" ->
              "/imports/" + (status.equals("404") ? "0" : january.id()) + "/rejects";
          case "/transactions/{id}", "/transactions/{id}/versions" ->
              path.replace("{id}", query.isEmpty() ? "0" : query.substring("id=".length()));
          case "/users/{user_id}/transactions", "/users/{user_id}/statistics" ->
              path.replace("{user_id}", "u-17") + "?" + query;
          case "/stats", "/hours" -> path + "?" + (query.contains("=") ? query : RANGE);
          default -> query.contains("=") ? path + "?" + query : path;
        };
    if (status.equals("503")) {
      api.rejects.failNext(path.endsWith("/rejects") ? 1 : 0);
      address = failing().getOrDefault(route, address);
    }
    Reply reply = api.send(ApiUnderTest.request(address, Map.of("accept", type)));
    String what = address + " as " + type;
    assertThat(Integer.toString(reply.status())).as(what + reply.body()).isEqualTo(status);
    if (type.endsWith("json")) {
      assertThat(Description.plain(json(reply)))
          .as(what)
          .isEqualTo(Description.plain(example.path("value")));
    } else {
      assertThat(Description.text(reply)).as(what).isEqualTo(example.path("value").asText());
    }
  }

  @Test
  void everyExampleOfABodyIsAccepted() throws IOException {
    JsonNode content =
        description.operations().get("POST /imports").at("/requestBody/content/application~1json");
    for (JsonNode example : content.path("examples")) {
      JsonNode body = example.path("value");
      assertThat(description.errors(content.path("schema"), body)).isEmpty();
      assertThat(api.send(post(body.toString())).status()).isEqualTo(201);
    }
    assertThat(content.path("examples")).hasSize(2);
  }
}
