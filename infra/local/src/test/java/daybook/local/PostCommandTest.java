package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.testkit.Gzip;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostCommandTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir private Path folder;

  /** Amounts by id, as the API would keep them. */
  private final Map<String, String> kept = new ConcurrentHashMap<>();

  private final List<ApiStandIn.Given> first = new ArrayList<>();
  private ApiStandIn api;

  @BeforeEach
  void serve() throws Exception {
    api = new ApiStandIn(this::answer);
  }

  @AfterEach
  void end() {
    api.close();
  }

  /** What a test has said comes first; then answers like the API's. */
  private synchronized ApiStandIn.Given answer(ApiStandIn.Asked asked) {
    if (!first.isEmpty()) {
      return first.remove(0);
    }
    try {
      JsonNode records = MAPPER.readTree(asked.body());
      ObjectNode problem = MAPPER.createObjectNode().put("detail", "not stored");
      ArrayNode errors = problem.putArray("errors");
      ArrayNode results = MAPPER.createArrayNode();
      for (int i = 0; i < records.size(); i++) {
        if (!records.get(i).has("amount")) {
          errors.addObject().put("index", i).put("field", "amount").put("expected", "an amount");
        }
      }
      if (!errors.isEmpty()) {
        return new ApiStandIn.Given(422, problem.toString());
      }
      for (int i = 0; i < records.size(); i++) {
        results.add(result(i, records.get(i)));
      }
      return new ApiStandIn.Given(207, results.toString());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return new ApiStandIn.Given(400, "{\"detail\": \"The body is no JSON\"}");
    }
  }

  private ObjectNode result(int index, JsonNode record) {
    String id = record.path("transaction_id").asText();
    String amount = record.get("amount").asText();
    String before = kept.putIfAbsent(id, amount);
    ObjectNode result = MAPPER.createObjectNode().put("index", index).put("transaction_id", id);
    if (before == null || before.equals(amount)) {
      return result.put("status", before == null ? 201 : 200);
    }
    return result.put("status", 409).put("detail", id + " is there with other content");
  }

  private Ended post(String... more) {
    List<String> arguments = new ArrayList<>(List.of("post", "--api", api.address()));
    arguments.addAll(List.of(more));
    return Ended.here(arguments);
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String record(int number) {
    return "{\"transaction_id\":\"t-%d\",\"amount\":12.30}".formatted(number);
  }

  private static String records(int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(PostCommandTest::record)
        .collect(Collectors.joining(between));
  }

  @Test
  void linesArePostedAsTheyStandInRequestsOfAThousand() throws Exception {
    String file = file("day.ndjson", records(2_500, "\n") + "\n\n");

    Ended ended = post(file);

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.output())
        .isEqualTo(
            "%s: 2,500 records, 2,500 stored, 0 there already, 0 in conflict, 0 refused\n"
                .formatted(file));
    assertThat(ended.exit()).isZero();
    assertThat(api.asked()).hasSize(3);
    assertThat(api.asked().get(0).body()).isEqualTo("[" + records(1_000, ",") + "]");
    assertThat(api.asked().get(0).target()).isEqualTo("/transactions");
    assertThat(api.asked()).extracting(ApiStandIn.Asked::key).doesNotHaveDuplicates();
  }

  @Test
  void requestIsNeverLongerThanTheApiTakes() throws Exception {
    String note = "é".repeat(1_900);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      text.append(
          "{\"transaction_id\":\"t-%d\",\"amount\":1,\"note\":\"%s\"}%n".formatted(i, note));
    }

    assertThat(post(file("long.ndjson", text.toString())).exit()).isZero();

    assertThat(kept).hasSize(600);
    assertThat(api.asked()).hasSize(3);
    assertThat(api.asked())
        .allSatisfy(asked -> assertThat(asked.body().getBytes(UTF_8).length).isLessThan(1_000_001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "\ufeff \n[\n%s ]\n"})
  void arrayIsTheSameAsLines(String form) throws Exception {
    String file = file("day.json", form.formatted(records(1_001, ",\n")));

    assertThat(post(file).exit()).isZero();

    assertThat(kept).hasSize(1_001);
    assertThat(api.asked().get(0).body()).isEqualTo("[" + records(1_000, ",") + "]");
  }

  @Test
  void rowsOfOurOwnColumnsArePostedAndOthersAreNotRead() throws Exception {
    String file =
        file(
            "day.csv",
            """
            Transaction ID,timestamp,type,payment_method,amount,sleep_ms,fee,note
            a,2026-01-15 10:30:00,deposit,visa,12.30,5,9,"two
            lines"
            b,2026-01-15 10:30:00,deposit,visa,,5,9,
            """);

    Ended ended = post(file);

    assertThat(ended.errors()).isEqualTo("! not read: fee\n");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output())
        .endsWith(
            """
            1 stored, 0 there already, 0 in conflict, 1 refused
              line 4: amount: expected an amount
            """);
    assertThat(MAPPER.readTree(api.asked().get(1).body()).get(0))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"transaction_id": "a", "timestamp": "2026-01-15 10:30:00", "type": "deposit",
                 "payment_method": "visa", "amount": "12.30", "note": "two\\nlines"}
                """));
  }

  @Test
  void packedFileIsUnpacked() throws Exception {
    Path file = folder.resolve("day.csv.gz");
    String text = "timestamp,type,payment_method,amount\n2026-01-15 10:30:00,deposit,visa,1\n";
    Files.write(file, Gzip.of(text.getBytes(UTF_8)));

    assertThat(post(file.toString()).exit()).isZero();
    assertThat(kept).hasSize(1);
  }

  @Test
  void csvOfOtherColumnsIsNotPosted() throws Exception {
    Ended ended = post(file("other.csv", "Date,Gross\n1,2\n"));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .startsWith("daybook: the first line names Date, Gross: expected timestamp, type,");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void standardInputIsAFileToo() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(record(1).getBytes(UTF_8)));
      assertThat(post("-").output()).startsWith("standard input: 1 record, 1 stored,");
      System.setIn(
          new ByteArrayInputStream(
              "timestamp,type,payment_method,amount\nx,y,z,1\n".getBytes(UTF_8)));
      assertThat(post("--csv", "-").output()).startsWith("standard input: 1 record, 1 stored,");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void recordThatIsNoneHarmsNoOtherAndIsNamedWithItsLine() throws Exception {
    String file =
        file(
            "bad.ndjson",
            String.join(
                "\n",
                record(1),
                "{\"amount\":",
                "[1]",
                "{\"amount\":1,\"amount\":2}",
                "{\"transaction_id\":\"x\"}",
                record(2)));

    Ended ended = post(file);

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output().lines())
        .hasSize(5)
        .startsWith(file + ": 6 records, 2 stored, 0 there already, 0 in conflict, 4 refused")
        .anyMatch(line -> line.startsWith("  line 2: no JSON: "))
        .contains("  line 3: no JSON object", "  line 5: amount: expected an amount")
        .anyMatch(line -> line.startsWith("  line 4: no JSON: Duplicate"));
    assertThat(kept).containsOnlyKeys("t-1", "t-2");
  }

  @Test
  void bodyThatTheApiCannotReadIsHalvedUntilTheRecordIsFound() throws Exception {
    first.add(new ApiStandIn.Given(400, "{\"detail\": \"nested too deep\"}"));
    first.add(new ApiStandIn.Given(400, "{\"detail\": \"nested too deep\"}"));

    Ended ended = post(file("two.ndjson", records(2, "\n")));

    assertThat(ended.output()).endsWith("1 refused\n  line 1: nested too deep\n");
    assertThat(kept).containsOnlyKeys("t-1");
  }

  @Test
  void ofManyOnlyTheFirstTwentyAreNamed() throws Exception {
    Ended ended = post(file("bad.ndjson", "7\n".repeat(30)));

    assertThat(ended.output().lines()).hasSize(22).endsWith("  and 10 more");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void brokenArrayPostsWhatIsBeforeTheBreak() throws Exception {
    Ended ended = post(file("cut.json", "[" + record(1) + ",\n{\"amount\": 1"));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output())
        .contains("1 stored, 0 there already, 0 in conflict, 1 refused\n")
        .contains("no JSON, so nothing from here on is posted: ");
  }

  @Test
  void sameFileAgainIsTheSameRequestsUnlessItIsToCountAgain() throws Exception {
    String file = file("day.ndjson", records(1, "\n"));

    assertThat(post(file).output()).contains("1 stored");
    assertThat(post(file).output()).contains("0 stored, 1 there already");
    post("--again", file);

    List<String> keys = api.asked().stream().map(ApiStandIn.Asked::key).toList();
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(keys.get(2)).isNotEqualTo(keys.get(0)).matches("\"[0-9a-f]{64}\"");
  }

  @Test
  void conflictIsNamedAndIsNoSuccess() throws Exception {
    kept.put("t-0", "99");

    Ended ended = post("--json", file("day.ndjson", records(2, "\n")));

    assertThat(ended.exit()).isEqualTo(1);
    JsonNode said = MAPPER.readTree(ended.output());
    assertThat(said.get("conflicts").asInt()).isEqualTo(1);
    assertThat(said.get("stored").asInt()).isEqualTo(1);
    assertThat(said.get("problems").toString())
        .isEqualTo("[{\"line\":1,\"detail\":\"t-0 is there with other content\"}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 409, 500})
  void whatPassesIsAskedAgainUnderTheSameKeyWhenItSays(int status) throws Exception {
    first.add(new ApiStandIn.Given(status, "{\"detail\":\"later\"}", Map.of("Retry-After", "1")));
    long begun = System.nanoTime();

    Ended ended = post(file("day.ndjson", records(1, "\n")));

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(1_000_000_000L);
    assertThat(ended.output()).contains("1 stored, 0 there already");
    assertThat(ended.exit()).isZero();
    Set<String> keys = new HashSet<>();
    api.asked().forEach(asked -> keys.add(asked.key()));
    assertThat(api.asked()).hasSize(2);
    assertThat(keys).hasSize(1);
  }

  @Test
  void requestWhoseAnswerIsLostIsMadeAgainUnderTheSameKey() throws Exception {
    answer(new ApiStandIn.Asked("POST", "/", "", "[" + record(0) + "]"));
    first.add(new ApiStandIn.Given(ApiStandIn.NONE, ""));

    Ended ended = post(file("day.ndjson", records(1, "\n")));

    assertThat(ended.output()).contains("1 record, 0 stored, 1 there already");
    assertThat(ended.exit()).isZero();
    assertThat(api.asked()).hasSize(2);
    assertThat(api.asked().get(1)).isEqualTo(api.asked().get(0));
  }

  @Test
  void nobodyThereIsSaidAtOnce() throws Exception {
    api.close();

    Ended ended = post(file("day.ndjson", records(1, "\n")));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).endsWith("/health failed: nothing answers there\n");
  }

  @Test
  void whatDoesNotPassEndsItAndSaysWhatIsStored() throws Exception {
    first.add(answer(new ApiStandIn.Asked("POST", "/", "", "[" + records(1_000, ",") + "]")));
    first.add(new ApiStandIn.Given(403, "{\"detail\":\"nobody may write here\"}"));

    Ended ended = post(file("day.ndjson", records(1_001, "\n")));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output()).contains("1,000 records, 1,000 stored");
    assertThat(ended.errors())
        .isEqualTo(
            "daybook: what begins at line 1001 was answered 403, so it and what is behind it may"
                + " not be stored: nobody may write here\n");
  }

  @Test
  void commandLineIsChecked() {
    assertThat(Ended.here(List.of("post")).errors()).startsWith("daybook: post needs FILE, or -");
    assertThat(post("--state", ".", folder.resolve("none").toString()).errors())
        .contains("--api and --state name two places", "is not there: expected a file");
  }
}
