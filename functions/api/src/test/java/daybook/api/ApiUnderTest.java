package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.AggregateKey;
import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.Metric;
import daybook.core.port.Rejects;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionLists;
import daybook.core.protocol.Base;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Routes;
import daybook.runtime.TestHost;
import daybook.s3.S3Settings;
import daybook.s3.S3Uploads;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryFieldCipher;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.InMemoryTransactionLists;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The whole table of routes over stores in memory. */
final class ApiUnderTest {

  static final String BUCKET = "imports";
  static final Instant BEGUN = Instant.parse("2026-02-01T08:00:00Z");

  final InMemoryRedis redis = new InMemoryRedis();
  final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  final InMemoryObjects objects = InMemoryObjects.withVersions();
  final InMemoryRejects rejects = new InMemoryRejects();
  final InMemoryRecords records = new InMemoryRecords(mongoDb);
  final InMemoryAttempts attempts = new InMemoryAttempts(mongoDb);
  final InMemoryFieldCipher cipher;
  final List<String> logged = new ArrayList<>();
  Instant now = BEGUN.plusSeconds(60);

  /** What Redis throws, and MongoDB where it is asked for the last dump. */
  Optional<StoreException> failure = Optional.empty();

  private final ApiParts parts;
  private final Deployment deployment;
  private final boolean seals;

  ApiUnderTest() {
    this(true);
  }

  /**
   * @param uploads whether they are allowed, and single transactions are shown
   */
  ApiUnderTest(boolean uploads) {
    this(page(uploads));
  }

  static PageConfig page(boolean uploads) {
    return new PageConfig(
        new PageSettings("NONE", "eu-central-1", Optional.empty()),
        uploads,
        "UTC",
        List.of("http://s3.example"));
  }

  ApiUnderTest(PageConfig page) {
    this(page, Deployment.DEFAULT, Optional.of(new InMemoryFieldCipher()));
  }

  /**
   * @param seals whether there are keys for names and free text
   */
  ApiUnderTest(Deployment deployment, boolean seals) {
    this(page(true), deployment, seals ? Optional.of(new InMemoryFieldCipher()) : Optional.empty());
  }

  /** One that opens what this cipher has sealed. */
  ApiUnderTest(InMemoryFieldCipher cipher) {
    this(page(true), Deployment.DEFAULT, Optional.of(cipher));
  }

  private ApiUnderTest(
      PageConfig page, Deployment deployment, Optional<InMemoryFieldCipher> opens) {
    this.deployment = deployment;
    this.cipher = opens.orElseGet(InMemoryFieldCipher::new);
    this.seals = opens.isPresent();
    this.parts = parts(page);
  }

