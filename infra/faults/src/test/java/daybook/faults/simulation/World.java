package daybook.faults.simulation;

import daybook.core.Totals;
import daybook.core.port.HotTotals;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.record.JournalLine;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.RecordedMessages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All stores and clocks of a simulation. */
public final class World {

  /** Bucket that everything is uploaded to. */
  static final String BUCKET = "uploads";

  /** Shortly before midnight, so that simulations live through one. */
  private static final Instant BEGIN = Instant.parse("2026-02-10T23:59:59.900Z");

  private InMemoryRedis redis = new InMemoryRedis();
  private ReplicaSet mongo = new ReplicaSet();
  private InMemoryRejects rejects = new InMemoryRejects();
  private final InMemoryObjects objects;
  private final RecordedMessages messages = new RecordedMessages();
  private final List<ObjectVersion> journals = new ArrayList<>();
  private final List<ObjectVersion> notified = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private int mappingInTheBucket;
  private long elapsedMs;
  private long wallOffsetMs;

  World(InMemoryObjects objects) {
    this.objects = objects;
  }

  /**
   * Another one in the same state; the bucket is shared, messages and what was decided stay behind.
   */
  World copy() {
    World copy = new World(objects);
    copy.redis = redis.copy();
    copy.mongo = mongo.copy();
    copy.rejects = rejects.copy();
    copy.mappingInTheBucket = mappingInTheBucket;
    copy.elapsedMs = elapsedMs;
    copy.wallOffsetMs = wallOffsetMs;
    return copy;
  }

  /** Redis. */
  public InMemoryRedis redis() {
    return redis;
  }

  /** MongoDB. */
  public ReplicaSet mongo() {
    return mongo;
  }

  /** The rejects bucket. */
  public InMemoryRejects rejects() {
    return rejects;
  }

  /** The import bucket. */
  public InMemoryObjects objects() {
    return objects;
  }

  /** What functions have sent and nobody has taken yet. */
  public RecordedMessages messages() {
    return messages;
  }

  /** Whether the bucket still has this very version. */
  boolean holds(ObjectVersion version) {
    return objects
        .find(version.bucket(), version.key(), version.versionId())
        .map(SourceObjects.Found::version)
        .filter(version::equals)
        .isPresent();
  }

  /** A sealer puts a journal, of which the bucket sends a notification. */
  void putJournal(String key, List<JournalLine> lines) {
    String text =
        lines.stream()
            .map(line -> line.text() + "\n")
            .collect(Collectors.joining("", JournalLine.HEADER + "\n", ""));
    ObjectVersion journal = objects.put(BUCKET, key, text.getBytes(StandardCharsets.UTF_8));
    journals.add(journal);
    notified.add(journal);
  }

  /** Every journal that was ever put. */
  List<ObjectVersion> journals() {
    return journals;
  }

  /** Takes the notifications of journals that nobody has taken yet. */
  List<ObjectVersion> drainNotifications() {
    List<ObjectVersion> drained = List.copyOf(notified);
    notified.clear();
    return drained;
  }

  /** An importer tells a store of rows. */
  void decide(Decision decision) {
    decisions.add(decision);
  }

  /** Takes what was decided since the last time. */
  List<Decision> drainDecisions() {
    List<Decision> drained = List.copyOf(decisions);
    decisions.clear();
    return drained;
  }

  /** An aggregator sets the oldest batch aside, if it has any rows. */
  void setOldestAside() {
    HotTotals.Tail tail = redis.tail(1);
    for (Batch batch : tail.batches()) {
      if (batch.id().to() > batch.id().from()) {
        redis.apply(
            new HotTotals.Application(
                List.of(batch.id()),
                tail.settled(),
                Totals.NONE,
                Map.of(),
                SetAsideReason.TOTAL_BOUND));
      }
    }
  }

  Instant now() {
    return BEGIN.plusMillis(elapsedMs + wallOffsetMs);
  }

  long elapsedMs() {
    return elapsedMs;
  }

  /** Number of the mapping that the bucket names now, see {@link Readings}. */
  int mappingInTheBucket() {
    return mappingInTheBucket;
  }

  /** Somebody puts another mapping there. */
  void putMapping(int number) {
    mappingInTheBucket = number;
  }

  /** Time passes. */
  void pass(long ms) {
    elapsedMs += ms;
  }

  /** By how much the wall clock was set, in ms. */
  long wallOffsetMs() {
    return wallOffsetMs;
  }

  /** The wall clock is set, forwards or backwards. */
  void stepClock(long ms) {
    wallOffsetMs += ms;
  }
}
