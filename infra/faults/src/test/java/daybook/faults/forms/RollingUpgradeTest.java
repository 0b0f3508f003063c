package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.aggregator.Aggregator;
import daybook.core.CutOff;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.dumper.Dumper;
import daybook.importer.ImportRequest;
import daybook.importer.Importer;
import daybook.importer.ImporterPorts;
import daybook.importer.Pacing;
import daybook.mongodb.MongoCheckpoints;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.RecordedMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions of the version before and of the one after on one queue, over a real Redis and the
 * MongoDB-wire server: the older ones are those of this project as they are, the newer ones write
 * {@link NextForm}.
 */
final class RollingUpgradeTest {

  private static final InstantSource CLOCK = () -> Instant.parse("2026-01-17T00:00:00Z");
  private static final Deadline DEADLINE = () -> 300_000;
  private static final int ROWS = 2_000;

  @TempDir private Path directory;
  private Stores stores;
  private Version older;
  private Version newer;
  private final InMemoryObjects objects = InMemoryObjects.withVersions();
  private final RecordedMessages messages = new RecordedMessages();
  private final List<String> events = new ArrayList<>();
  private final EventLog log = (level, event, facts) -> events.add(level + " " + event);
  private int snapshots;

  @BeforeEach
  void start() throws IOException {
    stores = new Stores(directory);
    older = new Version(stores.queue, stores.totals, stores.snapshots, stores.checkpoints);
    newer = newer();
  }

  @AfterEach
  void stop() {
    stores.close();
  }

  /** One version's functions. */
  private final class Version {
    final TransactionQueue queue;
    final HotTotals totals;
    final Snapshots redis;
    final MongoCheckpoints checkpoints;

    Version(
        TransactionQueue queue, HotTotals totals, Snapshots redis, MongoCheckpoints checkpoints) {
      this.queue = queue;
      this.totals = totals;
      this.redis = redis;
      this.checkpoints = checkpoints;
    }

    void importAll(ObjectVersion version) {
      importTo(version, DEADLINE);
    }

    void importTo(ObjectVersion version, Deadline deadline) {
      ImporterPorts ports =
          new ImporterPorts(
              objects,
              queue,
              stores.ledger,
              stores.records,
              stores.pins,
              stores.attempts,
              new InMemoryRejects(),
              messages,
              time -> {},
              CLOCK,
              log,
              (metric, value) -> {});
      new Importer(ports, Pacing.NONE)
          .run(
              new ImportRequest(version.bucket(), version.key(), version.versionId(), 0), deadline);
    }

    void aggregate() throws InterruptedException {
      new Aggregator(
              totals, stores.history, messages, time -> {}, CLOCK, log, (metric, value) -> {})
          .drain(DEADLINE);
    }

    Dumper.Result dump() {
      return new Dumper(
              redis,
              checkpoints,
              messages,
              new CutOff(Duration.ofDays(6)),
              CLOCK,
              () -> "snapshot-" + snapshots++,
              log,
              (metric, value) -> {})
          .dump();
    }
  }

