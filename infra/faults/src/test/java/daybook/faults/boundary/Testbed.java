package daybook.faults.boundary;

import daybook.core.port.Sleeper;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSettings;
import daybook.s3.S3Settings;
import daybook.sqs.SqsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The servers, the functions that nobody attacks, and what is needed to bring everything to rest.
 */
final class Testbed implements AutoCloseable {

  /** Rounds until everything is at rest; the worst case, a wiped Redis, needs four. */
  private static final int ROUNDS_MAX = 12;

  private final Servers servers;
  private final S3Client s3;
  private final SqsClient sqs;
  private final Stores stores;
  private final Journal journal = new Journal();
  private final Map<Function, Life> lives = new EnumMap<>(Function.class);
  private final List<TransactionFile> files = new ArrayList<>();
  private final List<RecordChange> changes = new ArrayList<>();
  private final Map<String, TransactionFile> otherReadings = new HashMap<>();
  private final List<RedisCopy> past = new ArrayList<>();
  private boolean remembers;
  private Runnable afterEach = () -> {};

  /** Starts everything, with data in a directory. */
  Testbed(Path directory) {
    servers = new Servers(directory);
    Variables variables = new Variables(servers.environment());
    s3 = S3Settings.from(variables).newClient();
    sqs = SqsSettings.from(variables).newClient();
    stores = new Stores(servers, s3, sqs);
  }

  Servers servers() {
    return servers;
  }

  Stores stores() {
    return stores;
  }

  Journal journal() {
    return journal;
  }

  /** Forgets everything, for another scenario, and remembers Redis's states from here on. */
  void clear() {
    remembers = true;
    afterEach = () -> {};
    stores.empty(Servers.IMPORT_BUCKET);
    stores.restore(
        new Stores.Saved(RedisCopy.EMPTY, Map.of(), Map.of(), Map.of(), Set.of(), List.of()));
    stores.forgetSwitch();
    files.clear();
    changes.clear();
    otherReadings.clear();
    past.clear();
    past.add(RedisCopy.EMPTY);
  }

  /** Puts a file into the import bucket; returns the notification of it, which nobody gets. */
  String upload(TransactionFile file) {
    String eTag = stores.put(Servers.IMPORT_BUCKET, file.key(), file.content());
    files.add(file);
    return notification(file.key(), file.content().length, eTag);
  }

  /** The notification of a journal that lies in the bucket. */
  String notification(String journal) {
    int bytes = stores.text(Servers.IMPORT_BUCKET, journal).orElseThrow().length();
    return notification(journal, bytes, stores.eTag(Servers.IMPORT_BUCKET, journal));
  }

  private static String notification(String key, int bytes, String eTag) {
    return """
        {"Records":[{"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{
        "bucket":{"name":"%s"},"object":{"key":"%s","size":%d,"eTag":"%s"}}}]}
        """
        .formatted(Servers.IMPORT_BUCKET, key, bytes, eTag);
  }

  /** Makes or changes transactions by their ids, as clients do. */
  void change(List<RecordChange> asked) {
    changes.addAll(asked);
    Variables variables = new Variables(servers.environment());
    try (MongoConnection mongo = new MongoConnection(MongoSettings.from(variables))) {
      MongoRecords records = new MongoRecords(mongo);
      asked.forEach(change -> change.make(records));
    }
  }

  /** Whether there is anything for the sealer. */
  boolean isSealing() {
    return !changes.isEmpty();
  }

  /** The same of a file that may also be read another way, as long as its import has not begun. */
  String upload(TransactionFile file, TransactionFile otherReading) {
    otherReadings.put(file.key(), otherReading);
    return upload(file);
  }

  /** Puts a mapping into the bucket, in place of the one that was there. */
  void put(TillMapping mapping) {
    journal.note("the mapping in the bucket is now " + mapping);
    stores.put(Servers.IMPORT_BUCKET, TillMapping.KEY, mapping.document());
  }

  /** Takes the mapping out of the bucket. */
  void deleteMapping() {
    stores.delete(Servers.IMPORT_BUCKET, List.of(TillMapping.KEY));
  }

