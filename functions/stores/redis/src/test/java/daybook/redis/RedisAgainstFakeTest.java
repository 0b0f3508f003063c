package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.contract.FormOne;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryRedis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real Redis and the one in memory get the same random steps of importers, aggregators and
 * dumpers, late and repeated ones, fail-overs and wipes among them, and must answer alike.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisAgainstFakeTest {

  private static final int STEPS = 2_000;
  private static final int IMPORTS = 3;
  private static final int MEMORIES = 4;
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 10);
  private static final LocalDate CUT_OFF = FIRST_DAY.plusDays(2);

  private final TestRedis server = TestRedis.embedded();
  private final RedisKeys keys = new RedisKeys("", "TransactionQueue");
  private final RedisConnection connection = new RedisConnection(server.settings(keys));

  private record Redis(TransactionQueue queue, HotTotals totals, Snapshots snapshots) {}

  private final Redis real =
      new Redis(
          new RedisTransactionQueue(connection),
          new RedisHotTotals(connection),
          new RedisSnapshots(connection));

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  /** One random walk. */
  private final class Walk {
    private final Random random;
    private final InMemoryRedis memory = new InMemoryRedis();
    private final Redis fake = new Redis(memory, memory, memory);
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Deque<Runnable> states = new ArrayDeque<>();
    private final List<Application> applications = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Settled settledSeen = Settled.NONE;
    private long stamp;

    Walk(long seed) {
      random = new Random(seed);
    }

    void run() {
      List<ImportId> ids =
          IntStream.range(0, IMPORTS).mapToObj(n -> version(n).importId()).toList();
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(100));
        String place = "step " + i;
        assertThat(real.queue.running(ids)).as(place).isEqualTo(fake.queue.running(ids));
        assertThat(real.queue.look(ids.get(0))).as(place).isEqualTo(fake.queue.look(ids.get(0)));
        List<AggregateKey> days = List.of(day(0), day(1), day(2), day(3));
        assertThat(real.totals.read(days)).as(place).isEqualTo(fake.totals.read(days));
      }
    }

    private void step(int dice) {
      ObjectVersion source = version(random.nextInt(IMPORTS));
      if (dice < 5) {
        settledSeen = real.queue.look(source.importId()).settled();
      } else if (dice < 15) {
        both(r -> r.queue.begin(source.importId(), source, Instant.EPOCH, settledSeen));
      } else if (dice < 50) {
        enqueue(source);
      } else if (dice < 80) {
        apply();
      } else if (dice < 87) {
        snapshot();
      } else if (dice < 94 && !snapshots.isEmpty()) {
        settle();
      } else if (dice < 98) {
        remember();
      } else if (dice < 99 && !states.isEmpty()) {
        states.remove().run();
      } else if (random.nextInt(5) == 0) {
        server.delete(keys.prefix());
        memory.flush();
      }
    }

    private <T> T both(Function<Redis, T> step) {
      T expected = step.apply(fake);
      assertThat(step.apply(real)).isEqualTo(expected);
      seen.merge(
          expected instanceof Enum<?> word ? word.name() : expected.getClass().getSimpleName(),
          1,
          Integer::sum);
      return expected;
    }

    /** Mostly where the import stands, at times where it stood or will stand. */
    private void enqueue(ObjectVersion source) {
      ImportId id = source.importId();
      long from = real.queue.look(id).record().map(record -> record.enqueued().offset()).orElse(0L);
      from = random.nextInt(5) == 0 ? random.nextInt(30) : from;
      List<Batch> batches = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        boolean last = i == count - 1 && random.nextInt(12) == 0;
        long to = from + (last ? random.nextInt(3) : 1 + random.nextInt(5));
        batches.add(batch(source, from, to, last));
        from = to;
      }
      both(r -> r.queue.enqueue(id, batches));
    }

    private Batch batch(ObjectVersion source, long from, long to, boolean last) {
      ImportState state = last ? ImportState.COMPLETE : ImportState.RUNNING;
      ImportPosition end = new ImportPosition(to, to, to, Map.of(), new TreeSet<>(), state, null);
      List<String> rows = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        String amount = random.nextInt(20) == 0 ? "9999999999999.99" : "0." + (10 + i);
        rows.add(
            "%sT%02d:00:00Z,deposit,m%d,%s"
                .formatted(
                    day(random.nextInt(4)).day(), random.nextInt(24), random.nextInt(2), amount));
      }
      String[] array = rows.toArray(String[]::new);
      BatchId id = new BatchId(source.importId(), from, to);
      return random.nextInt(4) == 0
          ? FormOne.batch(id, end, array)
          : Batch.of(id, end, Imports.sums(array));
    }

    /** Mostly what lies in the queue, at times what lay there earlier. */
    private void apply() {
      if (applications.isEmpty() || random.nextInt(4) > 0) {
        Tail tail = real.totals.tail(1 + random.nextInt(4));
        Tail same = fake.totals.tail(Math.max(1, tail.batches().size()));
        assertThat(tail.batches().stream().map(Batch::id))
            .isEqualTo(same.batches().stream().map(Batch::id).toList());
        if (tail.batches().isEmpty()) {
          return;
        }
        applications.add(application(tail));
      }
      Application application = applications.get(applications.size() - 1 - lately());
      Outcome outcome = both(r -> r.totals.apply(application));
      if (outcome instanceof BasesNeeded needed) {
        Application next = withBases(application, needed);
        applications.add(next);
        if (random.nextInt(4) == 0) {
          snapshot();
          settle();
        }
        both(r -> r.totals.apply(next));
      }
    }

    private int lately() {
      return random.nextInt(4) > 0 ? 0 : random.nextInt(Math.min(5, applications.size()));
    }

    private Application application(Tail tail) {
      BatchSums sums = new BatchSums();
      boolean setAside = tail.batches().size() == 1 && random.nextInt(3) == 0;
      try {
        for (Batch batch : tail.batches()) {
          sums.add(batch);
        }
        return new Application(
            tail.batches().stream().map(Batch::id).toList(),
            tail.settled(),
            sums.sums(),
            Map.of(),
            setAside ? SetAsideReason.UNREADABLE : null);
      } catch (UnreadableBatchException e) {
        throw new AssertionError(e);
      }
    }

    private Application withBases(Application application, BasesNeeded needed) {
      Map<AggregateKey, Base> bases = new HashMap<>();
      for (AggregateKey key : needed.keys()) {
        long at = Math.max(0, stamp - random.nextInt(3));
        boolean isTotals = key.view() == View.TOTALS;
        long count = random.nextInt(3) - (isTotals ? 1L : 0L);
        String field = isTotals ? "m" + random.nextInt(3) : "07";
        TreeMap<String, Sum> totals = new TreeMap<>(Map.of(field, new Sum(at, count)));
        bases.put(key, random.nextBoolean() ? Base.NONE : new Base(totals, at));
      }
      return new Application(
          application.batches(), application.seen(), application.sums(), bases, null);
    }

    private void snapshot() {
      String id = "s" + random.nextLong();
      snapshots.add(both(r -> r.snapshots.snapshot(id, CUT_OFF)));
    }

    private void settle() {
      int back = random.nextInt(3) > 0 ? 0 : random.nextInt(Math.min(3, snapshots.size()));
      Snapshot snapshot = snapshots.get(snapshots.size() - 1 - back);
      String id = random.nextInt(6) == 0 ? "elsewhere" : snapshot.id();
      stamp += random.nextInt(4);
      long at = Math.max(1, stamp);
      Checkpoint checkpoint = new Checkpoint(at, id, snapshot.totals(), snapshot.imports());
      Settled settled = new Settled(at, "op" + at);
      SettleOutcome outcome = both(r -> r.snapshots.settle(checkpoint, settled, CUT_OFF));
      seen.merge(outcome.kind().name(), 1, Integer::sum);
    }

    private void remember() {
      Runnable realBack = server.remember(keys.prefix());
      InMemoryRedis copy = memory.copy();
      states.add(
          () -> {
            realBack.run();
            memory.restoreTo(copy);
          });
      if (states.size() > MEMORIES) {
        states.remove();
      }
    }
  }

  private static ObjectVersion version(int n) {
    return new ObjectVersion("uploads", n + ".csv", "v", "etag", Instant.EPOCH, n);
  }

  private static AggregateKey day(int n) {
    return AggregateKey.parse(FIRST_DAY.plusDays(n) + ":deposits");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void bothAnswerAlike(long seed) {
    server.delete(keys.prefix());
    Walk walk = new Walk(seed);
    walk.run();
    // The walk is worth something only if it came everywhere.
    assertThat(walk.seen.keySet())
        .as("seed %d: %s", seed, walk.seen)
        .contains("RUNNING", "SETTLED_MOVED", "NO_RECORD", "ELSEWHERE", "WAS_EMPTY")
        .contains("Applied", "TailMoved", "BasesNeeded", "SettledMoved", "FallenBack", "TooMuch")
        .contains("KNOWN", "CONFIRMED", "RESTORED");
  }
}
