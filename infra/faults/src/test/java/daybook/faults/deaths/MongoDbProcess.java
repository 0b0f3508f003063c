package daybook.faults.deaths;

import daybook.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The MongoDB-wire server, with its file on disk, as a process that can be killed, behind an
 * address that stays the same. Not safe for several threads.
 */
final class MongoDbProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Pattern PORT = Pattern.compile(MongoDbMain.LISTENS + "(\\d+);");

  private final Path folder;
  private final TcpRelay front = new TcpRelay("mongodb");
  private int starts;
  private Process process;

  /** Starts it in a folder. */
  MongoDbProcess(Path folder) throws Exception {
    this.folder = folder;
    startAgain();
  }

  /** What clients connect to. */
  TcpRelay front() {
    return front;
  }

  /** Kills it; what it acknowledged is in its file. */
  void kill() {
    Processes.kill(process);
  }

  /** Starts it on the file that is there. */
  void startAgain() throws Exception {
    Path output = folder.resolve("mongodb-%d.out".formatted(++starts));
    process =
        Processes.start(
            output,
            List.of("-Xmx256m"),
            Map.of(),
            MongoDbMain.class,
            List.of(folder.resolve("mongodb").toString()));
    front.backend(Await.present("MongoDB listens", START_LIMIT, () -> port(output)));
  }

  private Optional<Integer> port(Path output) throws IOException {
    String written = Files.readString(output);
    if (!process.isAlive()) {
      throw new AssertionError("MongoDB ended: " + written);
    }
    Matcher port = PORT.matcher(written);
    return port.find() ? Optional.of(Integer.valueOf(port.group(1))) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    front.close();
    kill();
  }
}
