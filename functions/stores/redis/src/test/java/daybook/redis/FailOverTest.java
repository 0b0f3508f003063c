package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Totals;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.testkit.contract.Imports;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Servers that change their role, slots that change their server, and answers that get lost. */
class FailOverTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");
  private static final int SLOT = JedisClusterCRC16.getSlot(KEYS.queue());
  private static final ObjectVersion SOURCE = Imports.version(1);
  private static final LocalDate CUT_OFF = Imports.H.day();

  private static Begun begin(RedisConnection connection) {
    return new RedisTransactionQueue(connection)
        .begin(SOURCE.importId(), SOURCE, Imports.BEGUN, Settled.NONE);
  }

  private static Jedis admin(TestRedis server) {
    RedisSettings settings = server.settings(KEYS);
    return new Jedis(settings.host(), settings.port());
  }

  @Test
  void serverThatBecameAReplicaIsLeft() {
    try (TestRedis server = TestRedis.embedded();
        Jedis admin = admin(server);
        RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      long others = admin.clientList().lines().count();
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      assertThat(admin.clientList().lines().count()).isEqualTo(others + 1);
      server.delete("");
      admin.replicaof("127.0.0.1", TestRedis.freePort());

      assertThatThrownBy(() -> begin(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("READONLY");
      assertThat(admin.clientList().lines().count()).isEqualTo(others);

      admin.replicaofNoOne();
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
    }
  }

  /** Lets two nodes know of each other; the first one has all slots. */
  private static void meet(TestRedis first, TestRedis second, int busOfSecond) {
    RedisSettings to = second.settings(KEYS);
    try (Jedis giver = admin(first)) {
      giver.sendCommand(
          Protocol.Command.CLUSTER,
          "MEET",
          to.host(),
          Integer.toString(to.port()),
          Integer.toString(busOfSecond));
    }
    first.awaitClusterInfo("cluster_known_nodes:2");
    second.awaitClusterInfo("cluster_state:ok");
  }

  private static void startMoving(Jedis giver, Jedis taker) {
    taker.clusterSetSlotImporting(SLOT, giver.clusterMyId());
    giver.clusterSetSlotMigrating(SLOT, taker.clusterMyId());
  }

  private static void endMoving(Jedis giver, Jedis taker) {
    taker.clusterSetSlotNode(SLOT, taker.clusterMyId());
    giver.clusterSetSlotNode(SLOT, taker.clusterMyId());
  }

  @Test
  void slotThatMovesToAnotherNodeIsFollowed() {
    int bus = TestRedis.freePort();
    try (TestRedis first = TestRedis.cluster();
        TestRedis second = TestRedis.clusterNode(bus);
        Jedis giver = admin(first);
        Jedis taker = admin(second);
        RedisConnection connection = new RedisConnection(first.settings(KEYS))) {
      meet(first, second, bus);
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      first.delete("");

      startMoving(giver, taker);
      assertThatThrownBy(() -> begin(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("TRYAGAIN");
      assertThat(first.keys("")).isEmpty();

      endMoving(giver, taker);
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      assertThat(second.keys("")).contains(KEYS.record(SOURCE.importId()));
      assertThat(first.keys("")).isEmpty();
    }
  }

  /** Where all fixed keys are on one node, and a day's totals are on the other one or nowhere. */
  @Test
  void slotOnTheMoveHitsNoStepHalfWay() {
    int bus = TestRedis.freePort();
    try (TestRedis first = TestRedis.cluster();
        TestRedis second = TestRedis.clusterNode(bus);
        Jedis giver = admin(first);
        Jedis taker = admin(second);
        RedisConnection connection = new RedisConnection(first.settings(KEYS))) {
      meet(first, second, bus);
      Snapshot snapshot = holdAllFixedKeys(connection, first);
      assertThat(first.keys("")).containsAll(KEYS.fixed());
      startMoving(giver, taker);
      RedisSettings to = second.settings(KEYS);
      giver.migrate(to.host(), to.port(), KEYS.totals(Imports.H), 0, 5_000);
      Map<String, String> before = contents(first);

      for (Runnable step : stepsThatTouchADay(connection, snapshot)) {
        assertThatThrownBy(step::run)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("TRYAGAIN");
        assertThat(contents(first)).isEqualTo(before);
        assertThat(second.keys("")).containsExactly(KEYS.totals(Imports.H));
      }

      first.keys("").forEach(key -> giver.migrate(to.host(), to.port(), key, 0, 5_000));
      endMoving(giver, taker);
      assertThat(second.keys("")).hasSize(before.size() + 1);
      stepsThatTouchADay(connection, snapshot).forEach(Runnable::run);
    }
  }

  private static Map<String, String> contents(TestRedis node) {
    Map<String, String> contents = new HashMap<>();
    node.keys("").forEach(key -> contents.put(key, RedisScripts.sha1(node.raw.dump(key))));
    return contents;
  }

  /**
   * A checkpoint settled and a snapshot taken since, a day changed, an import on its way, a batch
   * in the queue, an element set apart.
   */
  private static Snapshot holdAllFixedKeys(RedisConnection connection, TestRedis server) {
    RedisTransactionQueue queue = new RedisTransactionQueue(connection);
    RedisHotTotals hot = new RedisHotTotals(connection);
    RedisSnapshots snapshots = new RedisSnapshots(connection);
    server.raw.lpush(KEYS.queue(), "no batch");
    hot.quarantine(hot.tail(1).unreadable().orElseThrow());
    assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
    queue.enqueue(SOURCE.importId(), List.of(batch(0), batch(1), batch(2)));
    assertThat(hot.apply(application(0, Imports.H))).isInstanceOf(HotTotals.Applied.class);
    settle(snapshots, 5, "a", snapshots.snapshot("a", CUT_OFF));
    assertThat(hot.apply(application(1, Imports.H))).isInstanceOf(HotTotals.Applied.class);
    return snapshots.snapshot("b", CUT_OFF);
  }

  private static List<Runnable> stepsThatTouchADay(RedisConnection connection, Snapshot noted) {
    RedisHotTotals hot = new RedisHotTotals(connection);
    RedisSnapshots snapshots = new RedisSnapshots(connection);
    return List.of(
        () -> hot.read(List.of(Imports.H)),
        () -> hot.apply(application(2, Imports.X)),
        () -> hot.apply(application(2, Imports.H)),
        () -> snapshots.snapshot("c", CUT_OFF),
        () -> settle(snapshots, 6, "b", noted),
        () -> settle(snapshots, 6, "other", noted));
  }

  private static void settle(RedisSnapshots snapshots, long at, String id, Snapshot snapshot) {
    Checkpoint checkpoint = new Checkpoint(at, id, snapshot.totals(), snapshot.imports());
    snapshots.settle(checkpoint, new Settled(at, "op"), CUT_OFF);
  }

  private static Batch batch(int number) {
    return Imports.batch(SOURCE, number * 10L, number * 10L + 10);
  }

  /** One batch that adds to one day, with a base in case that it has no totals yet. */
  private static Application application(int number, AggregateKey day) {
    return new Application(
        List.of(batch(number).id()),
        Settled.NONE,
        Totals.of(List.of(new DailyAggregate(day, Imports.totals("visa", "1.00")))),
        number == 0 ? Map.of(day, Base.NONE) : Map.of(),
        null);
  }

  @Test
  void stepWhoseAnswerIsLostIsNotSentAgain() {
    try (TestRedis server = TestRedis.cluster();
        Jedis admin = admin(server);
        RedisConnection connection =
            new RedisConnection(
                server.settings(KEYS),
                Duration.ofMillis(200),
                new MemoryGuard((level, event, facts) -> {}, System::nanoTime))) {
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      long before = runs(admin);
      admin.clientPause(1_000, ClientPauseMode.WRITE);
      assertThatThrownBy(() -> begin(connection)).isInstanceOf(StoreException.class);
      admin.clientUnpause();

      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      assertThat(runs(admin) - before).isBetween(1L, 2L);
    }
  }

  /** Scripts that the server ran. */
  private static long runs(Jedis admin) {
    return admin
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=([0-9]+),.*$", "$1")))
        .sum();
  }
}
