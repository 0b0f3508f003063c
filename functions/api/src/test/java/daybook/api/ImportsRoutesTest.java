package daybook.api;

import static daybook.api.ApiUnderTest.BEGUN;
import static daybook.api.ApiUnderTest.BUCKET;
import static daybook.api.ApiUnderTest.json;
import static daybook.api.ApiUnderTest.source;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.port.Rejects.Row;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.http.Reply;
import daybook.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportsRoutesTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final String NO_ROWS = "line,byte_offset,reason,column,expected,text\n";

  private final ApiUnderTest api = new ApiUnderTest();

  private static ImportPosition position(long accepted, long rejected, ImportState state) {
    return new ImportPosition(
        310,
        8,
        accepted,
        rejected == 0 ? Map.of() : Map.of(RejectReason.AMOUNT, rejected),
        new TreeSet<>(),
        state,
        null);
  }

  private static ImportPosition complete(long rejected) {
    return position(6, rejected, ImportState.COMPLETE);
  }

  private List<String> ids(String address) throws IOException {
    Reply reply = api.get(address);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    json(reply).path("data").forEach(one -> ids.add(one.path("key").textValue()));
    return ids;
  }

  @Test
  void runningImportsComeFirstAndPagesHaveNoGap() throws IOException {
    for (int n = 1; n <= 4; n++) {
      // Two of each time.
      api.ended("ended-" + n + ".csv", complete(0), BEGUN.plusSeconds(n / 2));
      api.running("runs-" + n + ".csv", BEGUN.plusSeconds(n / 2), complete(0), complete(0));
    }
    List<String> all = ids("/imports");
    assertThat(all).hasSize(8);
    assertThat(all.subList(0, 4)).allMatch(key -> key.startsWith("runs-"));
    assertThat(all).element(0).isEqualTo("runs-4.csv");
    assertThat(all).element(3).isEqualTo("runs-1.csv");
    assertThat(all).element(4).isEqualTo("ended-4.csv");

    for (int limit = 1; limit <= 8; limit++) {
      List<String> pages = new ArrayList<>();
      String cursor = "";
      boolean more = true;
      while (more) {
        String address = "/imports?limit=" + limit + cursor;
        List<String> page = ids(address);
        assertThat(page).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
        pages.addAll(page);
        JsonNode json = json(api.get(address));
        more = json.path("has_more").booleanValue();
        cursor = "&cursor=" + json.path("next_cursor").textValue();
      }
      assertThat(pages).isEqualTo(all);
    }
  }

  @Test
  void importThatEndsBetweenTwoLooksIsThereOnceAndEnded() throws IOException {
    api.running("a.csv", BEGUN, complete(0), complete(0));
    api.ended("a.csv", complete(0), BEGUN.plusSeconds(1));

    JsonNode page = json(api.get("/imports"));

    assertThat(page.path("data")).hasSize(1);
    assertThat(page.at("/data/0/state").textValue()).isEqualTo("complete");
    assertThat(page.path("next_cursor").isNull()).isTrue();
    String one = "/imports/" + source("a.csv").importId();
    assertThat(json(api.get(one)).path("state").textValue()).isEqualTo("complete");
  }

  @Test
  void listIsOfOneKeyWhereThatIsAskedFor() throws IOException {
    api.ended("a.csv", complete(0), BEGUN);
    api.ended("b.csv", complete(0), BEGUN.plusSeconds(1));
    api.running("b.csv,", BEGUN, complete(0), complete(0));

    assertThat(ids("/imports?key=a.csv")).containsExactly("a.csv");
    assertThat(ids("/imports?key=b.csv,")).containsExactly("b.csv,");
    assertThat(ids("/imports?key=c.csv")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "limit,0",
    "limit,101",
    "limit,+5",
    "limit,'1,1'",
    "limit,",
    "limit,٣",
    "cursor,x",
    "cursor,",
    "cursor,ZTE=",
    "key,",
    "page,2"
  })
  void otherParameterIsRefusedByName(String name, String value) throws IOException {
    Reply reply = api.get("/imports?" + name + "=" + (value == null ? "" : value));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(json(reply).at("/errors/0/parameter").textValue()).isEqualTo(name);
  }

  @Test
  void runningImportSaysHowFarItIs() throws IOException {
    api.running(
        "a.csv",
        BEGUN,
        position(60, 2, ImportState.COMPLETE),
        position(20, 1, ImportState.RUNNING));

    JsonNode found = json(api.get("/imports/" + source("a.csv").importId()));

    assertThat(found.path("state").textValue()).isEqualTo("running");
    assertThat(found.path("ended").isNull()).isTrue();
    assertThat(found.path("accepted").intValue()).isEqualTo(60);
    assertThat(found.path("rows").intValue()).isEqualTo(62);
    assertThat(found.path("waiting_rows").intValue()).isEqualTo(40);
    assertThat(found.at("/rejected/amount").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/imports/0", "/imports/0123456789abcdef0123456789abcdef"})
  void unknownImportIsNotFound(String path) throws IOException {
    for (String address : List.of(path, path + "/rejects", path + "/rejects?as=source")) {
      Reply reply = api.get(address);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(json(reply).path("detail").textValue()).isEqualTo("There is no import of this id");
    }
  }

  private LedgerEntry importOf(String file, String... rejected) {
    ObjectVersion put = api.objects.put(BUCKET, "in/january.csv", file.getBytes(UTF_8));
    ImportPosition end =
        new ImportPosition(
            file.length(),
            9,
            1,
            Map.of(RejectReason.AMOUNT, (long) rejected.length),
            new TreeSet<>(),
            ImportState.COMPLETE,
            null);
    LedgerEntry entry = api.ended(put, ImportTerms.NONE, end, BEGUN.plusSeconds(9));
    List<Row> rows = new ArrayList<>();
    for (String row : rejected) {
      int offset = file.substring(0, file.indexOf(row)).getBytes(UTF_8).length;
      // As the importer writes it, on one line.
      String text = row.replace("\r", "\\r").replace("\n", "\\n");
      rows.add(new Row(2, offset, "amount", "amount", "expected \"1.50\"", text));
    }
    api.rejected(entry, rows.toArray(Row[]::new));
    return entry;
  }

  @Test
  void rejectedRowsAreAFileAndAsTheyWere() throws IOException {
    String bad = "2026-01-16T10:00:00,deposit,visa,\"1,50\r\n\"";
    String worse = "2026-01-16T10:00:00,deposit,Ü,x";
    String good = "2026-01-16T10:00:00,deposit,visa,1.50\n";
    LedgerEntry entry = importOf(HEADER + good + bad + "\n" + good + worse + "\n", bad, worse);
    String address = "/imports/" + entry.id() + "/rejects";

    Reply file = api.get(address);
    Reply source = api.get(address + "?as=source");

    assertThat(file.status()).isEqualTo(200);
    assertThat(file.body()).isEqualTo(api.rejects.composedFile(entry.id(), entry.end()).get());
    assertThat(file.headers())
        .containsEntry("Content-Type", "text/csv; charset=utf-8")
        .containsEntry("Content-Disposition", "attachment; filename=\"january.rejects.csv\"");
    assertThat(source.status()).isEqualTo(200);
    assertThat(new String(Base64.getDecoder().decode(source.body()), UTF_8))
        .isEqualTo(HEADER + bad + "\n" + worse + "\n");
    assertThat(source.headers()).containsEntry("Content-Type", "text/csv");
  }

  @Test
  void importWithoutRejectedRowsHasTheHeaderAlone() throws IOException {
    ObjectVersion put = api.objects.put(BUCKET, "a.csv", (HEADER + "x").getBytes(UTF_8));
    LedgerEntry entry = api.ended(put, ImportTerms.NONE, complete(0), BEGUN);
    String address = "/imports/" + entry.id() + "/rejects";

    assertThat(api.get(address).body()).isEqualTo(NO_ROWS);
    assertThat(
            new String(Base64.getDecoder().decode(api.get(address + "?as=source").body()), UTF_8))
        .isEqualTo(HEADER);
    assertThat(api.get(address + "?as=sauce").status()).isEqualTo(422);
  }

  @Test
  void longFileIsElsewhereAndTooManyRowsAreInParts() throws IOException {
    LedgerEntry entry = api.ended("a.csv", complete(9), BEGUN);
    String address = "/imports/" + entry.id() + "/rejects";
    Row row = new Row(2, 40, "amount", "x".repeat(900));
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 1_200; n++) {
      rows.add(row);
    }
    api.rejected(entry, rows.toArray(Row[]::new));

    Reply elsewhere = api.get(address);
    api.rejected(entry, new Row(0, 0, "in_parts", "s3://secret-bucket/parts"));
    Reply inParts = api.get(address);
    Reply source = api.get(address + "?as=source");

    assertThat(elsewhere.status()).isEqualTo(303);
    assertThat(elsewhere.headers().get("Location"))
        .startsWith("https://rejects.example.com/" + entry.id())
        .contains("as=a.rejects.csv", "seconds=900");
    assertThat(inParts.status()).isEqualTo(409);
    assertThat(inParts.body()).contains("too many for one file").doesNotContain("secret-bucket");
    assertThat(source.status()).isEqualTo(409);
    assertThat(source.body()).isEqualTo(inParts.body());
  }

  @Test
  void whatCannotBeGivenIsAConflictThatSaysWhy() throws IOException {
    api.running("a.csv", BEGUN, complete(0), complete(0));
    ImportPosition refused =
        ImportPosition.START.ending(ImportState.REJECTED, "no_header", "No column amount");
    LedgerEntry whole = api.ended("b.csv", refused, BEGUN);
    ObjectVersion gone = source("c.csv");
    LedgerEntry lost =
        api.ended(
            gone,
            new ImportTerms(Optional.empty(), List.of(), Optional.empty()),
            complete(1),
            BEGUN);

    Reply running = api.get("/imports/" + source("a.csv").importId() + "/rejects");
    Reply refusal = api.get("/imports/" + whole.id() + "/rejects");
    Reply source = api.get("/imports/" + lost.id() + "/rejects?as=source");

    assertThat(running.status()).isEqualTo(409);
    assertThat(running.body()).contains("still runs");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.body()).contains("No column amount");
    assertThat(source.status()).isEqualTo(409);
    assertThat(source.body()).contains("not there any more");
  }

  @Test
  void uploadIsAnAddressAndAListToWatch() throws IOException {
    Reply reply =
        api.post("{\"file_name\": \"C:\\\\mine\\\\Grüße.CSV.GZ\", \"size_bytes\": 5000000000}");
    JsonNode made = json(reply);

    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    assertThat(reply.headers())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Location", made.path("watch").textValue());
    assertThat(made.path("key").textValue()).matches("Uploads/[0-9a-f-]{36}/Grüße\\.CSV\\.GZ");
    assertThat(made.at("/upload/method").textValue()).isEqualTo("PUT");
    assertThat(made.at("/upload/url").textValue())
        .startsWith("http://s3.example/imports/Uploads/")
        .contains("X-Amz-Expires=900", "X-Amz-Signature=");
    assertThat(made.at("/upload/headers/content-type").textValue()).isEqualTo("application/gzip");
    assertThat(made.at("/upload/headers/if-none-match").textValue()).isEqualTo("*");
    assertThat(made.at("/upload/expires").textValue()).isEqualTo("2026-02-01T08:16:00Z");
    assertThat(made.path("watch").textValue()).startsWith("/imports?key=Uploads%2F");
    assertThat(
            json(api.post("{\"file_name\": \"a.csv\", \"size_bytes\": 1, \"mapping\": \"x\"}"))
                .at("/upload/headers/x-amz-meta-daybook-mapping")
                .textValue())
        .isEqualTo("x");
  }

  /** As JSON Schema counts: in characters rather than in halves of them, and 1.0 is whole. */
  @Test
  void namesAndSizesAreMeasuredAsTheDescriptionSays() {
    String upload = "{\"file_name\": \"%s.csv\", \"size_bytes\": 310.0}";

    assertThat(api.post(upload.formatted("\uD83D\uDCB6".repeat(200))).status()).isEqualTo(201);
    assertThat(api.post(upload.formatted("a".repeat(251))).status()).isEqualTo(201);
    assertThat(api.post(upload.formatted("a".repeat(252))).status()).isEqualTo(422);
    assertThat(api.post(upload.formatted("\uD83D\uDCB6".repeat(230))).status()).isEqualTo(422);
    assertThat(api.get("/imports?key=" + "\uD83D\uDCB6".repeat(1_024)).status()).isEqualTo(200);
    assertThat(api.get("/imports?key=" + "\uD83D\uDCB6".repeat(1_025)).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'size_bytes': 1} | file_name",
        "{'file_name': 1, 'size_bytes': 1} | file_name",
        "{'file_name': 'a.txt', 'size_bytes': 1} | file_name",
        "{'file_name': 'a/.csv', 'size_bytes': 1} | file_name",
        "{'file_name': 'a\\u0000.csv', 'size_bytes': 1} | file_name",
        "{'file_name': 'a\\ud800.csv', 'size_bytes': 1} | file_name",
        "{'file_name': 'a.csv'} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': 0} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': 1.5} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': '1'} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': 5000000001} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': 99999999999999999999} | size_bytes",
        "{'file_name': 'a.csv', 'size_bytes': 1, 'content_type': 'text/html'} | content_type",
        "{'file_name': 'a.csv', 'size_bytes': 1, 'content_type': null} | content_type",
        "{'file_name': 'a.csv', 'size_bytes': 1, 'mapping': 'X'} | mapping",
        "{'file_name': 'a.csv', 'size_bytes': 1, 'mapping': ''} | mapping",
        "{'file_name': 'a.csv', 'size_bytes': 1, 'key': 'x'} | key"
      })
  void otherFieldIsRefusedByName(String body, String field) throws IOException {
    Reply reply = api.post(body.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(json(reply).path("errors")).hasSize(1);
    assertThat(json(reply).at("/errors/0/parameter").textValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"size_bytes\": 1, \"size_bytes\": 1}"})
  void bodyThatIsNoObjectIsRefused(String body) throws IOException {
    assertThat(api.post(body).status()).isEqualTo(400);
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    assertThat(
            api.send(new Request("POST", "/imports", Map.of(), Map.of(), "{}".getBytes(UTF_8)))
                .status())
        .isEqualTo(415);
  }

  @Test
  void failingStoreIsAProblem() {
    LedgerEntry entry = api.ended(source("a.csv"), ImportTerms.NONE, complete(1), BEGUN);
    api.rejects.failNext(1);

    assertThat(api.get("/imports/" + entry.id() + "/rejects").status()).isEqualTo(503);
    assertThat(api.logged).containsExactly("store_failed");
  }
}