  private ApiParts parts(PageConfig page) {
    S3Uploads signed =
        new S3Uploads(
            new S3Settings(BUCKET, "rejects", Optional.of(URI.create("http://s3.example")))
                .newPresigner(),
            BUCKET);
    return ApiParts.of(
        TestHost.silent(Metric.Source.API, (level, event, facts) -> logged.add(event)),
        new ApiPorts(
            new Stats(
                new Forwarding.Hot(redis) {
                  @Override
                  public Found range(Set<View> views, LocalDate from, LocalDate to) {
                    failIfAsked();
                    return super.range(views, from, to);
                  }
                },
                mongoDb),
            new Forwarding.Queue(redis) {
              @Override
              public Map<ImportId, ImportRecord> running() {
                failIfAsked();
                return super.running();
              }

              @Override
              public Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
                failIfAsked();
                return super.running(ids);
              }
            },
            mongoDb,
            new Forwarding.Chain(mongoDb) {
              @Override
              public long latestAt() {
                failIfAsked();
                return super.latestAt();
              }
            },
            mongoDb,
            objects,
            rejects,
            page.uploads() ? Optional.of(signed) : Optional.empty(),
            page.uploads() ? Optional.of(transactions()) : Optional.empty()),
        new CutOff(Duration.ofDays(7)),
        deployment,
        page,
        () -> now);
  }

  /** As they are where everybody signs in. */
  private TransactionPorts transactions() {
    InMemoryTransactionLists all = new InMemoryTransactionLists(mongoDb);
    return new TransactionPorts(
        new Forwarding.Documents(records) {
          @Override
          public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
            failIfAsked();
            return super.find(ids);
          }
        },
        attempts,
        new TransactionLists() {
          @Override
          public List<TransactionRecord> ofUser(Part part) {
            failIfAsked();
            return all.ofUser(part);
          }

          @Override
          public List<TransactionRecord> deletedOf(Part part) {
            return all.deletedOf(part);
          }

          @Override
          public List<Attempt> attemptsOf(Part part) {
            return all.attemptsOf(part);
          }

          @Override
          public List<TransactionRecord> changed(
              Optional<Change> behind, Instant before, int limit) {
            failIfAsked();
            return all.changed(behind, before, limit);
          }
        },
        records,
        seals ? Optional.of(cipher) : Optional.empty());
  }

  private void failIfAsked() {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** The table of what is served. */
  Routes routes() {
    return parts.routes();
  }

  /** Puts a total into history. */
  void total(String key, String field, long cents, long count) {
    AggregateKey aggregate = AggregateKey.parse(key);
    mongoDb.edit(
        state -> {
          SortedMap<String, Sum> sums =
              new TreeMap<>(state.aggregates.getOrDefault(aggregate, Base.NONE).totals());
          sums.put(field, new Sum(cents, count));
          return state.aggregates.put(aggregate, new Base(sums, 1));
        });
  }

  Reply send(Request request) {
    return parts.routes().answer(request);
  }

  /** GET of a path with a query as it is written. */
  Reply get(String address) {
    return get(address, Map.of());
  }

  Reply get(String address, Map<String, String> headers) {
    return send(request(address, headers));
  }

  static Request request(String address, Map<String, String> headers) {
    String[] halves = address.split("\\?", 2);
    Map<String, String> parameters = new TreeMap<>();
    if (halves.length == 2) {
      for (String pair : halves[1].split("&", -1)) {
        String[] parts = pair.split("=", 2);
        parameters.merge(parts[0], parts[1], (first, next) -> first + "," + next);
      }
    }
    return new Request("GET", halves[0], parameters, headers, new byte[0]);
  }

  /** What the gateway gets for a file of {@code events/}, named without its ending. */
  JsonNode answer(String event) throws IOException {
    return LambdaJson.answer(
        new ApiHandler(parts)
            .handleRequest(LambdaJson.event(event), new RemainingTime(() -> 60_000)));
  }

  Reply post(String json) {
    return send(
        new Request(
            "POST",
            "/imports",
            Map.of(),
            Map.of("content-type", "application/json"),
            json.getBytes(UTF_8)));
  }

  static JsonNode json(Reply reply) throws IOException {
    return new ObjectMapper().readTree(reply.body());
  }

  static ObjectVersion source(String key) {
    return new ObjectVersion(BUCKET, key, "v1", "e-" + key, BEGUN, 310);
  }

  /** Lets an import end. */
  LedgerEntry ended(ObjectVersion source, ImportTerms terms, ImportPosition end, Instant ended) {
    LedgerEntry entry =
        new LedgerEntry(
            source.importId(), source, terms, end, List.of(), BEGUN, ended, FurtherFields.NONE);
    mongoDb.edit(state -> state.entries.put(entry.id(), entry));
    return entry;
  }

  LedgerEntry ended(String key, ImportPosition end, Instant ended) {
    return ended(source(key), ImportTerms.NONE, end, ended);
  }

  /** Lets an import run. */
  void running(String key, Instant begun, ImportPosition enqueued, ImportPosition applied) {
    ImportRecord record = new ImportRecord(source(key), begun, enqueued, applied, List.of(), false);
    redis.edit(state -> state.imports.put(source(key).importId(), record));
  }

  /** Puts rejected rows, as the importer does. */
  void rejected(LedgerEntry entry, Rejects.Row... rows) {
    rejects.setComposed(entry.id(), entry.terms().mapping(), entry.end(), List.of(rows));
  }
}
