package daybook.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A server that says it is the primary of a replica set: it takes sessions, reports its operation
 * time with every answer, and refuses a read that asks for a later one. Its data is in memory. It
 * notes every command, and can be made to fail. It commits nothing to anybody: what a majority
 * would have confirmed is what it was asked for.
 */
final class ReplicaSetServer implements AutoCloseable {

  static final int MAX_TIME_EXPIRED = 50;

  private static final Instant EPOCH = Instant.ofEpochSecond(1_700_000_000);
  private static final Set<String> WRITES = Set.of("insert", "update", "delete");

  private final ConcurrentLinkedQueue<Document> commands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger operations = new AtomicInteger(1);
  private final AtomicInteger failures = new AtomicInteger();
  private volatile @Nullable MongoServerError failure;
  private volatile boolean unconfirmed;
  private final MongoServer server;

  ReplicaSetServer() {
    server = new MongoServer(new Backend());
    server.bind("127.0.0.1", 0);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalAddress().getPort();
  }

  String uri() {
    return "mongodb://" + address() + "/?replicaSet=rs0";
  }

  /** Its operation time, as the adapter writes it. */
  String operationTime() {
    BsonTimestamp now = now();
    return now.getTime() + "." + now.getInc();
  }

  /** Loses the time of this many writes, as one does that was cut off before them. */
  void fallBehind(int writes) {
    operations.addAndGet(-writes);
  }

  /** Fails the next writes with an error for each of their documents. */
  void failWrites(int code, int times) {
    failure = new MongoServerError(code, "planted");
    failures.set(times);
  }

  /** Writes are done from now on, and no majority confirms them. */
  void loseMajority() {
    unconfirmed = true;
  }

  /** The commands of this name so far, oldest first. */
  List<Document> commands(String name) {
    return commands.stream().filter(c -> c.keySet().iterator().next().equals(name)).toList();
  }

  private BsonTimestamp now() {
    return new BsonTimestamp(EPOCH, operations.get());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Backend extends H2Backend {

    Backend() {
      super(new MVStore.Builder().open());
      version(Version.INSTANCE);
    }

    @Override
    public Document handleCommand(
        Channel channel, String database, String command, Document query) {
      commands.add(query.cloneDeeply());
      requireReached(query);
      Document planted = WRITES.contains(command) ? plantedReply() : null;
      Document reply =
          planted != null ? planted : super.handleCommand(channel, database, command, query);
      if (command.equalsIgnoreCase("ismaster") || command.equals("hello")) {
        greet(reply);
      }
      if (WRITES.contains(command)) {
        operations.incrementAndGet();
        if (unconfirmed) {
          reply.append(
              "writeConcernError",
              new Document("code", MAX_TIME_EXPIRED).append("errmsg", "no majority in time"));
        }
      }
      return reply.append("operationTime", now());
    }

    private void requireReached(Document query) {
      Document concern = (Document) query.get("readConcern");
      BsonTimestamp wanted =
          concern == null ? null : (BsonTimestamp) concern.get("afterClusterTime");
      if (wanted != null && wanted.compareTo(now()) > 0) {
        throw new MongoServerError(MAX_TIME_EXPIRED, "waited for " + wanted + ", at " + now());
      }
    }

    private @Nullable Document plantedReply() {
      MongoServerError planted = failure;
      if (planted == null || failures.getAndDecrement() <= 0) {
        return null;
      }
      Document error =
          new Document("index", 0)
              .append("code", planted.getCode())
              .append("errmsg", planted.getMessageWithoutErrorCode());
      return new Document("n", 0).append("writeErrors", List.of(error)).append("ok", 1);
    }

    private void greet(Document reply) {
      reply
          .append("setName", "rs0")
          .append("setVersion", 1)
          .append("hosts", List.of(address()))
          .append("primary", address())
          .append("me", address())
          .append("ismaster", true)
          .append("isWritablePrimary", true)
          .append("secondary", false)
          .append("logicalSessionTimeoutMinutes", 30);
    }
  }

  private enum Version implements MongoVersion {
    INSTANCE;

    @Override
    public List<Integer> getVersionArray() {
      return List.of(5, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 13;
    }
  }
}
