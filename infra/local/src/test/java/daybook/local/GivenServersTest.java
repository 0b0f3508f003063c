package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.embedded.EmbeddedRedis;
import daybook.testkit.Await;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A user's own server takes the place of an embedded one, or is refused with its reason. */
class GivenServersTest {

  private static final Duration CLUSTER_LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  /** A server on which everybody has a right to one database, and nobody to sign in. */
  private static final class OneDatabase implements AutoCloseable {
    private final MongoServer server;

    OneDatabase(String database) {
      server = new MongoServer(new Backend(database));
      server.bind("127.0.0.1", 0);
    }

    String uri(String user) {
      return "mongodb://%s127.0.0.1:%d/".formatted(user, server.getLocalAddress().getPort());
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }

  /** What answers there. */
  private static final class Backend extends H2Backend {
    private final String database;

    Backend(String database) {
      super(new MVStore.Builder().open());
      this.database = database;
    }

    @Override
    public Document handleCommand(Channel channel, String name, String command, Document query) {
      if (command.equals("saslStart")) {
        throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
      }
      if (command.equals("find") && !name.equals(database)) {
        throw new MongoServerError(13, "Unauthorized", "not authorized on " + name);
      }
      return super.handleCommand(channel, name, command, query);
    }
  }

  private static void require(String option, String address, Map<String, String> environment)
      throws Exception {
    RunOptions options =
        RunOptions.parse(List.of(option, address), environment, LocalPipeline.home());
    GivenServers.requireUsable(options, environment);
  }

  @Test
  void mongoDbIsAskedForTheDatabaseThatTheFunctionsUse() {
    try (OneDatabase server = new OneDatabase("Payments")) {
      Map<String, String> environment = Map.of("MONGODB_DATABASE", "Payments");

      assertThatCode(() -> require("--mongodb", server.uri(""), environment))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> require("--mongodb", server.uri(""), Map.of()))
          .isInstanceOf(FailureException.class)
          .hasMessageStartingWith("--mongodb, database TransactionsDb: refuses to be read: ")
          .hasMessageContaining("not authorized on TransactionsDb");
    }
  }

  @Test
  void refusedPasswordIsSaidAndNotShown() {
    try (OneDatabase server = new OneDatabase("TransactionsDb")) {
      assertThatThrownBy(() -> require("--mongodb", server.uri("user:s3cr3t@"), Map.of()))
          .isInstanceOf(FailureException.class)
          .hasMessageStartingWith(
              "--mongodb, database TransactionsDb: refuses to be signed in to: ")
          .hasMessageContaining("Authentication failed.")
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Test
  void serverThatIsNotThereIsSaidByItsOption() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    String uri = "mongodb://" + address + "/?serverSelectionTimeoutMS=200";

    assertThatThrownBy(() -> require("--mongodb", uri, Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("--mongodb, database TransactionsDb: nothing answers: ")
        .hasMessageContaining(address);
    assertThatThrownBy(() -> require("--redis", address, Map.of()))
        .hasMessageStartingWith("--redis: nothing answers at " + address);
    assertThatThrownBy(() -> require("--s3", "http://" + address, Map.of()))
        .hasMessageStartingWith("--s3: nothing answers at " + address);
    assertThatThrownBy(() -> require("--sqs", "http://" + address, Map.of()))
        .hasMessageStartingWith("--sqs: nothing answers at " + address);
  }

  @Test
  void addressThatTheDriverCannotReadIsNotShown() {
    assertThatThrownBy(() -> require("--mongodb", "mongodb://user:s3cr3t@", Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("--mongodb: MONGODB_URI is not a connection string")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void uploadIsCountedOverARedisCluster() throws Exception {
    byte[] csv = Files.readAllBytes(LocalPipeline.home().resolve("data/transactions_1_month.csv"));
    Map<String, String> environment =
        Map.of("REDIS_MODE", "cluster", "REDIS_KEY_PREFIX", "{daybook}:");
    try (EmbeddedRedis redis = cluster()) {
      try (LocalPipeline pipeline =
          LocalPipeline.start(
              folder.resolve("state"),
              environment,
              List.of("--redis", redis.host() + ":" + redis.port()))) {
        pipeline.awaitEnd(pipeline.upload(csv, "sample.csv"));

        DailyTotals expected = ExpectedTotals.of(csv);
        DailyTotals answered =
            pipeline.stats().read(expected.byDay().firstKey(), expected.byDay().lastKey());
        assertThat(Comparison.of(expected, answered).differences()).isEmpty();
      }
      usedRedisIsRefusedWithAnotherHistory(redis, environment);
    }
  }

  /** It would wait for its checkpoint for ever. */
  private void usedRedisIsRefusedWithAnotherHistory(
      EmbeddedRedis redis, Map<String, String> environment) {
    String address = redis.host() + ":" + redis.port();

    assertThatThrownBy(
            () ->
                LocalPipeline.start(
                    folder.resolve("other"), environment, List.of("--fresh", "--redis", address)))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("the Redis at " + address + " goes on from a checkpoint of 20")
        .hasMessageContaining("that this MongoDB does not have");
  }

  /** The only node of a cluster. */
  private EmbeddedRedis cluster() throws Exception {
    int busPort;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      busPort = free.getLocalPort();
    }
    EmbeddedRedis redis =
        EmbeddedRedis.builder(folder.resolve("redis"))
            .line("cluster-enabled yes")
            .line("cluster-port " + busPort)
            .start();
    try (Jedis node = new Jedis(redis.host(), redis.port())) {
      node.clusterAddSlotsRange(0, 16_383);
      Await.until(
          "a cluster", CLUSTER_LIMIT, () -> node.clusterInfo().contains("cluster_state:ok"));
    }
    return redis;
  }
}
