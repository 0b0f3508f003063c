package daybook.faults.deaths;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import daybook.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * A real mongod, member of a replica set, behind a relay whose address is the one that the set and
 * its clients know. It ends with this process, however that ends. For one thread, except where a
 * method says otherwise.
 */
final class Mongod implements AutoCloseable {

  /** Names the program; {@code infra/ci/mongod.sh fetch} prints its path. */
  static final String PROGRAM = "DAYBOOK_MONGOD";

  static final String SET = "rs0";

  /** A start on the files of a killed one, on a busy machine. */
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private static final long END_MS_MAX = 10_000;

  /** The shell kills it when its input ends: when it is told to, or this process is gone. */
  private static final String HOLD_BY_PIPE =
      "\"$@\" </dev/null >/dev/null 2>&1 & echo $!; read -r end; kill -9 $!; wait";

  private final Path data;
  private final Path log;
  private final int port;
  private final TcpRelay front;
  private final MongoClient direct;
  private Process shell;
  private volatile long pid;

  /** Starts it on an empty folder. */
  Mongod(Path folder, int number) throws Exception {
    data = Files.createDirectories(folder.resolve("mongod-" + number));
    log = folder.resolve("mongod-" + number + ".log");
    port = freePort();
    front = new TcpRelay("mongod-" + number);
    front.backend(port);
    direct =
        MongoClients.create(
            "mongodb://127.0.0.1:"
                + port
                + "/?directConnection=true&serverSelectionTimeoutMS=1000&timeoutMS=5000");
    start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Starts it on the files that are there, and waits for its answer. */
  void start() throws Exception {
    List<String> command =
        List.of(
            "/bin/sh",
            "-c",
            HOLD_BY_PIPE,
            "mongod",
            System.getenv(PROGRAM),
            "--replSet=" + SET,
            "--port=" + port,
            "--bind_ip=127.0.0.1",
            "--nounixsocket",
            "--dbpath=" + data,
            "--logpath=" + log,
            "--logappend",
            "--oplogSize=500",
            "--wiredTigerCacheSizeGB=0.25",
            "--setParameter=diagnosticDataCollectionEnabled=false");
    shell = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
    pid = Long.parseLong(output.readLine());
    Await.until(
        () -> "the start of mongod, see " + log,
        START_LIMIT,
        () -> answer(new Document("ping", 1)).isPresent());
  }

  /** Kills it by {@code SIGKILL}; what it had acknowledged by its journal is in its files. */
  void kill() throws IOException, InterruptedException {
    shell.getOutputStream().close();
    if (!shell.waitFor(END_MS_MAX, TimeUnit.MILLISECONDS)) {
      throw new IOException("mongod " + pid + " did not end");
    }
  }

  /** Stops its process where it stands. */
  Frozen freeze() throws IOException {
    return Frozen.of(pid);
  }

  /** What clients and members connect to. For any thread. */
  TcpRelay front() {
    return front;
  }

  /** As the set knows it. */
  String host() {
    return "127.0.0.1:" + front.port();
  }

  /** Whether it holds the client's end of a connection to this relay. For any thread. */
  boolean isClientOf(TcpRelay relay, int clientPort) {
    return LoopbackSockets.holds(pid, clientPort, relay.port());
  }

  /** Its answer to a command, past the relay; empty where there is none. */
  Optional<Document> answer(Document command) {
    try {
      return Optional.of(direct.getDatabase("admin").runCommand(command));
    } catch (MongoException e) {
      return Optional.empty();
    }
  }

  /** Past the relay. */
  MongoClient direct() {
    return direct;
  }

  /** The term in which it says it is primary; empty where it does not. */
  Optional<Long> primaryTerm() {
    return answer(new Document("replSetGetStatus", 1))
        .filter(status -> status.getInteger("myState") == 1)
        .map(status -> ((Number) status.get("term")).longValue());
  }

  /** Whether it is primary or secondary: not starting, rolling back or catching up. */
  boolean isWell() {
    return answer(new Document("replSetGetStatus", 1))
        .map(status -> status.getInteger("myState"))
        .filter(state -> state == 1 || state == 2)
        .isPresent();
  }

  /** Its roll-backs so far that undid writes to this database. */
  long rollBacks(String database) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.contains("\"Rollback summary\"") && line.contains(database + "."))
          .count();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    direct.close();
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
