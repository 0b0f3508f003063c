package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.aggregator.Aggregator;
import daybook.core.AggregateKey;
import daybook.core.CutOff;
import daybook.core.View;
import daybook.core.port.Metric;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.Settled;
import daybook.dumper.Dumper;
import daybook.importer.Importer;
import daybook.importer.ImporterHandler;
import daybook.importer.ImporterParts;
import daybook.importer.ImporterPorts;
import daybook.importer.Pacing;
import daybook.importer.Reconciler;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.RecordedMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything stored and sent, of every version, against the functions as they are: {@code
 * data/forms} has a folder for each version, one with words and fields that this version does not
 * know, and one with forms that it does not know.
 */
final class FormsTest {

  private static final Path FORMS =
      Path.of(System.getProperty("daybook.home", "../..")).resolve("data/forms");

  /** The folder of what this version writes, by the version of the build. */
  private static final String CURRENT = System.getProperty("daybook.version");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ImportId RUNNING = SampleLife.version(4).importId();
  private static final ImportId BEGUN = SampleLife.version(5).importId();
  private static final int INVOCATION_MS = 300_000;

  @TempDir private static Path directory;
  private static Stores stores;

  private final List<String> events = new ArrayList<>();
  private final RecordedMessages messages = new RecordedMessages();
  private int snapshots;

  @BeforeAll
  static void start() throws IOException {
    stores = new Stores(directory);
  }

  @AfterAll
  static void stop() {
    stores.close();
  }

  @BeforeEach
  void empty() {
    stores.empty();
  }

