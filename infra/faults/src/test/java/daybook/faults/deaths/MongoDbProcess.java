package daybook.faults.deaths;

import daybook.faults.deaths.FaultScript.Fault;
import daybook.testkit.Await;
import daybook.testkit.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The MongoDB-wire server, with its file on disk, as a process that can be killed, behind an
 * address that stays the same. Not safe for several threads.
 */
final class MongoDbProcess implements MongoDb {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /** Killed, it comes back within this, in ms. */
  private static final int AWAY_MS_MAX = 1_500;

  private static final Map<Fault, Integer> IN_ROUND =
      Map.of(
          Fault.KILL_FUNCTION, 20,
          Fault.CUT_REDIS, 2,
          Fault.KILL_PRIMARY, 0,
          Fault.STEP_DOWN, 0,
          Fault.FREEZE_PRIMARY, 0,
          Fault.CUT_OFF_PRIMARY, 0,
          Fault.SCATTER_MEMBERS, 0);

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

  @Override
  public String uri() {
    return "mongodb://127.0.0.1:" + front.port() + "/";
  }

  @Override
  public int writablePort() {
    return front.port();
  }

  @Override
  public TcpRelay front() {
    return front;
  }

  @Override
  public void cut() {
    front.cut();
  }

  @Override
  public int inRound(Fault fault) {
    return IN_ROUND.getOrDefault(fault, 1);
  }

  /** Kills it and brings it back; what it acknowledged is in its file. */
  @Override
  public boolean act(Fault fault, Random random) throws Exception {
    Processes.kill(process);
    Pause.of(Duration.ofMillis(random.nextInt(AWAY_MS_MAX)));
    startAgain();
    return true;
  }

  @Override
  public void heal() {
    front.release();
  }

  @Override
  public String counts(FaultScript script) {
    return "mongodb-restarts=" + script.count(Fault.KILL_MONGODB);
  }

  /** Starts it on the file that is there. */
  private void startAgain() throws Exception {
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
    Processes.kill(process);
  }
}
