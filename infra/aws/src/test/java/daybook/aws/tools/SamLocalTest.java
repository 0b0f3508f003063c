package daybook.aws.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.data.ExactTotals;
import daybook.functions.DaybookFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The functions under {@code sam local}, invoked with their files from {@code events}: an upload is
 * imported, aggregated, dumped, and served over HTTP, to the cent.
 */
class SamLocalTest {

  @RegisterExtension static final SamBuild BUILD = new SamBuild();

  private static final String KEY = "2026/01/transactions.csv";
  private static final String DONE = "{\"batchItemFailures\":[]}";
  private static final String DAYS = "/stats?from_date=2026-01-01&to_date=2026-01-02";

  /** Some rows of the two days that events/api-ok.json asks for, and some that are refused. */
  private static final String CSV =
      """
      timestamp,type,payment_method,amount,sleep_ms
      2026-01-01T00:00:00,deposit,card,0.10,0
      2026-01-01T12:30:00,deposit,card,0.20,0
      2026-01-01T23:59:59,withdrawal,pix,99999999999.99,0
      2026-01-02T00:00:00,deposit,bank-transfer,1234.56,0
      2026-01-02T08:00:00,withdrawal,pix,7,0
      2026-01-02T08:00:01,refund,pix,7,0
      2026-01-02T08:00:02,deposit,pix,1.005,0
      """;

  /** A container and a JVM for each request. */
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir static Path folder;

  private static SamLocal local;
  private static String imported;
  private static String aggregated;
  private static String dumped;
  private static String sealed;

  /** Once for all tests, but asked for by each, so that every one that is left out is counted. */
  @BeforeEach
  void uploadIsTakenThroughThePipeline() throws Exception {
    if (local == null) {
      takeThrough();
    }
  }

  private static void takeThrough() throws Exception {
    SamLocal.require(Files.readString(Project.home().resolve("template.yaml")));
    local = SamLocal.start(BUILD.tree(), folder);
    String eTag =
        local
            .s3()
            .putObject(
                put -> put.bucket(SamLocal.IMPORT_BUCKET).key(KEY), RequestBody.fromString(CSV))
            .eTag();
    imported = local.invoke(DaybookFunction.IMPORTER.id(), putOf(eTag.replace("\"", "")));
    aggregated = local.invoke(DaybookFunction.AGGREGATOR.id(), event("aggregator-wake.json"));
    dumped = local.invoke(DaybookFunction.DUMPER.id(), event("dumper-tick.json"));
    sealed = local.invoke(DaybookFunction.SEALER.id(), event("sealer-tick.json"));
  }

  @AfterAll
  static void end() throws Exception {
    if (local != null) {
      local.end();
    }
  }

  private static Path event(String name) {
    return BUILD.tree().resolve("events").resolve(name);
  }

  /** The event of the upload: the file's, with size and identity of the object that is there. */
  private static Path putOf(String eTag) throws IOException {
    JsonNode event = MAPPER.readTree(Files.readString(event("importer-put.json")));
    ObjectNode message = (ObjectNode) event.at("/Records/0");
    JsonNode body = MAPPER.readTree(message.get("body").textValue());
    ObjectNode object = (ObjectNode) body.at("/Records/0/s3/object");
    assertThat(object.get("key").textValue()).isEqualTo(KEY);
    assertThat(body.at("/Records/0/s3/bucket/name").textValue()).isEqualTo(SamLocal.IMPORT_BUCKET);
    object.put("size", CSV.getBytes(StandardCharsets.UTF_8).length).put("eTag", eTag);
    // The local bucket keeps no versions.
    object.remove("versionId");
    message.put("body", body.toString());
    return Files.writeString(folder.resolve("importer-put.json"), event.toString());
  }

  private static ExactTotals expected() throws IOException {
    return ExactTotals.of(new ByteArrayInputStream(CSV.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyFunctionOfTheQueuesReportsNoFailedMessage() throws Exception {
    for (String answer : new String[] {imported, aggregated, dumped, sealed}) {
      assertThat(MAPPER.readTree(answer)).isEqualTo(MAPPER.readTree(DONE));
    }
  }

  @Test
  void invokedStatsAnswersExactTotals() throws Exception {
    JsonNode answer = MAPPER.readTree(local.invoke(DaybookFunction.API.id(), event("api-ok.json")));

    assertThat(answer.get("statusCode").intValue()).isEqualTo(200);
    assertThat(StatsTotals.of(answer.get("body").textValue())).isEqualTo(expected().byDay());
  }

  @Test
  void startedApiServesExactTotalsAndRefusals() throws Exception {
    URI api = local.startApi();

    HttpResponse<String> totals = get(api.resolve(DAYS));
    assertThat(totals.statusCode()).isEqualTo(200);
    assertThat(StatsTotals.of(totals.body())).isEqualTo(expected().byDay());
    assertThat(get(api.resolve("/balance")).statusCode()).isEqualTo(404);
    HttpResponse<String> malformed = get(api.resolve(DAYS.replace("01-01", "02-30")));
    assertThat(malformed.statusCode()).isEqualTo(422);
    assertThat(malformed.body()).contains("from_date");
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
