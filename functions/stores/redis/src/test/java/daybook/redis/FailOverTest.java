package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.testkit.contract.Imports;
import java.time.Duration;
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

  @Test
  void slotThatMovesToAnotherNodeIsFollowed() {
    int bus = TestRedis.freePort();
    try (TestRedis first = TestRedis.cluster();
        TestRedis second = TestRedis.clusterNode(bus);
        Jedis giver = admin(first);
        Jedis taker = admin(second);
        RedisConnection connection = new RedisConnection(first.settings(KEYS))) {
      RedisSettings meet = second.settings(KEYS);
      giver.sendCommand(
          Protocol.Command.CLUSTER,
          "MEET",
          meet.host(),
          Integer.toString(meet.port()),
          Integer.toString(bus));
      first.awaitClusterInfo("cluster_known_nodes:2");
      second.awaitClusterInfo("cluster_state:ok");
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      first.delete("");

      taker.clusterSetSlotImporting(SLOT, giver.clusterMyId());
      giver.clusterSetSlotMigrating(SLOT, taker.clusterMyId());
      assertThatThrownBy(() -> begin(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("TRYAGAIN");
      assertThat(first.keys("")).isEmpty();

      taker.clusterSetSlotNode(SLOT, taker.clusterMyId());
      giver.clusterSetSlotNode(SLOT, taker.clusterMyId());
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
      assertThat(second.keys("")).contains(KEYS.record(SOURCE.importId()));
      assertThat(first.keys("")).isEmpty();
    }
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
