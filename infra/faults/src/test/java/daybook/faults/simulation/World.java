package daybook.faults.simulation;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.RecordedMessages;
import java.time.Instant;

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
  private int mappingInTheBucket;
  private long elapsedMs;
  private long wallOffsetMs;

  World(InMemoryObjects objects) {
    this.objects = objects;
  }

  /** Another one in the same state; the bucket is shared, messages stay behind. */
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

  /** The wall clock is set, forwards or backwards. */
  void stepClock(long ms) {
    wallOffsetMs += ms;
  }
}
