package daybook.faults.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.FullStoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.data.ExactTotals;
import daybook.importer.ImportResult;
import daybook.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Redis that is far smaller than what goes through it, and one that others fill up: imports
 * wait, everything else gets on, and in the end every cent is there once.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallRedisTest {

  /** Twice as much as the largest stretch; the queue alone could grow to 50 MiB. */
  private static final String MAX_MEMORY = "maxmemory 8mb";

  private static final int ROWS = 480_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FILLER = "somebody-elses";

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final ExecutorService functions = Executors.newCachedThreadPool();

  @TempDir private Path directory;
  private byte[] file;
  private ExactTotals expected;

  @BeforeAll
  void makeFile() throws IOException {
    file = rows();
    expected = ExactTotals.of(new ByteArrayInputStream(file));
    assertThat(file.length).isGreaterThan(2 * 3 * 1024 * 1024);
  }

  @AfterAll
  void end() throws InterruptedException {
    functions.shutdownNow();
    assertThat(functions.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** What makes names of payment methods long, and batches of many sums large. */
  private static final String LONG = "m".repeat(60);

  /** Rows of hot, expired and future days and of all hours, some of them bad. */
  private byte[] rows() {
    Random random = new Random(seed);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount\n");
    for (int i = 0; i < ROWS; i++) {
      LocalDate day = today.plusDays(random.nextInt(45) - 40);
      csv.append(day).append("T%02d:30:00,".formatted(random.nextInt(24)));
      csv.append(random.nextBoolean() ? "deposit," : "withdrawal,");
      csv.append(LONG).append(random.nextInt(60)).append(',').append(random.nextInt(100_000));
      csv.append(random.nextInt(1_000) == 0 ? ".001\n" : ".07\n");
    }
    return csv.toString().getBytes(UTF_8);
  }

  private static <E extends Exception> void await(String what, Await.Condition<E> condition)
      throws E {
    Await.until(what, PATIENCE, condition);
  }

  /**
   * Nobody was refused anything for want of memory but the import, and nothing else went wrong. A
   * reply that comes too late on a busy machine is no such thing: what it was for is tried again.
   */
  private static void assertNothingElseFailed(Plant plant) {
    assertThat(plant.events)
        .filteredOn(event -> event.startsWith("ERROR "))
        .filteredOn(event -> !event.startsWith("ERROR store_failed ") || event.contains("OOM"))
        .isEmpty();
  }

  private void assertExact(Plant plant, ObjectVersion version) {
    assertThat(plant.history()).as("seed %d", seed).isEqualTo(expected.byDay());
    LedgerEntry entry = plant.mongoDb.find(version.importId()).orElseThrow();
    assertThat(entry.end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(entry.end().accepted()).isEqualTo(expected.accepted());
    assertThat(entry.end().rejectedRows()).isEqualTo(expected.rejected()).isPositive();
    assertThat(plant.rejects.composedRows(version.importId(), entry.end()).orElseThrow())
        .hasSize((int) expected.rejected());
    assertThat(entry.setAside()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"noeviction", "volatile-lru"})
  void fileFarLargerThanMemoryGoesThroughExactly(String policy) throws Exception {
    try (Plant plant = new Plant(directory, MAX_MEMORY, "maxmemory-policy " + policy)) {
      ObjectVersion version = plant.put("large.csv", file);
      Future<ImportResult> run = functions.submit(() -> plant.run(version));
      await("the import waits for memory", () -> plant.hasEvent("redis_full"));
      long queued = plant.raw.llen("{daybook}:TransactionQueue");

      awaitFinished(plant, version);

      assertThat(queued).isPositive().isLessThan(TransactionQueue.QUEUE_BATCHES_MAX / 4);
      assertThat(run.get().outcome()).isEqualTo(ImportResult.Outcome.IMPORTED);
      assertNothingElseFailed(plant);
      assertExact(plant, version);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"noeviction", "volatile-lru"})
  void redisThatOthersFillHoldsImportsUpAndNothingElse(String policy) throws Exception {
    try (Plant plant = new Plant(directory, MAX_MEMORY, "maxmemory-policy " + policy)) {
      ObjectVersion version = plant.put("held-up.csv", file);
      Future<ImportResult> run = functions.submit(() -> plant.run(version));
      await("the import waits for memory", () -> plant.hasEvent("redis_full"));
      putFiller(plant);

      await(
          "everything queued is in history",
          () -> {
            plant.aggregateAndDump();
            return isAllSettled(plant, version);
          });
      assertThat(run.isDone()).isFalse();
      assertThat(plant.isFinished(version)).isFalse();
      assertThat(plant.history()).isNotEmpty();
      assertThat(plant.events).anyMatch(event -> event.contains(FullStoreException.REMEDY));
      assertNothingElseFailed(plant);

      assertThat(plant.raw.del(FILLER)).isEqualTo(1);
      awaitFinished(plant, version);

      assertThat(run.get().outcome()).isEqualTo(ImportResult.Outcome.IMPORTED);
      assertExact(plant, version);
    }
  }

  /**
   * A key of somebody else's, larger than the server's memory. A full server takes it only because
   * the script has begun with a write that needs no memory: what our own steps rely on.
   */
  private static void putFiller(Plant plant) {
    plant.raw.eval(
        "redis.call('DEL', KEYS[1]) return redis.call('SETRANGE', KEYS[1], ARGV[1], 'x')",
        List.of(FILLER),
        List.of("20000000"));
  }

  private static void awaitFinished(Plant plant, ObjectVersion version) throws Exception {
    await(
        "the import is finished",
        () -> {
          plant.aggregateAndDump();
          return plant.isFinished(version);
        });
  }

  private static boolean isAllSettled(Plant plant, ObjectVersion version) {
    ImportRecord record = plant.queue.look(version.importId()).record().orElseThrow();
    return plant.raw.llen("{daybook}:TransactionQueue") == 0
        && plant.raw.scard("{daybook}:daybook:changed-imports") == 0
        && record.applied().offset() == record.enqueued().offset()
        && record.applied().offset() > 0
        && !record.closed();
  }

  @Test
  void importThatMayNotBeginWaitsToo() throws Exception {
    byte[] small =
        "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,visa,1.00\n"
            .getBytes(UTF_8);
    try (Plant plant = new Plant(directory, "maxmemory 1")) {
      ObjectVersion version = plant.put("small.csv", small);
      Future<ImportResult> run = functions.submit(() -> plant.run(version));
      await("the import waits for memory", () -> plant.hasEvent("redis_full"));
      assertThat(plant.raw.keys("*")).isEmpty();

      plant.raw.configSet("maxmemory", "0");

      assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).outcome())
          .isEqualTo(ImportResult.Outcome.IMPORTED);
    }
  }
}
