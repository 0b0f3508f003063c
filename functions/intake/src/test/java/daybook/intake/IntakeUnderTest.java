package daybook.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.core.settings.Variables;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Routes;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryFieldCipher;
import daybook.testkit.fake.InMemoryIdempotencyKeys;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryPersonalTexts;
import daybook.testkit.fake.InMemoryRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The intake over a MongoDB in memory, and what it says. */
public final class IntakeUnderTest {

  static final Instant BEGUN = Instant.parse("2026-02-01T08:00:00Z");

  /** A record that is right. */
  static final String VISA = with();

  final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  final InMemoryFieldCipher cipher = new InMemoryFieldCipher();
  final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  final StringBuilder logged = new StringBuilder();
  final InMemoryIdempotencyKeys keys = new InMemoryIdempotencyKeys(mongoDb);
  Deployment deployment = Deployment.DEFAULT;
  Instant now = BEGUN;

  /** What MongoDB throws at the next steps of records, one for each. */
  public int failures;

  /** What happens before the next replacement of records. */
  Runnable beforeReplace = () -> {};

  /** Whether replies of insertions and replacements are lost. */
  boolean loses;

  final IntakeParts parts;

  public IntakeUnderTest() {
    this(Map.of());
  }

  /**
   * @param variables what is set
   */
  public IntakeUnderTest(Map<String, String> variables) {
    this.parts = parts(variables);
  }

  private IntakeParts parts(Map<String, String> variables) {
    Map<String, String> all =
        new HashMap<>(Map.of("API_WRITES", "true", "FIELD_KEYS", "file:/tmp/keys"));
    all.putAll(variables);
    EventLog log = (level, event, facts) -> logged.append(event).append(facts).append('\n');
    Telemetry telemetry =
        Telemetry.of(
            Metric.Source.INTAKE,
            new MetricsSettings("none"),
            new PrintStream(metrics, true, UTF_8),
            () -> now);
    return IntakeParts.of(
        TestHost.of(telemetry, log),
        new IntakePorts(
            records(),
            new InMemoryAttempts(mongoDb),
            keys,
            new InMemoryPersonalTexts(mongoDb),
            cipher),
        () -> deployment,
        IntakeSettings.from(new Variables(all)),
        () -> now);
  }

  private Records records() {
    return new Forwarding.Documents(new InMemoryRecords(mongoDb)) {
      @Override
      public Set<TransactionId> insert(List<TransactionRecord> records) {
        failIfAsked("insert");
        Set<TransactionId> made = super.insert(records);
        return loses ? Set.of() : made;
      }

      @Override
      public int replace(List<TransactionRecord> changed) {
        failIfAsked("replace");
        Runnable before = beforeReplace;
        beforeReplace = () -> {};
        before.run();
        int replaced = super.replace(changed);
        return loses ? 0 : replaced;
      }
    };
  }

  private void failIfAsked(String operation) {
    if (failures > 0) {
      failures--;
      throw new StoreException("MongoDB", operation, "no primary");
    }
  }

  /** The table of what is served. */
  public Routes routes() {
    return parts.routes();
  }

  /** What is answered to a request. */
  public Reply send(Request request) {
    return parts.routes().answer(request);
  }

  /** POST /transactions with further headers, as pairs of name and value. */
  Reply post(String json, String... headers) {
    return send("POST", "/transactions", json, headers);
  }

  Reply patch(String id, String json, String ifMatch) {
    return send("PATCH", "/transactions/" + id, json, "if-match", ifMatch);
  }

  Reply delete(String id, String ifMatch) {
    return send("DELETE", "/transactions/" + id, "", "if-match", ifMatch);
  }

  Reply erase(String userId) {
    return send("POST", "/users/" + userId + "/erase", "");
  }

  Reply send(String method, String path, String body, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("content-type", "application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return send(new Request(method, path, Map.of(), all, body.getBytes(UTF_8)));
  }

  /** The document of an id. */
  TransactionRecord record(String id) {
    return found(id).orElseThrow();
  }

  Optional<TransactionRecord> found(String id) {
    return mongoDb.edit(state -> Optional.ofNullable(state.records.get(new TransactionId(id))));
  }

  /** How many documents there are. */
  int count() {
    return mongoDb.edit(state -> state.records.size());
  }

  /** {@link #VISA} with other fields, in pairs of a name and its value in JSON. */
  static String with(String... fields) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("transaction_id", "\"t-1\"");
    all.put("timestamp", "\"2026-01-31T23:30:00Z\"");
    all.put("type", "\"deposit\"");
    all.put("payment_method", "\"visa\"");
    all.put("amount", "12.30");
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    // Without a value the field is not there.
    all.values().removeIf(String::isEmpty);
    return all.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static JsonNode json(Reply reply) {
    try {
      return new ObjectMapper().readTree(reply.body());
    } catch (IOException e) {
      throw new IllegalArgumentException(reply.body(), e);
    }
  }

  static Deployment euros() {
    return new Deployment(ZoneOffset.UTC, Optional.of(new Currency("EUR")));
  }

  /** Lets time pass. */
  void seconds(long seconds) {
    now = now.plusSeconds(seconds);
  }
}
