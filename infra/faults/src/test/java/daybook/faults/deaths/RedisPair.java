package daybook.faults.deaths;

import daybook.embedded.EmbeddedRedis;
import daybook.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real Redis with an append-only file and a real replica of it, behind an address that stays the
 * same when the replica is promoted. Not safe for several threads.
 */
final class RedisPair implements AutoCloseable {

  /** A full synchronisation of some megabytes on a busy machine. */
  private static final Duration SYNC_LIMIT = Duration.ofSeconds(30);

  private static final Pattern REPLICATED = Pattern.compile("slave0:.*,offset=(\\d+),");
  private static final Pattern WRITTEN = Pattern.compile("master_repl_offset:(\\d+)");

  private final Path folder;
  private final TcpRelay front = new TcpRelay("redis");
  private final TcpRelay link = new TcpRelay("replication");
  private int servers;
  private Path primaryFolder;
  private EmbeddedRedis primary;
  private Optional<EmbeddedRedis> replica = Optional.empty();
  private Path replicaFolder;

  /** Starts both in a folder. */
  RedisPair(Path folder) {
    this.folder = folder;
    this.primaryFolder = nextFolder();
    this.replicaFolder = nextFolder();
    this.primary = start(primaryFolder);
    lead();
    this.replica = Optional.of(startReplica());
  }

  private Path nextFolder() {
    return folder.resolve("redis-" + ++servers);
  }

  private EmbeddedRedis start(Path where) {
    return builder(where).start();
  }

  private static EmbeddedRedis.Builder builder(Path where) {
    return EmbeddedRedis.builder(where)
        .line("repl-diskless-sync yes")
        .line("repl-diskless-sync-delay 0")
        .line("repl-ping-replica-period 1");
  }

  private EmbeddedRedis startReplica() {
    return builder(replicaFolder).line("replicaof 127.0.0.1 " + link.port()).start();
  }

  /** Sends clients and the replica to the primary. */
  private void lead() {
    front.backend(primary.port());
    link.backend(primary.port());
  }

  /** What clients connect to. */
  TcpRelay front() {
    return front;
  }

  /** Forgets everything, as by a mistake of its owner. */
  void flush() {
    try (Jedis redis = new Jedis(primary.host(), primary.port())) {
      redis.flushAll();
    }
  }

  /** Ends the primary in order; {@link #startAgain} brings it back with all it held. */
  void stop() {
    primary.close();
  }

  /** Kills the primary: what it had not written to its file is lost. */
  void kill() {
    primary.kill();
  }

  /** Starts the primary from its append-only file. */
  void startAgain() {
    primary = start(primaryFolder);
    lead();
  }

  /** From now on the replica gets nothing of what the primary gets; once it had all before. */
  void holdReplicaBack() throws Exception {
    Await.until(
        () -> "the replica follows: " + info(replica.orElseThrow()),
        SYNC_LIMIT,
        () -> info(replica.orElseThrow()).contains("master_link_status:up"));
    link.hold();
  }

  /** Bytes of the replication stream that the replica has not confirmed, as the primary sees it. */
  long lagBytes() {
    String info = info(primary);
    Matcher written = WRITTEN.matcher(info);
    Matcher replicated = REPLICATED.matcher(info);
    return written.find() && replicated.find()
        ? Long.parseLong(written.group(1)) - Long.parseLong(replicated.group(1))
        : 0;
  }

  private static String info(EmbeddedRedis server) {
    try (Jedis redis = new Jedis(server.host(), server.port())) {
      return redis.info("replication");
    } catch (JedisException e) {
      return "no answer: " + e.getMessage();
    }
  }

  /** Kills the primary and puts its replica in its place, as far as that one has got. */
  void promote() {
    primary.kill();
    link.cut();
    EmbeddedRedis promoted = replica.orElseThrow();
    try (Jedis redis = new Jedis(promoted.host(), promoted.port())) {
      redis.replicaofNoOne();
    }
    primary = promoted;
    primaryFolder = replicaFolder;
    lead();
    front.cut();
    link.release();
    replica = Optional.empty();
    replicaFolder = nextFolder();
    replica = Optional.of(startReplica());
  }

  @Override
  public void close() throws IOException {
    front.close();
    link.close();
    replica.ifPresent(EmbeddedRedis::kill);
    primary.kill();
  }
}
