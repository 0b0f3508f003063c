package daybook.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStoreException;

/**
 * A server that speaks MongoDB's protocol, in this process, with its data in one file of a
 * directory. What it acknowledged is in the file before the answer: it survives a killed process.
 *
 * <p>It is not MongoDB. Among what it does not do: it enforces no {@code $jsonSchema} validator,
 * knows no sessions, transactions, pipelines in updates or partial indexes. Safe for use by several
 * threads; other processes connect like any client.
 */
public final class EmbeddedMongoDb implements AutoCloseable {
  private static final String NAME = "MongoDB";

  private final MongoServer server;
  private final int port;
  private final ServerLimits limits;
  private final DirectoryLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedMongoDb(MongoServer server, ServerLimits limits, DirectoryLock lock) {
    this.server = server;
    this.port = server.getLocalAddress().getPort();
    this.limits = limits;
    this.lock = lock;
  }

  /**
   * A server to be started.
   *
   * @param directory where its file goes; made if need be
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** The address it listens on. */
  public String host() {
    return Loopback.HOST;
  }

  /** The port it listens on, 1 to 65535. */
  public int port() {
    return port;
  }

  /** What a client connects with, for example {@code mongodb://127.0.0.1:27017/}. */
  public String connectionString() {
    return "mongodb://%s:%d/".formatted(Loopback.HOST, port);
  }

  /** Cuts all connections, ends the commands that run, and closes the file. Again is nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock) {
        limits.stop(
            () -> {
              server.shutdownNow();
              return null;
            });
      }
    }
  }

  /** What a server is started with. */
  public static final class Builder {
    private final Path directory;
    private int port;

    private Builder(Path directory) {
      this.directory = directory.toAbsolutePath().normalize();
    }

    /** The port to listen on; 0, the default, for any free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * Starts the server and returns when it listens.
     *
     * @throws EmbeddedPortTakenException when the port is taken
     * @throws EmbeddedServerException when the directory is in use, its file cannot be read, or the
     *     server does not start in time
     */
    public EmbeddedMongoDb start() {
      Loopback.requireFree(NAME, port);
      return DirectoryLock.takeFor(
          NAME,
          directory,
          lock -> {
            ServerLimits limits = new ServerLimits(NAME, port);
            return new EmbeddedMongoDb(
                limits.start(ServerLimits.START_TIMEOUT, this::listen), limits, lock);
          });
    }

    private Path file() {
      return directory.resolve("mongodb.mv");
    }

    private static CommittingBackend open(Path file) {
      try {
        return CommittingBackend.open(file);
      } catch (MVStoreException e) {
        throw new EmbeddedServerException(
            "%s cannot read %s, expected a file that it wrote itself: %s"
                .formatted(NAME, file, e.getMessage()),
            e);
      }
    }

    private MongoServer listen() {
      CommittingBackend backend = open(file());
      backend.version(Version.INSTANCE);
      MongoServer server = new MongoServer(backend);
      boolean bound = false;
      try {
        server.bind(Loopback.HOST, port);
        bound = true;
        return server;
      } finally {
        if (!bound) {
          backend.close();
        }
      }
    }
  }

  /**
   * What the server says it is. The library says wire version 8, the oldest that today's drivers
   * take, and the next ones will not; 13 is the number that belongs to MongoDB 5.0.
   */
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