  static Stream<String> versions() throws IOException {
    try (Stream<Path> folders = Files.list(FORMS)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void sampleOfThisVersionIsWhatItWrites() throws Exception {
    stores.live();
    Sample written = stores.sample();
    assertThat(written)
        .as("data/forms/%s; WriteSample writes it anew", CURRENT)
        .isEqualTo(Sample.read(FORMS.resolve(CURRENT)));
  }

  /**
   * Rows that count by their documents are more than the forms before say: whoever does not know of
   * it must wait, whatever the batches are.
   */
  @Test
  void whatTheVersionBeforeWouldNotCarryOnNamesItsForm() throws IOException {
    Sample current = Sample.read(FORMS.resolve(CURRENT));
    JsonNode keys = current.redis();
    assertThat(keys.toString()).contains("#count", "agg:hours:");
    assertThat(keys.get("daybook:settled").get("value").get("form").asText()).isEqualTo("3");
    keys.get("TransactionQueue")
        .get("value")
        .forEach(batch -> assertThat(batch.asText()).startsWith("2 "));
    JsonNode checkpoint = current.mongodb().get("Checkpoints").get(0);
    assertThat(checkpoint.get("form").get("$numberInt").asText()).isEqualTo("3");
  }

  @Test
  void messagesOfThisVersionAreThoseOfTheFirstWithFurtherFieldsAtMost() throws IOException {
    Sample current = Sample.read(FORMS.resolve(CURRENT));
    Sample first = Sample.read(FORMS.resolve("0.1.0"));
    assertThat(current.messages().toString()).doesNotContain("form");
    assertThat(current.messages().get("tick")).isEqualTo(first.messages().get("tick"));
    assertThat(current.messages().get("wake-up")).isEqualTo(first.messages().get("wake-up"));
    for (int i = 0; i < 2; i++) {
      assertThat(current.messages().get("import").get(i))
          .isEqualTo(first.messages().get("import").get(i));
    }
    JsonNode reconcile = JSON.readTree(current.messages().get("import").get(2).asText());
    assertThat(reconcile.get("reconcile").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void stateOfEveryVersionIsCarriedOn(String version) throws Exception {
    Sample sample = Sample.read(FORMS.resolve(version));
    load(sample);
    aggregate();
    dump();
    assertThat(history("2026-01-05:deposits")).isEqualTo("{visa=0.10}");
    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=300.40}");
    assertThat(history("2026-01-16:withdrawals")).isEqualTo("{pay-pal_2=0.05}");
    assertThat(states()).containsExactly("complete", "rejected", "incomplete");
    stores.raw.flushAll();
    assertThat(dumper().dump()).isEqualTo(Dumper.Result.RESTORED);
    ImportRecord record = stores.queue.look(RUNNING).record().orElseThrow();
    assertThat(record.applied().offset()).isEqualTo(240);
    assertThat(record.setAside()).hasSize(1);
  }

  private static List<String> states() {
    List<String> states = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      ImportId id = SampleLife.version(n).importId();
      states.add(stores.ledger.find(id).orElseThrow().end().state().code());
    }
    return states;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void messageOfEveryVersionIsTaken(String version) throws IOException {
    Sample.read(FORMS.resolve(version))
        .messages()
        .get("import")
        .forEach(body -> assertThat(deliver(body.asText())).isEmpty());
  }

  @Test
  void messageWithAFurtherFieldIsTaken() throws IOException {
    Sample.read(FORMS.resolve("further"))
        .messages()
        .get("import")
        .forEach(body -> assertThat(deliver(body.asText())).isEmpty());
  }

  @Test
  void wordsAndFieldsOfALaterVersionGoAllTheWayAndBack() throws Exception {
    load(Sample.read(FORMS.resolve("further")));
    Map<String, String> begun = record(BEGUN);
    aggregate();
    dump();
    assertThat(history("2026-01-15:refunds")).isEqualTo("{visa=6.25}");
    assertThat(history("2026-01-04:deposits_reversed")).isEqualTo("{visa=0.10}");
    LedgerEntry entry = stores.ledger.find(RUNNING).orElseThrow();
    assertThat(entry.end().state().code()).isEqualTo("nothing_accepted");
    assertThat(entry.end().rejected().toString()).isEqualTo("{timestamp=8, exchange_rate=2}");
    assertThat(entry.setAside().get(0).reason().code()).isEqualTo("foreign_currency");
    assertThat(JSON.readTree(entry.further().json()))
        .isEqualTo(
            JSON.readTree(
                "{\"layout\":\"bank-2\",\"contentType\":\"text/csv\",\"duplicates\":{\"declined\":3},"
                    + "\"seen\":[1,null,true,0.5]}"));
    assertThat(entry.end().reason()).isEqualTo("all_declined");
    // The import that runs on comes back to a Redis that forgot it as it was, to the byte.
    stores.raw.flushAll();
    assertThat(dumper().dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(record(BEGUN)).containsExactlyInAnyOrderEntriesOf(begun);
    assertThat(events).noneMatch(event -> event.startsWith("ERROR"));
  }

  private static Map<String, String> record(ImportId id) {
    Map<String, String> record = new HashMap<>(stores.raw.hgetAll("daybook:import:" + id));
    record.remove("closed");
    record.putIfAbsent("setAside", "");
    return record;
  }

  @Test
  void batchOfAnUnknownFormStaysAndWhatIsBeforeItIsApplied() throws Exception {
    load(Sample.read(FORMS.resolve(CURRENT)));
    byte[] batch = unknown().get("batch").asText().replace(":180:240", ":240:300").getBytes(UTF_8);
    stores.raw.lpush("TransactionQueue".getBytes(UTF_8), batch);
    assertThatThrownBy(this::aggregate).isInstanceOf(UnknownFormException.class);
    assertThat(stores.raw.lrange("TransactionQueue".getBytes(UTF_8), 0, -1))
        .singleElement()
        .isEqualTo(batch);
    dump();
    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=300.40}");
    assertThat(stores.queue.look(RUNNING).record().orElseThrow().setAside()).hasSize(1);
    assertThat(messages.drainTicks()).isNotEmpty();
  }

  @Test
  void positionOfAnUnknownFormIsNotReadAsOneThatIsKnown() throws IOException {
    String position = unknown().get("position").asText();
    assertThatThrownBy(() -> ProtocolJson.readPosition(position))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("a position")
        .hasMessageContaining("form " + NextForm.NUMBER)
        .hasMessageContaining(UnknownFormException.REMEDY);
  }

  @Test
  void redisOfAnUnknownFormIsLeftAsItIs() throws Exception {
    load(Sample.read(FORMS.resolve(CURRENT)));
    unknown()
        .get("settled")
        .properties()
        .forEach(f -> stores.raw.hset("daybook:settled", f.getKey(), f.getValue().asText()));
    // What no step of the protocol keeps, and reconcile forgets before it looks.
    stores.raw.del("daybook:reconcile-place");
    JsonNode before = Sample.keys(stores.raw);
    assertThatThrownBy(this::aggregate).isInstanceOf(UnknownFormException.class);
    assertThatThrownBy(() -> dumper().dump()).isInstanceOf(UnknownFormException.class);
    String body = Sample.read(FORMS.resolve(CURRENT)).messages().get("import").get(2).asText();
    assertThat(deliver(body)).hasSize(1);
    assertThatThrownBy(() -> stores.queue.look(RUNNING)).isInstanceOf(UnknownFormException.class);
    assertThatThrownBy(() -> stores.queue.running()).isInstanceOf(UnknownFormException.class);
    assertThatThrownBy(
            () ->
                stores.queue.begin(
                    SampleLife.version(6).importId(),
                    SampleLife.version(6),
                    Instant.EPOCH,
                    Settled.NONE))
        .isInstanceOf(UnknownFormException.class);
    assertThatThrownBy(() -> stores.totals.quarantine("0"))
        .isInstanceOf(UnknownFormException.class);
    AggregateKey day = AggregateKey.parse("2026-01-15:deposits");
    assertThat(Imports.amounts(stores.totals.read(List.of(day)).byKey().get(day)))
        .hasToString("{visa=120.30}");
    assertThat(Sample.keys(stores.raw)).isEqualTo(before);
  }

  @Test
  void checkpointOfAnUnknownFormIsNeitherRedoneNorReplacedNorSettled() throws Exception {
    load(Sample.read(FORMS.resolve(CURRENT)));
    replace("Checkpoints", unknown().get("checkpoint"));
    stores.raw.flushAll();
    JsonNode documents = documents();
    assertThatThrownBy(() -> dumper().dump())
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("the newest checkpoint");
    assertThat(documents()).isEqualTo(documents);
    assertThat(stores.queue.running()).isEmpty();
  }

  @Test
  void documentsOfAnUnknownFormAreNotReadAsTheyWereKnown() throws Exception {
    load(Sample.read(FORMS.resolve(CURRENT)));
    replace("Imports", unknown().get("entry"));
    ImportId id = new ImportId(unknown().get("entry").get("_id").asText());
    assertThatThrownBy(() -> stores.ledger.find(id)).isInstanceOf(UnknownFormException.class);
    assertThat(stores.ledger.finished(List.of(id), Settled.NONE)).containsExactly(id);
    replace("DailyAggregates", unknown().get("aggregate"));
    LocalDate day = LocalDate.parse(unknown().get("aggregate").get("Date").asText());
    assertThatThrownBy(() -> stores.history.range(View.TOTALS, day, day))
        .isInstanceOf(UnknownFormException.class);
  }

  @Test
  void messageOfAnUnknownFormIsDeliveredAgain() throws IOException {
    assertThat(deliver(unknown().get("message").asText())).hasSize(1);
    assertThat(events).singleElement().asString().startsWith("ERROR unknown_form ");
  }

  // ---- the functions

  private void aggregate() throws InterruptedException {
    new Aggregator(
            stores.totals,
            stores.history,
            messages,
            time -> {},
            InstantSource.system(),
            (level, event, facts) -> {},
            (metric, value) -> {})
        .drain(() -> INVOCATION_MS);
  }

  private void dump() {
    dumper().dump();
  }

  private Dumper dumper() {
    return new Dumper(
        stores.snapshots,
        stores.checkpoints,
        messages,
        new CutOff(Duration.ofDays(6)),
        () -> Instant.parse("2026-01-17T00:00:00Z"),
        () -> "test-" + snapshots++,
        (level, event, facts) -> events.add(level + " " + event + " " + facts),
        (metric, value) -> {});
  }

  private List<SQSBatchResponse.BatchItemFailure> deliver(String body) {
    ImporterPorts ports =
        new ImporterPorts(
            InMemoryObjects.withVersions(),
            stores.queue,
            stores.ledger,
            stores.records,
            stores.pins,
            stores.attempts,
            new InMemoryRejects(),
            messages,
            time -> {},
            () -> Instant.parse("2026-01-17T00:00:00Z"),
            (level, event, facts) -> events.add(level + " " + event + " " + facts),
            (metric, value) -> {});
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return new ImporterHandler(
            new ImporterParts(
                TestHost.silent(Metric.Source.IMPORTER, ports.log()),
                new Importer(ports, Pacing.NONE),
                new Reconciler(ports, "uploads")))
        .handleRequest(event, new RemainingTime(() -> INVOCATION_MS))
        .getBatchItemFailures();
  }

  // ---- the stores

  private static void load(Sample sample) {
    sample.load(stores.raw, stores.rawMongo, Stores.DATABASE);
  }

  private static JsonNode unknown() throws IOException {
    return JSON.readTree(FORMS.resolve("unknown/forms.json").toFile());
  }

  private static JsonNode documents() {
    return Sample.documents(stores.rawMongo.getDatabase(Stores.DATABASE));
  }

  /** Puts one document in the place of all others of a collection. */
  private static void replace(String collection, JsonNode document) {
    var documents =
        stores.rawMongo.getDatabase(Stores.DATABASE).getCollection(collection, BsonDocument.class);
    documents.deleteMany(new Document());
    documents.insertOne(BsonDocument.parse(document.toString()));
  }

  private static String history(String key) {
    return stores.amounts(key);
  }
}