  /** What all files together must become, from where history stands now. */
  PrefixOracle oracle() {
    Set<String> finished =
        stores.documents("Imports").stream()
            .map(entry -> entry.getString("key").getValue())
            .collect(Collectors.toSet());
    if (otherReadings.isEmpty()) {
      return new PrefixOracle(files, changes, finished, Optional.empty());
    }
    List<TransactionFile> others =
        files.stream().map(file -> otherReadings.getOrDefault(file.key(), file)).toList();
    PrefixOracle otherwise = new PrefixOracle(others, changes, finished, Optional.empty());
    return new PrefixOracle(files, changes, finished, Optional.of(otherwise));
  }

  /** The states that Redis has been in since {@link #clear}, each once, oldest first. */
  List<RedisCopy> past() {
    return List.copyOf(past);
  }

  /** Adds Redis's present state to its past. */
  void remember() {
    RedisCopy now = RedisCopy.of(stores.redis());
    if (!past.contains(now)) {
      past.add(now);
    }
  }

  /** Takes everything as it stands; from here on no state is remembered. */
  Stores.Saved save() {
    remember();
    remembers = false;
    return stores.save();
  }

  /** What is done whenever a function that nobody attacks has ended. */
  void afterEach(Runnable work) {
    afterEach = work;
  }

  /** Delivers a message to a function that nobody attacks. */
  synchronized void deliver(Function function, String message) {
    journal.note("  " + function + " gets " + message);
    Life life =
        lives.computeIfAbsent(
            function, f -> new Life(f, servers.environment(), Life.INVOCATION, sleeper(), journal));
    if (!life.deliver(message, () -> false)) {
      throw new AssertionError(function + " failed without a fault\n" + journal);
    }
    afterEach.run();
    if (remembers) {
      remember();
    }
  }

  /** Delivers a message to an importer that dies once a command of this name is done. */
  void dieAfter(String command, String message) {
    try (AttackedLife life =
        new AttackedLife(
            servers,
            Function.IMPORTER,
            message,
            new KilledAfter(command),
            UnaryOperator.identity(),
            sleeper(),
            journal)) {
      life.join();
      if (!life.isCut()) {
        throw new IllegalStateException("the import was not killed after " + command);
      }
    }
  }

  private record KilledAfter(String name) implements Attack {
    @Override
    public Fate before(Command command) {
      return Fate.LIVES;
    }

    @Override
    public Fate after(Command command) {
      return command.name().equals(name) ? Fate.DIES : Fate.LIVES;
    }
  }

  /** Lets a schedule send its message to a function. */
  void schedule(Function function) {
    deliver(function, function.scheduled());
  }

  /** Whoever waits, waits for a dump, and gets it at once. */
  Sleeper sleeper() {
    return time -> {
      if (!time.isZero()) {
        schedule(Function.DUMPER);
      }
    };
  }

  /** Ends the functions that nobody attacks; others begin when they are needed. */
  synchronized void renew() {
    lives.values().forEach(Life::close);
    lives.clear();
  }

  /** Delivers all messages and what they bring about. */
  void deliverMessages() {
    boolean any = true;
    for (int rounds = 0; any && rounds < ROUNDS_MAX; rounds++) {
      List<String> bodies = stores.receive();
      bodies.stream().distinct().forEach(body -> deliver(Function.of(body), body));
      any = !bodies.isEmpty();
    }
  }

  /** Lets messages and schedules do their work until nothing is left to do. */
  void settleDown() {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      deliverMessages();
      schedule(Function.AGGREGATOR);
      schedule(Function.DUMPER);
      if (isSealing()) {
        schedule(Function.SEALER);
      }
      if (isAtRest()) {
        return;
      }
      schedule(Function.IMPORTER);
    }
    throw new AssertionError("no rest after " + ROUNDS_MAX + " rounds\n" + journal);
  }

  private boolean isAtRest() {
    return stores.redis().llen("TransactionQueue") == 0
        && stores.redis().scard("daybook:imports") == 0
        && stores.redis().scard("daybook:changed") == 0
        && stores.documents("Imports").size() == files.size() + stores.journals().size()
        && stores.pending() == 0;
  }

  @Override
  public void close() {
    renew();
    stores.close();
    s3.close();
    sqs.close();
    servers.close();
  }
}
