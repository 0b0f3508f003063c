package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I2: totals after a great many HINCRBYFLOATs, against whole cents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisExactnessTest {

  private static final AggregateKey DAY = AggregateKey.parse("2026-01-20:deposits");
  private static final ObjectVersion SOURCE =
      new ObjectVersion("uploads", "a.csv", "v1", "etag", Instant.EPOCH, 1);
  private static final ImportId IMPORT = SOURCE.importId();
  private static final int METHODS = 1_000;
  private static final int STEPS = 67;

  private final TestRedis server = TestRedis.embedded();
  private final RedisKeys keys = new RedisKeys("", "TransactionQueue");
  private final RedisConnection connection = new RedisConnection(server.settings(keys));
  private final RedisTransactionQueue queue = new RedisTransactionQueue(connection);
  private final HotTotals totals = new RedisHotTotals(connection);
  private long offset;

  @AfterEach
  void deleteKeys() {
    server.delete(keys.prefix());
    offset = 0;
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  private HotTotals.Outcome add(SortedMap<String, Sum> sums, Base base) {
    if (offset == 0) {
      queue.begin(IMPORT, SOURCE, Instant.EPOCH, Settled.NONE);
    }
    BatchId id = new BatchId(IMPORT, offset, ++offset);
    ImportPosition end =
        new ImportPosition(offset, offset, 0, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    queue.enqueue(IMPORT, List.of(Batch.of(id, end, Totals.NONE)));
    return totals.apply(
        new Application(
            List.of(id),
            Settled.NONE,
            Totals.of(List.of(new DailyAggregate(DAY, sums))),
            offset == 1 ? Map.of(DAY, base) : Map.of(),
            null));
  }

  /** 67,000 increments for each magnitude: 1,000 totals, 67 times raised. */
  @ParameterizedTest
  @CsvSource({"1000000.00, 1", "1000000000000.00, 2", "9999999000000.00, 3"})
  void everyTotalIsExactToTheCent(String start, long seed) {
    Random random = new Random(seed);
    SortedMap<String, Sum> expected = new TreeMap<>();
    for (int i = 0; i < METHODS; i++) {
      expected.put("m" + i, new Sum(Amount.parse(start).cents() + random.nextInt(100), 1));
    }
    Base base = new Base(expected, 0);
    for (int step = 0; step < STEPS; step++) {
      SortedMap<String, Sum> sums = new TreeMap<>();
      // At most 4,999.99 a step, so that all steps stay below the bound at the highest start.
      expected
          .keySet()
          .forEach(
              method -> sums.put(method, new Sum(random.nextInt(500_000), 1 + random.nextInt(9))));
      assertThat(add(sums, base)).isEqualTo(new Applied(Optional.empty(), false));
      sums.forEach((method, sum) -> expected.merge(method, sum, Sum::plus));
    }
    assertThat(totals.read(List.of(DAY)).byKey())
        .as("seed %d", seed)
        .isEqualTo(Map.of(DAY, expected));
  }

  /** 1,000 totals rise cent by cent; the highest ends one cent below the bound. */
  @Test
  void everyCentUpToTheBoundIsExactAndTheNextOneIsRefused() {
    SortedMap<String, Sum> expected = new TreeMap<>();
    SortedMap<String, Sum> oneCentEach = new TreeMap<>();
    for (int i = 0; i < METHODS; i++) {
      expected.put("m" + i, new Sum(Amount.TOTAL_CENTS_BOUND - 1 - STEPS - i, 1));
      oneCentEach.put("m" + i, new Sum(1, 1));
    }
    Base base = new Base(expected, 0);
    for (int step = 0; step < STEPS; step++) {
      assertThat(add(oneCentEach, base)).isEqualTo(new Applied(Optional.empty(), false));
      expected.replaceAll((method, total) -> total.plus(new Sum(1, 1)));
      assertThat(totals.read(List.of(DAY)).byKey()).isEqualTo(Map.of(DAY, expected));
    }
    SetAsideRange range = new SetAsideRange(offset, offset + 1, SetAsideReason.TOTAL_BOUND);
    assertThat(add(oneCentEach, base)).isEqualTo(new Applied(Optional.of(range), false));
    assertThat(totals.read(List.of(DAY)).byKey()).isEqualTo(Map.of(DAY, expected));
    assertThat(server.raw.hget(keys.totals(DAY), "m0")).isEqualTo("9999999999999.99");
  }

  @Test
  void whatLiesInTheHashHasTwoDigits() {
    SortedMap<String, Sum> base = new TreeMap<>();
    base.put("a", Sum.of(Amount.parse("5200.00")));
    base.put("b", Sum.of(Amount.parse("0.30")));
    base.put("untouched", Sum.of(Amount.parse("7.00")));
    SortedMap<String, Sum> sums = new TreeMap<>();
    sums.put("a", Sum.of(Amount.parse("10.43")));
    sums.put("b", Sum.of(Amount.parse("0.70")));
    sums.put("c", Sum.of(Amount.parse("0.00")));
    add(sums, new Base(base, 0));
    assertThat(server.raw.hgetAll(keys.totals(DAY)))
        .isEqualTo(Map.of("a", "5210.43", "b", "1.00", "c", "0.00", "untouched", "7.00"));
  }

  @Test
  void oneIncrementAloneDrifts() {
    server.raw.hset("probe", "a", "5200.00");
    server.raw.hincrByFloat("probe", "a", 10.43);
    assertThat(server.raw.hget("probe", "a")).startsWith("5210.43").isNotEqualTo("5210.43");
  }
}
