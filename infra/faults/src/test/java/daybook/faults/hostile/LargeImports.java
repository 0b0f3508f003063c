package daybook.faults.hostile;

import daybook.aggregator.Aggregator;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.CutOff;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.Sleeper;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.RejectReason;
import daybook.dumper.Dumper;
import daybook.faults.hostile.LargeInputs.Large;
import daybook.importer.ImportRequest;
import daybook.importer.Importer;
import daybook.importer.ImporterPorts;
import daybook.importer.Pacing;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.RecordedMessages;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own, with as little heap as it was given, that imports every large hostile file
 * through importer, aggregator and dumper, and prints a line for each. A heap too small for one of
 * them ends it.
 */
final class LargeImports {

  /** What one invocation may take, in ms; never used up here. */
  private static final long INVOCATION_MS = 300_000;

  private static final int DUMPS_MAX = 8;

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  private final RecordedMessages messages = new RecordedMessages();
  private final CountedRejects rejects = new CountedRejects();
  private final InstantSource clock = () -> Instant.parse("2026-02-01T00:00:00Z");
  private int snapshots;

  private LargeImports() {}

  /** Imports all of them, one after the other. */
  public static void main(String[] arguments) throws InterruptedException {
    for (Large large : LargeInputs.all()) {
      resetPeaks();
      long beganNs = System.nanoTime();
      Outcome outcome = new LargeImports().run(large);
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
      System.out.println(outcome.line(large.name(), ms, peakBytes()));
    }
  }

  /**
   * What an import left behind.
   *
   * @param end the ledger's last position
   * @param listed rows in the rejects file
   * @param total everything in history
   */
  record Outcome(ImportPosition end, long listed, Amount total) {

    /** Fields separated by tabs: what {@link LargeHostileInputTest} reads. */
    String line(String name, long ms, long heapBytes) {
      Map<String, Long> rejected = new TreeMap<>();
      for (Map.Entry<RejectReason, Long> reason : end.rejected().entrySet()) {
        rejected.put(reason.getKey().code(), reason.getValue());
      }
      return String.join(
          "\t",
          name,
          end.state().code(),
          String.valueOf(end.reason()),
          Long.toString(end.accepted()),
          rejected.toString(),
          Long.toString(listed),
          total.toString(),
          Long.toString(ms),
          Long.toString(heapBytes));
    }
  }

  private Outcome run(Large large) throws InterruptedException {
    Sleeper sleeper = time -> makeRoom();
    ImporterPorts ports =
        new ImporterPorts(
            large.object(),
            redis,
            mongoDb,
            new InMemoryRecords(mongoDb),
            new InMemoryRecords(mongoDb),
            new InMemoryAttempts(mongoDb),
            rejects,
            messages,
            sleeper,
            clock,
            (level, event, facts) -> {},
            (metric, value) -> {});
    var version = large.object().version();
    new Importer(ports, Pacing.NONE)
        .run(
            new ImportRequest(version.bucket(), version.key(), version.versionId(), 0),
            () -> INVOCATION_MS);
    makeRoom();
    LedgerEntry entry = mongoDb.find(version.importId()).orElseThrow();
    Amount total =
        mongoDb
            .range(View.TOTALS, AggregateKey.DAY_MIN, AggregateKey.DAY_MAX)
            .byKey()
            .values()
            .stream()
            .flatMap(totals -> totals.values().stream())
            .reduce(Sum.ZERO, Sum::plus)
            .amount();
    return new Outcome(entry.end(), rejects.listed(), total);
  }

  /** Aggregates and dumps until nothing is left. */
  private void makeRoom() throws InterruptedException {
    Aggregator aggregator =
        new Aggregator(
            redis,
            mongoDb,
            messages,
            time -> dump(),
            clock,
            (level, event, facts) -> {},
            (metric, value) -> {});
    aggregator.drain(() -> INVOCATION_MS);
    for (int i = 0; i < DUMPS_MAX && dump() != Dumper.Result.NOTHING; i++) {
      messages.drainTicks();
    }
    messages.drainImports();
    messages.drainWakeUps();
  }

  private Dumper.Result dump() {
    return new Dumper(
            redis,
            mongoDb,
            messages,
            new CutOff(Duration.ofDays(7)),
            clock,
            () -> "s" + snapshots++,
            (level, event, facts) -> {},
            (metric, value) -> {})
        .dump();
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peakBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
