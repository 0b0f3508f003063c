package daybook.faults.deaths;

import daybook.faults.deaths.FaultScript.Fault;
import daybook.testkit.Await;
import daybook.testkit.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * A replica set of three real servers. Members and clients know each one by its relay, so that a
 * member can be cut off from the others while clients still reach it: what it then takes has no
 * majority, and is rolled back when it meets the others again.
 *
 * <p>A fault of the set goes on in the background, until the member it hit is well again; the next
 * one waits for that.
 */
final class MongoDbReplicaSet implements MongoDb {

  private static final int MEMBERS = 3;

  /**
   * So long a primary without a majority stays one, and others wait before they elect one, in ms.
   */
  private static final int ELECTION_MS = 2_000;

  /** A primary that is to die or to freeze may have been cut off before for so long, in ms. */
  private static final int CUT_OFF_MS_MAX = 1_500;

  /** A member comes back so long after another was elected, at most, in ms. */
  private static final int AWAY_MS_MAX = 2_000;

  private static final int STEP_DOWN_S = 3;

  /** An election, and a roll-back with it, on a busy machine. */
  private static final Duration WELL_LIMIT = Duration.ofMinutes(2);

  private static final String DATABASE = "TransactionsDb";

  private static final Map<Fault, Integer> IN_ROUND =
      Map.of(
          Fault.KILL_PRIMARY, 2,
          Fault.STEP_DOWN, 1,
          Fault.FREEZE_PRIMARY, 2,
          Fault.CUT_OFF_PRIMARY, 2,
          Fault.SCATTER_MEMBERS, 1,
          Fault.KILL_MONGODB, 0,
          Fault.KILL_FUNCTION, 8,
          Fault.RESTART_REDIS, 0,
          Fault.CUT_REDIS, 1);

  private final List<Mongod> members = new ArrayList<>();
  private final Set<Mongod> cutOff = ConcurrentHashMap.newKeySet();
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private Future<?> underWay = background.submit(() -> null);
  private volatile Mongod lastPrimary;

