package daybook.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A real redis-server on this machine, with its data in a directory: an append-only file, written
 * out every second, no snapshots, and nothing is ever evicted.
 *
 * <p>It ends with the process that started it, however that ends; a server that was left in the
 * directory all the same is ended before the new one starts. A new one on the same directory finds
 * the data. Safe for use by several threads.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String NAME = "Redis";

  /** Tries to start; only a port or a file that was taken in between makes a second one. */
  private static final int START_ATTEMPTS = 5;

  private final int port;
  private final RedisProcess process;
  private final DirectoryLock lock;

  private EmbeddedRedis(int port, RedisProcess process, DirectoryLock lock) {
    this.port = port;
    this.process = process;
    this.lock = lock;
  }

  /**
   * A server to be started.
   *
   * @param directory where its data, configuration, log and executable go; made if need be
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /**
   * Ends the server that a killed run may have left in a directory. Starting does this by itself;
   * it is for whoever is about to delete the directory.
   *
   * @return whether there was one
   * @throws EmbeddedServerException when the directory is in use by a living process, or the server
   *     does not end
   */
  public static boolean endLeftover(Path directory) {
    try (DirectoryLock held = DirectoryLock.take(NAME, directory)) {
      Objects.requireNonNull(held);
      return RedisOwner.endLeftover(directory);
    }
  }

  /** The address it listens on. */
  public String host() {
    return Loopback.HOST;
  }

  /** The port it listens on, 1 to 65535. */
  public int port() {
    return port;
  }

  /** The id of the server's process. */
  public long pid() {
    return process.pid();
  }

  /** Ends the server after it has written out what it holds. Again is nothing. */
  @Override
  public synchronized void close() {
    try (lock) {
      if (process.isAlive()) {
        process.stop();
      }
    }
  }

  /**
   * Ends the server at once, as a crash would (SIGKILL): up to a second of writes may be lost. It
   * is closed by that; a new one may be started on the same directory and port.
   */
  public synchronized void kill() {
    try (lock) {
      process.kill();
    }
  }

  /** What a server is started with. */
  public static final class Builder {
    private final Path directory;
    private final List<String> lines = new ArrayList<>();
    private int port;
    private Duration startTimeout = ServerLimits.START_TIMEOUT;

    private Builder(Path directory) {
      this.directory = directory.toAbsolutePath().normalize();
    }

    /** The port to listen on; 0, the default, for any free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * A further line of redis.conf, for example {@code maxmemory 128mb}. It comes after the lines
     * of this class, so it can overrule them; {@code port} and {@code bind} it must not.
     */
    public Builder line(String value) {
      lines.add(Objects.requireNonNull(value));
      return this;
    }

    /** How long it may take until the server answers, so that a test reaches it. */
    Builder startTimeout(Duration value) {
      startTimeout = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Starts the server and returns when it answers.
     *
     * @throws EmbeddedPortTakenException when the port is taken
     * @throws EmbeddedServerException when the directory is in use, there is no executable for this
     *     machine, or the server does not serve in time; with the end of its log
     */
    public EmbeddedRedis start() {
      return DirectoryLock.takeFor(
          NAME,
          directory,
          lock -> {
            RedisOwner.endLeftover(directory);
            return start(lock);
          });
    }

    private EmbeddedRedis start(DirectoryLock lock) {
      Path server = RedisBinary.server(directory.resolve("bin"));
      for (int attempt = 1; ; attempt++) {
        Loopback.requireFree(NAME, port);
        int chosen = port == 0 ? Loopback.freePort() : port;
        RedisProcess process =
            RedisProcess.launch(directory, server, chosen, configuration(chosen));
        if (process.awaitReady(startTimeout)) {
          return new EmbeddedRedis(chosen, process, lock);
        }
        if (attempt == START_ATTEMPTS) {
          throw process.failure("did not start in %d tries".formatted(attempt));
        }
      }
    }

    private List<String> configuration(int chosenPort) {
      List<String> all = new ArrayList<>();
      all.add("bind " + Loopback.HOST);
      all.add("port " + chosenPort);
      all.add("dir \"%s\"".formatted(directory.toString().replaceAll("[\\\\\"]", "\\\\$0")));
      all.add("daemonize no");
      all.add("appendonly yes");
      all.add("appendfsync everysec");
      all.add("save \"\"");
      all.add("maxmemory-policy noeviction");
      all.addAll(lines);
      return all;
    }
  }
}