  private Version newer() {
    TransactionQueue queue = new RedisTransactionQueue(stores.redis, NextForm.NUMBER);
    HotTotals totals = new RedisHotTotals(stores.redis, NextForm.NUMBER);
    return new Version(
        new Forwarding.Queue(queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            return right.enqueue(id, terms, NextForm.of(batches), needs);
          }
        },
        new Forwarding.Hot(totals) {
          @Override
          public Tail tail(int batchesMax) {
            return NextForm.understood(right.tail(batchesMax), true);
          }

          @Override
          public Outcome apply(Application application) {
            return right.apply(NextForm.asQueued(application));
          }
        },
        new RedisSnapshots(stores.redis, NextForm.NUMBER),
        new MongoCheckpoints(stores.mongo, NextForm.NUMBER));
  }

  /** One cent a row at ten o'clock, and a row without amount after every tenth. */
  private ObjectVersion upload(String day) {
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount\n");
    for (int i = 1; i <= ROWS; i++) {
      csv.append(day).append("T10:30:00,deposit,visa,0.01\n");
      if (i % 10 == 0) {
        csv.append(day).append("T10:30:00,deposit,visa,\n");
      }
    }
    return objects.put("uploads", day + ".csv", csv.toString().getBytes(UTF_8));
  }

  @Test
  void bothVersionsWorkOnOneQueueAndEverythingIsExactWhenTheOlderIsGone() throws Exception {
    ObjectVersion first = upload("2026-01-15");
    ObjectVersion second = upload("2026-01-16");
    older.importAll(first);
    newer.importAll(second);

    // The older one does what needs nothing new up to here, and then waits.
    assertWaits(older::aggregate);
    assertWaits(older::dump);
    newer.aggregate();
    assertThat(newer.dump()).isEqualTo(Dumper.Result.DUMPED);

    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-16:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-16:weekdays")).isEqualTo("{Fri=20.00}");
    assertComplete(first, RejectReason.AMOUNT);
    assertComplete(second, NextForm.REASON);
  }

  @Test
  void newerVersionCarriesOnWhatTheOlderOneBegan() throws Exception {
    ObjectVersion file = upload("2026-01-15");
    // Time for the header and a stretch: the older one is replaced in the middle of the file.
    long[] calls = {0};
    older.importTo(file, () -> calls[0]++ < 2 ? 300_000 : 0);
    older.aggregate();
    older.dump();
    newer.importAll(file);
    newer.aggregate();
    newer.dump();

    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=20.00}");
    LedgerEntry entry = stores.ledger.find(file.importId()).orElseThrow();
    assertThat(entry.end().accepted()).isEqualTo(ROWS);
    assertThat(entry.end().rejectedRows()).isEqualTo(ROWS / 10);
    assertThat(entry.setAside()).isEmpty();
  }

  @Test
  void goingBackInTheMiddleWaitsAndGoingForwardAgainIsExact() throws Exception {
    ObjectVersion first = upload("2026-01-15");
    ObjectVersion second = upload("2026-01-16");
    newer.importAll(first);
    newer.aggregate();
    newer.dump();

    // Back to the older version: everything of it waits, and nothing changes, Redis wiped or not.
    assertWaits(() -> older.importAll(second));
    assertWaits(older::aggregate);
    assertWaits(older::dump);
    Map<String, String> settled = stores.raw.hgetAll("daybook:settled");
    assertThat(settled).containsEntry("form", Integer.toString(NextForm.NUMBER));
    stores.raw.flushAll();
    older.importAll(second);
    older.aggregate();
    assertWaits(older::dump);
    assertThat(history("2026-01-16:deposits")).isEqualTo("null");
    assertThat(history("2026-01-15:weekdays")).isEqualTo("{Thu=20.00}");

    // Forward again. What the older one did on an empty Redis is dropped, and done anew.
    assertThat(newer.dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(stores.raw.hgetAll("daybook:settled"))
        .containsEntry("form", Integer.toString(NextForm.NUMBER));
    newer.importAll(first);
    newer.importAll(second);
    newer.aggregate();
    newer.dump();
    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-15:weekdays")).isEqualTo("{Thu=20.00}");
    assertThat(history("2026-01-16:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-16:weekdays")).isEqualTo("{Fri=20.00}");
    assertComplete(first, NextForm.REASON);
    assertComplete(second, NextForm.REASON);
  }

  @Test
  void redisThatFallsBackToBeforeTheNewerVersionIsExact() throws Exception {
    ObjectVersion first = upload("2026-01-15");
    ObjectVersion second = upload("2026-01-16");
    older.importAll(first);
    JsonNode before = Sample.keys(stores.raw);
    newer.importAll(second);
    newer.aggregate();
    newer.dump();
    // The older state knows nothing of a later form; the checkpoint does.
    stores.raw.flushAll();
    Sample.loadKeys(before, stores.raw);
    older.aggregate();
    assertWaits(older::dump);
    assertThat(newer.dump()).isEqualTo(Dumper.Result.RESTORED);
    newer.importAll(first);
    newer.importAll(second);
    newer.aggregate();
    newer.dump();
    assertThat(history("2026-01-15:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-16:deposits")).isEqualTo("{visa=20.00}");
    assertThat(history("2026-01-16:weekdays")).isEqualTo("{Fri=20.00}");
    assertComplete(first, RejectReason.AMOUNT);
    assertComplete(second, NextForm.REASON);
  }

  /** Something that a function does. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private static void assertWaits(Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining(UnknownFormException.REMEDY);
  }

  private void assertComplete(ObjectVersion version, RejectReason reason) {
    LedgerEntry entry = stores.ledger.find(version.importId()).orElseThrow();
    ImportPosition end = entry.end();
    assertThat(end.state().code()).isEqualTo("complete");
    assertThat(end.accepted()).isEqualTo(ROWS);
    assertThat(end.rejected()).isEqualTo(Map.of(reason, (long) ROWS / 10));
    assertThat(entry.setAside()).isEmpty();
    assertThat(stores.raw.exists("daybook:unreadable")).isFalse();
  }

  private String history(String key) {
    return stores.amounts(key);
  }
}
