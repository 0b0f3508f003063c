package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.testkit.contract.Imports;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.params.XAddParams;

/** What only a real server can show: names and types of keys, strangers' values, lost scripts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisAdapterTest {

  private static final AggregateKey HOT = AggregateKey.parse("2026-01-20:deposits");
  private static final LocalDate CUT_OFF = LocalDate.of(2026, 1, 15);
  private static final ObjectVersion SOURCE =
      new ObjectVersion("uploads", "a.csv", "v1", "etag", Instant.EPOCH, 1);
  private static final ImportId IMPORT = SOURCE.importId();
  private static final String PREFIX = "p:";

  private final TestRedis server = TestRedis.embedded();
  private final RedisKeys keys = new RedisKeys(PREFIX, "Q");
  private final RedisConnection connection = new RedisConnection(server.settings(keys));
  private final RedisTransactionQueue queue = new RedisTransactionQueue(connection);
  private final RedisHotTotals totals = new RedisHotTotals(connection);
  private final RedisSnapshots snapshots = new RedisSnapshots(connection);

  @AfterEach
  void deleteKeys() {
    server.delete("");
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  private static Batch batch(long from, long to) {
    ImportPosition end =
        new ImportPosition(to, 1, 1, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    return Batch.of(
        new BatchId(IMPORT, from, to), end, Imports.sums(Imports.row(HOT, "visa", "1.00")));
  }

  private static Application application(Batch batch, Map<AggregateKey, Base> bases) {
    DailyAggregate sum = new DailyAggregate(HOT, new TreeMap<>(Map.of("visa", new Sum(100, 1))));
    return new Application(List.of(batch.id()), Settled.NONE, Totals.of(List.of(sum)), bases, null);
  }

  /** One batch applied, one waiting, one snapshot noted, one element set apart. */
  @BeforeEach
  void play() {
    server.raw.lpush(keys.queue(), "no batch");
    totals.quarantine(totals.tail(1).unreadable().orElseThrow());
    assertThat(queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE)).isEqualTo(Begun.RUNNING);
    Batch first = batch(0, 10);
    assertThat(queue.enqueue(IMPORT, List.of(first, batch(10, 20)))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(totals.apply(application(first, Map.of(HOT, Base.NONE))))
        .isEqualTo(new Applied(Optional.empty(), false));
    assertThat(snapshots.snapshot("a", CUT_OFF).noted()).isTrue();
  }

  /** Every key with its whole value. */
  private Map<String, String> contents() {
    Map<String, String> contents = new HashMap<>();
    server.keys("").forEach(key -> contents.put(key, RedisScripts.sha1(server.raw.dump(key))));
    return contents;
  }

  @Test
  void keysAreTheOnesThatTheDocumentNames() {
    assertThat(server.keys(""))
        .containsExactlyInAnyOrder(
            "p:Q",
            "p:agg:2026-01-20:deposits",
            "p:agg:2026-01-20:deposits#count",
            "p:daybook:live",
            "p:daybook:changed",
            "p:daybook:changed-totals",
            "p:daybook:imports",
            "p:daybook:import:" + IMPORT,
            "p:daybook:changed-imports",
            "p:daybook:settled",
            "p:daybook:snapshots",
            "p:daybook:unreadable");
    snapshots.settle(saved("b"), new Settled(5, "op"), CUT_OFF);
    assertThat(server.keys(""))
        .containsExactlyInAnyOrder(
            "p:Q",
            "p:agg:2026-01-20:deposits",
            "p:agg:2026-01-20:deposits#count",
            "p:daybook:live",
            "p:daybook:changed-totals",
            "p:daybook:imports",
            "p:daybook:import:" + IMPORT,
            "p:daybook:settled",
            "p:daybook:unreadable");
    assertThat(server.raw.get("p:daybook:changed-totals")).isEqualTo("0");
  }

  @Test
  void purgedDayLeavesNothingBehind() {
    Checkpoint checkpoint = saved("a");
    LocalDate later = HOT.day().plusDays(1);
    assertThat(snapshots.settle(checkpoint, new Settled(5, ""), later).purged()).isEqualTo(1);
    assertThat(server.keys(""))
        .doesNotContain(keys.totals(HOT), PREFIX + "daybook:live", PREFIX + "daybook:changed");
  }

  @Test
  void changedDayThatIsGoneIsNotTakenForTheOneThatWasWritten() {
    Checkpoint checkpoint = saved("a");
    server.raw.del(keys.totals(HOT));
    snapshots.settle(checkpoint, new Settled(5, ""), CUT_OFF);
    assertThatThrownBy(() -> totals.read(List.of(HOT))).isInstanceOf(StoreException.class);
  }

  private Checkpoint saved(String id) {
    Snapshot snapshot = snapshots.snapshot(id, CUT_OFF);
    return new Checkpoint(5, id, snapshot.totals(), snapshot.imports());
  }

  @Test
  void noKeyHasATimeToLive() {
    assertThat(server.keys("")).allMatch(key -> server.raw.ttl(key) == -1);
  }

  @Test
  void restoringLeavesNothingButTheRecordsAndTheUnreadable() {
    snapshots.settle(
        new Checkpoint(5, "other", List.of(), List.of()), new Settled(5, "op"), CUT_OFF);
    assertThat(server.keys(""))
        .containsExactlyInAnyOrder("p:daybook:settled", "p:daybook:unreadable");
  }

  @Test
  void scriptsThatTheServerForgotAreSentAgain() {
    server.raw.scriptFlush();
    assertThat(queue.look(IMPORT).record()).isPresent();
    server.raw.scriptFlush();
    assertThat(totals.tail(1).batches()).hasSize(1);
  }

  private List<Runnable> everyStep() {
    Batch next = batch(20, 30);
    Checkpoint other = new Checkpoint(5, "other", List.of(), List.of());
    return List.of(
        () -> queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE),
        () -> queue.enqueue(IMPORT, List.of(next)),
        () -> totals.apply(application(batch(10, 20), Map.of())),
        () -> snapshots.snapshot("c", CUT_OFF),
        () -> snapshots.settle(other, new Settled(5, ""), CUT_OFF));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Q",
        "daybook:settled",
        "daybook:imports",
        "daybook:changed-imports",
        "daybook:live",
        "daybook:changed",
        "daybook:changed-totals",
        "daybook:snapshots"
      })
  void keyOfAnotherTypeStopsEveryStepBeforeItWrites(String key) {
    server.raw.del(PREFIX + key);
    server.raw.xadd(PREFIX + key, Map.of("a", "b"), XAddParams.xAddParams());
    Map<String, String> before = contents();
    for (Runnable step : everyStep()) {
      assertThatThrownBy(step::run).isInstanceOf(StoreException.class);
      assertThat(contents()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0", "-1.00", "1.00 ", "1e5", "1.000", "inf"})
  void valueThatIsNoTotalStopsApplyBeforeItWrites(String value) {
    server.raw.hset(keys.totals(HOT), "visa", value);
    Map<String, String> before = contents();
    assertThatThrownBy(() -> totals.apply(application(batch(10, 20), Map.of())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("did not write");
    assertThatThrownBy(() -> totals.read(List.of(HOT))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> snapshots.snapshot("b", CUT_OFF)).isInstanceOf(StoreException.class);
    server.raw.lpop(PREFIX + "daybook:snapshots");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void totalsOfAnotherTypeStopApplySnapshotAndReadBeforeTheyWrite() {
    server.raw.set(keys.totals(HOT), "1.00");
    Map<String, String> before = contents();
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> totals.apply(application(batch(10, 20), Map.of())));
    steps.add(() -> snapshots.snapshot("b", CUT_OFF));
    steps.add(() -> totals.read(List.of(HOT)));
    steps.forEach(step -> assertThatThrownBy(step::run).isInstanceOf(StoreException.class));
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void changedTotalsThatAreGoneStopEveryStepThatNeedsThem() {
    server.raw.del(keys.totals(HOT));
    Map<String, String> before = contents();
    assertThatThrownBy(() -> totals.apply(application(batch(10, 20), Map.of(HOT, Base.NONE))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("are gone");
    assertThatThrownBy(() -> snapshots.snapshot("b", CUT_OFF)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> totals.read(List.of(HOT))).isInstanceOf(StoreException.class);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void cleanExpiredDayThatIsGoneIsNotWrittenAsEmpty() {
    snapshots.settle(saved("b"), new Settled(5, ""), CUT_OFF);
    server.raw.del(keys.totals(HOT));
    assertThat(snapshots.snapshot("c", HOT.day().plusDays(1)).totals()).isEmpty();
  }

  @Test
  void recordThatCannotBeReadIsAnError() {
    server.raw.hset(keys.record(IMPORT), "appliedPosition", "{");
    assertThatThrownBy(() -> queue.look(IMPORT)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> queue.running(List.of(IMPORT))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> snapshots.snapshot("b", CUT_OFF)).isInstanceOf(StoreException.class);
  }

  @Test
  void unreadableElementsAreKeptUpToTheirBound() {
    List<String> old = new ArrayList<>();
    for (int i = 0; i < RedisHotTotals.UNREADABLE_MAX; i++) {
      old.add("old" + i);
    }
    server.raw.rpush(keys.unreadable(), old.toArray(new String[0]));
    server.raw.rpush(keys.queue(), "newest");
    assertThat(totals.quarantine(RedisScripts.sha1("newest".getBytes(UTF_8)))).isTrue();
    assertThat(server.raw.llen(keys.unreadable())).isEqualTo(RedisHotTotals.UNREADABLE_MAX);
    assertThat(server.raw.lindex(keys.unreadable(), 0)).isEqualTo("newest");
  }
}
