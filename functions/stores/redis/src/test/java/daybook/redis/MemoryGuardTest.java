package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.port.EventLog;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers are worked on, and how often that is looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryGuardTest {

  private static final RedisKeys KEYS = new RedisKeys("", "Q");
  private static final ObjectVersion SOURCE =
      new ObjectVersion("uploads", "a.csv", "v1", "etag", Instant.EPOCH, 1);
  private static final ImportId IMPORT = SOURCE.importId();
  private static final LocalDate CUT_OFF = LocalDate.of(2026, 1, 15);
  private static final AggregateKey HOT = AggregateKey.parse("2026-01-20:deposits");

  private final TestRedis server = TestRedis.embedded();
  private final List<String> events = new ArrayList<>();
  private long nanos;
  private final EventLog log = (level, event, facts) -> events.add(level + " " + event);
  private final RedisConnection connection =
      new RedisConnection(
          server.settings(KEYS), RedisConnection.READ_TIMEOUT, new MemoryGuard(log, () -> nanos));
  private final RedisTransactionQueue queue = new RedisTransactionQueue(connection);

  @AfterEach
  void reset() {
    server.raw.configSet(Map.of("maxmemory", "0", "maxmemory-policy", "noeviction"));
    server.delete("");
    pass(MemoryGuard.BELIEVED);
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void policy(String name) {
    server.raw.configSet("maxmemory-policy", name);
  }

  private List<ThrowingCallable> everyStep() {
    RedisHotTotals totals = new RedisHotTotals(connection);
    RedisSnapshots snapshots = new RedisSnapshots(connection);
    return List.of(
        () -> queue.look(IMPORT),
        () -> queue.running(List.of(IMPORT)),
        () -> queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE),
        () -> queue.enqueue(IMPORT, List.of(batch(0, 10))),
        () -> totals.tail(1),
        () -> totals.read(List.of(HOT)),
        () -> totals.quarantine("0"),
        () -> snapshots.snapshot("a", CUT_OFF));
  }

  private static Batch batch(long from, long to) {
    ImportPosition end =
        new ImportPosition(to, 1, 0, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    return Batch.of(new BatchId(IMPORT, from, to), end, Totals.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void everyStepIsRefusedWherePolicyMayEvictMoney(String name) {
    policy(name);

    for (ThrowingCallable step : everyStep()) {
      assertThatThrownBy(step)
          .isInstanceOf(EvictingStoreException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("no time to live")
          .hasMessageContaining(EvictingStoreException.REMEDY);
    }
    assertThat(server.keys("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"noeviction", "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
  void everyStepWorksWherePolicySparesMoney(String name) throws Throwable {
    policy(name);

    for (ThrowingCallable step : everyStep()) {
      step.call();
    }
    assertThat(queue.look(IMPORT).record()).isPresent();
  }

  @Test
  void policyThatChangesIsNoticedWithinItsTimeAndItsCureAtOnce() {
    queue.look(IMPORT);
    policy("allkeys-lru");
    pass(MemoryGuard.BELIEVED.minusNanos(1));
    queue.look(IMPORT);
    pass(Duration.ofNanos(1));
    assertThatThrownBy(() -> queue.look(IMPORT)).isInstanceOf(EvictingStoreException.class);

    policy("noeviction");
    assertThat(queue.look(IMPORT).record()).isEmpty();
  }

  @Test
  void goodFindingCostsOneQuestionInItsTime() {
    queue.look(IMPORT);
    long before = infoCalls();
    for (int i = 0; i < 100; i++) {
      queue.look(IMPORT);
    }
    assertThat(infoCalls()).isEqualTo(before);
    pass(MemoryGuard.BELIEVED);
    queue.look(IMPORT);
    queue.look(IMPORT);
    assertThat(infoCalls()).isEqualTo(before + 1);
  }

  @Test
  void scarceMemoryCostsOneQuestionForEachEnqueueAndNoneForOtherSteps() {
    queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE);
    RedisMemory now = RedisMemory.parse(server.raw.info("memory"));
    ownInfoCalls++;
    long max = now.usedBytes() * 100 / (RedisMemory.USED_PERCENT_MAX + 3);
    server.raw.configSet("maxmemory", Long.toString(max));
    pass(MemoryGuard.BELIEVED);
    assertThat(queue.enqueue(IMPORT, List.of(batch(0, 10)))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(queue.enqueue(IMPORT, List.of(batch(10, 20)))).isEqualTo(Enqueued.NO_MEMORY);

    long before = infoCalls();
    for (int i = 0; i < 100; i++) {
      queue.look(IMPORT);
    }
    assertThat(infoCalls()).isEqualTo(before);
    assertThat(queue.enqueue(IMPORT, List.of(batch(10, 20)))).isEqualTo(Enqueued.NO_MEMORY);
    assertThat(infoCalls()).isEqualTo(before + 1);
  }

  /** INFOs that the server has answered, this method's own left out. */
  private long infoCalls() {
    String stats = server.raw.info("commandstats");
    return stats
            .lines()
            .filter(line -> line.startsWith("cmdstat_info:calls="))
            .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=([0-9]+),.*$", "$1")))
            .sum()
        - ownInfoCalls++;
  }

  private long ownInfoCalls;

  @Test
  void serverThatHidesItsPolicyIsTrustedAndReportedOnce() {
    try (TestRedis hiding = TestRedis.embedded("rename-command INFO \"\"");
        RedisConnection other = new RedisConnection(hiding.settings(KEYS), log)) {
      RedisTransactionQueue its = new RedisTransactionQueue(other);
      assertThat(its.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE)).isEqualTo(Begun.RUNNING);
      assertThat(its.look(IMPORT).record()).isPresent();
    }
    assertThat(events).containsExactly("WARN redis_policy_unknown");
  }

  @Test
  void scarceMemoryIsLeftToOthersUnlessTheQueueIsEmpty() {
    assertThat(queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE)).isEqualTo(Begun.RUNNING);
    RedisMemory now = RedisMemory.parse(server.raw.info("memory"));
    long max = now.usedBytes() * 100 / (RedisMemory.USED_PERCENT_MAX + 3);
    server.raw.configSet("maxmemory", Long.toString(max));
    pass(MemoryGuard.BELIEVED);

    assertThat(queue.enqueue(IMPORT, List.of(batch(0, 10)))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(queue.enqueue(IMPORT, List.of(batch(10, 20)))).isEqualTo(Enqueued.NO_MEMORY);
    assertThat(server.raw.llen(KEYS.queue())).isEqualTo(1);

    server.raw.configSet("maxmemory", Long.toString(max * 2));
    assertThat(queue.enqueue(IMPORT, List.of(batch(10, 20)))).isEqualTo(Enqueued.BEHIND_OTHERS);
  }

  @Test
  void serverThatEvictsWhatHasATimeToLiveIsNeverTakenForScarce() {
    assertThat(queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE)).isEqualTo(Begun.RUNNING);
    long used = RedisMemory.parse(server.raw.info("memory")).usedBytes();
    policy("volatile-lru");
    server.raw.configSet(
        "maxmemory", Long.toString(used * 100 / (RedisMemory.USED_PERCENT_MAX + 3)));
    pass(MemoryGuard.BELIEVED);

    assertThat(queue.enqueue(IMPORT, List.of(batch(0, 10)))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(queue.enqueue(IMPORT, List.of(batch(10, 20)))).isEqualTo(Enqueued.BEHIND_OTHERS);
  }
}