  /** Starts it in a folder, and waits for its first primary. */
  MongoDbReplicaSet(Path folder) throws Exception {
    try {
      for (int number = 1; number <= MEMBERS; number++) {
        members.add(new Mongod(folder, number));
      }
      for (Mongod member : members) {
        member.front().refuse(clientPort -> isRefused(member, clientPort));
      }
      initiate();
      lastPrimary = members.get(0);
      awaitWell();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  private void initiate() {
    List<Document> hosts = new ArrayList<>();
    for (Mongod member : members) {
      hosts.add(new Document("_id", hosts.size()).append("host", member.host()));
    }
    Document settings =
        new Document("electionTimeoutMillis", ELECTION_MS)
            .append("heartbeatIntervalMillis", ELECTION_MS / 4)
            .append("heartbeatTimeoutSecs", ELECTION_MS / 1_000);
    Document set =
        new Document("_id", Mongod.SET).append("members", hosts).append("settings", settings);
    members.get(0).direct().getDatabase("admin").runCommand(new Document("replSetInitiate", set));
  }

  /** A member's connection to another one, where either of them is cut off. */
  private boolean isRefused(Mongod server, int clientPort) {
    if (cutOff.isEmpty()) {
      return false;
    }
    return members.stream()
        .filter(member -> member != server)
        .filter(member -> cutOff.contains(member) || cutOff.contains(server))
        .anyMatch(member -> member.isClientOf(server.front(), clientPort));
  }

  @Override
  public String uri() {
    return members.stream().map(Mongod::host).collect(Collectors.joining(",", "mongodb://", "/"))
        + "?replicaSet="
        + Mongod.SET;
  }

  /** The members' relays and servers, in the order of the set. */
  List<Mongod> members() {
    return List.copyOf(members);
  }

  @Override
  public int writablePort() {
    return lastPrimary.front().port();
  }

  @Override
  public TcpRelay front() {
    return lastPrimary.front();
  }

  @Override
  public void cut() {
    members.forEach(member -> member.front().cut());
  }

  @Override
  public int inRound(Fault fault) {
    return IN_ROUND.getOrDefault(fault, 1);
  }

  @Override
  public boolean act(Fault fault, Random random) throws Exception {
    underWay.get(WELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    Random own = new Random(random.nextLong());
    underWay =
        background.submit(
            () -> {
              strike(fault, own);
              return null;
            });
    return true;
  }

  private void strike(Fault fault, Random random) throws Exception {
    Mongod primary = awaitPrimaryBesides(null);
    switch (fault) {
      case KILL_PRIMARY -> killPrimary(primary, random);
      case STEP_DOWN -> stepDown(primary);
      case FREEZE_PRIMARY -> freezePrimary(primary, random);
      case CUT_OFF_PRIMARY -> {
        cutOff(primary);
        awaitPrimaryBesides(primary);
        Pause.of(Duration.ofMillis(random.nextInt(AWAY_MS_MAX)));
      }
      case SCATTER_MEMBERS -> {
        members.forEach(this::cutOff);
        Pause.of(Duration.ofMillis(ELECTION_MS + random.nextInt(AWAY_MS_MAX)));
      }
      default -> throw new IllegalArgumentException("no fault of a replica set: " + fault);
    }
    cutOff.clear();
    awaitWell();
  }

  /** Half of the times it had no majority any more when it took its last writes. */
  private void killPrimary(Mongod primary, Random random) throws Exception {
    if (random.nextBoolean()) {
      cutOff(primary);
      Pause.of(Duration.ofMillis(random.nextInt(CUT_OFF_MS_MAX)));
    }
    primary.kill();
    awaitPrimaryBesides(primary);
    Pause.of(Duration.ofMillis(random.nextInt(AWAY_MS_MAX)));
    primary.start();
  }

  /** At once, whether or not another has what it has. */
  private void stepDown(Mongod primary) throws Exception {
    primary.answer(
        new Document("replSetStepDown", STEP_DOWN_S)
            .append("secondaryCatchUpPeriodSecs", 0)
            .append("force", true));
    awaitPrimaryBesides(primary);
  }

  /** It wakes as a primary that knows nothing of the next one, and nobody says so to it. */
  void freezePrimary(Mongod primary, Random random) throws Exception {
    if (random.nextBoolean()) {
      cutOff(primary);
      Pause.of(Duration.ofMillis(random.nextInt(CUT_OFF_MS_MAX)));
    }
    Frozen frozen = primary.freeze();
    try {
      awaitPrimaryBesides(primary);
      cutOff(primary);
    } finally {
      frozen.wake();
    }
    Pause.of(Duration.ofMillis(random.nextInt(AWAY_MS_MAX)));
  }

  /** Cuts a member off from the others; clients reach it as before. */
  void cutOff(Mongod member) {
    cutOff.add(member);
    members.forEach(each -> each.front().cutRefused());
  }

  /** The newest primary there is, once it is another than that one. */
  Mongod awaitPrimaryBesides(Mongod old) throws Exception {
    Mongod primary =
        Await.present("a primary of the replica set", WELL_LIMIT, () -> primaryBesides(old));
    lastPrimary = primary;
    return primary;
  }

  private Optional<Mongod> primaryBesides(Mongod old) {
    record Elected(Mongod member, long term) {}
    return members.stream()
        .filter(member -> member != old)
        .flatMap(member -> member.primaryTerm().map(term -> new Elected(member, term)).stream())
        .max(Comparator.comparingLong(Elected::term))
        .map(Elected::member);
  }

  /** Ends the faults that last, and waits until all work together. */
  @Override
  public void heal() throws Exception {
    // First: a fault that is under way waits for an election, and members talk through the relays.
    members.forEach(member -> member.front().release());
    underWay.get(WELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    cutOff.clear();
    awaitWell();
  }

  private void awaitWell() throws Exception {
    Supplier<String> what = () -> "all members well: " + states();
    Await.until(what, WELL_LIMIT, () -> members.stream().allMatch(Mongod::isWell));
    awaitPrimaryBesides(null);
  }

  private List<String> states() {
    return members.stream()
        .map(
            member ->
                member
                    .answer(new Document("replSetGetStatus", 1))
                    .map(status -> String.valueOf(status.get("myState")))
                    .orElse("no answer"))
        .toList();
  }

  /** Roll-backs so far of something that Daybook had written. */
  long rollBacks() throws IOException {
    long count = 0;
    for (Mongod member : members) {
      count += member.rollBacks(DATABASE);
    }
    return count;
  }

  @Override
  public String counts(FaultScript script) throws IOException {
    return ("primaries: killed=%d stepped-down=%d frozen=%d cut-off=%d scattered=%d"
            + " roll-backs=%d")
        .formatted(
            script.count(Fault.KILL_PRIMARY),
            script.count(Fault.STEP_DOWN),
            script.count(Fault.FREEZE_PRIMARY),
            script.count(Fault.CUT_OFF_PRIMARY),
            script.count(Fault.SCATTER_MEMBERS),
            rollBacks());
  }

  @Override
  public void close() throws IOException {
    background.shutdownNow();
    for (Mongod member : members) {
      member.close();
    }
  }
}
