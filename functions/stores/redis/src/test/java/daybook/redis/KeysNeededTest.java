package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.CheckpointNeeded;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.TooMuch;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SettleOutcome.Kind;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.testkit.contract.Imports;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Steps that find out which keys they need, and how many fit where a command is short. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysNeededTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");
  private static final ObjectVersion SOURCE = Imports.version(1);
  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final int BATCH_BYTES = 10;

  private final TestRedis server = TestRedis.cluster();
  private final RedisConnection connection = new RedisConnection(server.serverless(KEYS));
  private final RedisTransactionQueue queue = new RedisTransactionQueue(connection);
  private final RedisHotTotals hot = new RedisHotTotals(connection);
  private final RedisSnapshots snapshots = new RedisSnapshots(connection);

  @BeforeEach
  void begin() {
    queue.begin(SOURCE.importId(), SOURCE, Imports.BEGUN, Settled.NONE);
  }

  @AfterEach
  void deleteKeys() {
    server.delete("");
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  private static Batch batch(int number) {
    long from = (long) number * BATCH_BYTES;
    return Imports.batch(SOURCE, from, from + BATCH_BYTES);
  }

  /** These batches add 1.00 on each of so many days that have no total yet. */
  private static Application days(List<Batch> batches, int first, int count) {
    List<DailyAggregate> sums = new ArrayList<>();
    Map<AggregateKey, Base> bases = new HashMap<>();
    for (int i = first; i < first + count; i++) {
      AggregateKey key = new AggregateKey(FIRST.plusDays(i), TransactionType.DEPOSIT);
      sums.add(new DailyAggregate(key, new TreeMap<>(Map.of("visa", new Sum(100, 1)))));
      bases.put(key, Base.NONE);
    }
    List<BatchId> ids = batches.stream().map(Batch::id).toList();
    return new Application(ids, Settled.NONE, Totals.of(sums), bases, null);
  }

  private Outcome applyNext(int number, int firstDay, int count) {
    List<Batch> one = List.of(batch(number));
    assertThat(queue.enqueue(SOURCE.importId(), one))
        .isIn(TransactionQueue.Enqueued.WAS_EMPTY, TransactionQueue.Enqueued.BEHIND_OTHERS);
    return hot.apply(days(one, firstDay, count));
  }

  private Kind settle(long at, Snapshot snapshot, String id, LocalDate cutOff) {
    Checkpoint checkpoint = new Checkpoint(at, id, snapshot.totals(), snapshot.imports());
    return snapshots.settle(checkpoint, new Settled(at, ""), cutOff).kind();
  }

  @Test
  void snapshotsWhileDaysAreMadeHoldTotalsAndPositionsOfOneInstant()
      throws ExecutionException, InterruptedException {
    int batches = 300;
    CompletableFuture<Void> making =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < batches; i++) {
                assertThat(applyNext(i, i, 1)).isInstanceOf(Applied.class);
              }
            });
    int taken = 0;
    int seen = 0;
    while (seen < batches) {
      Snapshot snapshot = snapshots.snapshot("s" + taken, FIRST);
      taken++;
      long applied =
          snapshot.imports().stream()
              .mapToLong(saved -> saved.record().applied().offset() / BATCH_BYTES)
              .sum();
      assertThat(snapshot.totals()).hasSize((int) applied);
      seen = (int) applied;
    }
    making.get();
    assertThat(taken).isGreaterThan(1);
  }

  @Test
  void stepThatNeedsOtherKeysAtEachCallIsGivenUp() {
    RedisScripts scripts = new RedisScripts(connection, Form.NEWEST);
    assertThatThrownBy(() -> scripts.run("restless", List.of(), List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("restless: other keys were needed at each of its calls");
  }

  @Test
  void daysThatChangeAreDumpedBeforeASnapshotCouldNotNameThem() throws IOException {
    int most = RedisMode.SERVERLESS.aggregatesMax();
    try (Monitor monitor = new Monitor(server.settings(KEYS))) {
      assertThat(applyNext(0, 0, most - 1)).isInstanceOf(Applied.class);
      assertThat(applyNext(1, most - 1, 2)).isEqualTo(new CheckpointNeeded());
      assertThat(hot.apply(days(List.of(batch(1)), most - 2, 2))).isInstanceOf(Applied.class);

      Snapshot snapshot = snapshots.snapshot("a", FIRST);
      assertThat(snapshot.totals()).hasSize(most);
      assertThat(settle(1_000, snapshot, "a", FIRST)).isEqualTo(Kind.CONFIRMED);
      assertThat(settle(2_000, snapshot, "other", FIRST)).isEqualTo(Kind.RESTORED);

      assertThat(monitor.mostArguments(server))
          .isBetween(2 * most, RedisMode.SERVERLESS.argumentsMax());
    }
  }

  @Test
  void batchesOfMoreDaysThanACheckpointMayHaveGoOneByOneAndOneAloneIsSetAside() {
    List<Batch> two = List.of(batch(0), batch(1));
    queue.enqueue(SOURCE.importId(), two);
    int tooMany = RedisMode.SERVERLESS.aggregatesMax() + 1;
    assertThat(hot.apply(days(two, 0, tooMany))).isEqualTo(new TooMuch());
    Applied applied = (Applied) hot.apply(days(List.of(batch(0)), 0, tooMany));
    assertThat(applied.setAside().orElseThrow().reason())
        .isEqualTo(SetAsideReason.CHECKPOINT_BOUND);
    assertThat(server.keys(KEYS.totalsPrefix())).isEmpty();
  }

  /** Puts so many days with a total into Redis that history holds as well. */
  private List<AggregateKey> cleanDays(int count) {
    List<AggregateKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AggregateKey key = new AggregateKey(FIRST.plusDays(i), TransactionType.DEPOSIT);
      keys.add(key);
      server.raw.hset(KEYS.totals(key), "visa", "1.00");
    }
    String[] names = keys.stream().map(AggregateKey::toString).toArray(String[]::new);
    server.raw.sadd(KEYS.prefix() + "daybook:live", names);
    return keys;
  }

  @Test
  void dayMadeBetweenTwoCallsOfASnapshotTakesTheRoomOfAnExpiredOne() {
    int days = RedisMode.SERVERLESS.argumentsMax() / 2;
    LocalDate cutOff = FIRST.plusDays(days);
    RedisScripts scripts = new RedisScripts(connection, Form.NEWEST);
    // A record, and both hashes of each day.
    int most = (scripts.keysMax(RedisSnapshots.SNAPSHOT_ARGUMENTS) - 1) / 2;
    // What the first call asks for: it fills the second one to its last place.
    List<String> asked = new ArrayList<>(List.of(KEYS.record(SOURCE.importId())));
    cleanDays(days).subList(0, most).forEach(key -> asked.addAll(KEYS.hashes(key)));
    assertThat(applyNext(0, days, 2)).isInstanceOf(Applied.class);

    Snapshot snapshot = snapshots.snapshot("a", cutOff, asked);

    assertThat(snapshot.totals().stream().map(total -> total.key().day()))
        .hasSize(most)
        .contains(cutOff, cutOff.plusDays(1));
    assertThat(settle(1_000, snapshot, "a", cutOff)).isEqualTo(Kind.CONFIRMED);
    assertThat(server.keys(KEYS.totalsPrefix())).hasSize(days - (most - 2) + 2 * 2);
  }

  @Test
  void expiredDaysThatACallHasNoRoomForComeNextTime() {
    int days = RedisMode.SERVERLESS.argumentsMax() / 2;
    cleanDays(days);

    LocalDate cutOff = FIRST.plusDays(days);
    Snapshot first = snapshots.snapshot("a", cutOff);
    assertThat(first.totals().size()).isBetween(days - 50, days - 1);
    assertThat(settle(1_000, first, "a", cutOff)).isEqualTo(Kind.CONFIRMED);
    Snapshot second = snapshots.snapshot("b", cutOff);
    assertThat(second.totals().stream().map(DailyAggregate::key))
        .hasSize(days - first.totals().size());
    assertThat(settle(2_000, second, "b", cutOff)).isEqualTo(Kind.CONFIRMED);
    assertThat(server.keys(KEYS.totalsPrefix())).isEmpty();
  }

  @Test
  void restoreThatCannotNameAllItHasToForgetIsRefusedAndWorksOnAnEmptiedRedis() {
    applyNext(0, 0, 1);
    Snapshot snapshot = snapshots.snapshot("a", FIRST);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < RedisMode.SERVERLESS.argumentsMax(); i++) {
      names.add(FIRST.plusDays(i) + ":deposits");
    }
    server.raw.sadd(KEYS.prefix() + "daybook:live", names.toArray(new String[0]));
    List<String> before = server.keys("");

    assertThatThrownBy(() -> settle(1_000, snapshot, "other", FIRST))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Empty this Redis");
    assertThat(server.keys("")).hasSameElementsAs(before);

    server.delete("");
    assertThat(settle(1_000, snapshot, "other", FIRST)).isEqualTo(Kind.RESTORED);
    assertThat(queue.running()).containsOnlyKeys(SOURCE.importId());
  }
}
