package daybook.api;

import static daybook.api.RecordedTotals.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.StoreException;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatsTest {

  private static final LocalDate CUT_OFF = LocalDate.of(2026, 1, 8);

  private final RecordedTotals stores = new RecordedTotals();
  private final Stats stats = new Stats(stores.hotTotals(), stores.history());

  private Totals totals(String from, String to) {
    return stats.totals(new DateRange(LocalDate.parse(from), LocalDate.parse(to)), CUT_OFF);
  }

  private static void assertTotal(Totals totals, String key, String amount) {
    assertThat(totals.byKey()).containsEntry(AggregateKey.parse(key), visa(amount));
  }

  private static SortedMap<String, Sum> visa(String amount) {
    return new TreeMap<>(Map.of("visa", Sum.of(Amount.parse(amount))));
  }

  @Test
  void daysFromTheCutOffOnComeFromRedisAndEarlierOnesFromHistory() {
    put(stores.redis, "2026-01-07:deposits", "visa", "1.00");
    put(stores.mongoDb, "2026-01-07:deposits", "visa", "2.00");
    put(stores.redis, "2026-01-08:deposits", "visa", "3.00");
    put(stores.mongoDb, "2026-01-08:deposits", "visa", "4.00");

    var totals = totals("2026-01-07", "2026-01-08");

    assertTotal(totals, "2026-01-07:deposits", "2.00");
    assertTotal(totals, "2026-01-08:deposits", "3.00");
  }

  @Test
  void hotDayThatRedisDoesNotHoldComesFromHistoryPerType() {
    put(stores.redis, "2026-01-09:deposits", "visa", "5.00");
    put(stores.mongoDb, "2026-01-09:deposits", "visa", "4.00");
    put(stores.mongoDb, "2026-01-09:withdrawals", "visa", "6.00");

    var totals = totals("2026-01-09", "2026-01-09");

    assertTotal(totals, "2026-01-09:deposits", "5.00");
    assertTotal(totals, "2026-01-09:withdrawals", "6.00");
  }

  @Test
  void everyDayAndTypeIsPresentEvenWithoutTotals() {
    var totals = totals("2026-01-01", "2026-01-15");

    assertThat(totals.byKey()).hasSize(30);
    assertThat(totals.byKey().values()).allMatch(Map::isEmpty);
  }

  @Test
  void wholeYearIsOneReadOfEachStore() {
    totals("2025-02-01", "2026-02-01");

    assertThat(stores.reads)
        .containsExactly("redis 2026-01-08 2026-02-01", "mongodb 2025-02-01 2026-02-01");
  }

  @Test
  void coldDaysAloneAreReadFromHistoryOnly() {
    totals("2026-01-01", "2026-01-07");

    assertThat(stores.reads).containsExactly("mongodb 2026-01-01 2026-01-07");
  }

  @Test
  void hotDaysThatRedisHoldsAreReadFromRedisOnly() {
    for (String day : new String[] {"2026-01-08", "2026-01-09"}) {
      put(stores.redis, day + ":deposits", "visa", "1.00");
      put(stores.redis, day + ":withdrawals", "visa", "1.00");
    }

    stores.settled = new Settled(5, "");

    totals("2026-01-08", "2026-01-09");
    totals("2026-01-08", "2026-01-09");

    assertThat(stores.reads)
        .containsExactly(
            "redis 2026-01-08 2026-01-09", "mongodb groups", "redis 2026-01-08 2026-01-09");
  }

  @Test
  void historyIsAskedForItsGroupsAgainAfterEachCheckpointAndWhereRedisNamesNone() {
    put(stores.redis, "2026-01-08:deposits", "visa", "1.00");
    put(stores.redis, "2026-01-08:withdrawals", "visa", "1.00");
    stores.settled = new Settled(5, "");
    totals("2026-01-08", "2026-01-08");
    put(stores.mongoDb, "2026-01-08:deposits:EUR", "visa", "9.00");
    stores.settled = new Settled(6, "");

    assertTotal(totals("2026-01-08", "2026-01-08"), "2026-01-08:deposits:EUR", "9.00");

    stores.mongoDb.clear();
    stores.settled = Settled.NONE;
    totals("2026-01-08", "2026-01-08");
    put(stores.mongoDb, "2026-01-08:deposits:USD", "visa", "8.00");
    assertTotal(totals("2026-01-08", "2026-01-08"), "2026-01-08:deposits:USD", "8.00");
  }

  @Test
  void groupsOfACurrencyComeFromWhereverTheyAre() {
    put(stores.mongoDb, "2026-01-07:deposits:EUR", "visa", "1.00");
    put(stores.redis, "2026-01-08:deposits:EUR", "visa", "2.00");
    put(stores.mongoDb, "2026-01-08:deposits:EUR", "visa", "1.50");
    put(stores.mongoDb, "2026-01-08:withdrawals:JPY", "visa", "3.00");

    var totals = totals("2026-01-07", "2026-01-08");

    assertTotal(totals, "2026-01-07:deposits:EUR", "1.00");
    assertTotal(totals, "2026-01-08:deposits:EUR", "2.00");
    assertTotal(totals, "2026-01-08:withdrawals:JPY", "3.00");
    assertThat(totals.byKey()).hasSize(4 + 3);
  }

  @Test
  void historyIsAskedForAllDaysWhereOneIsMissing() {
    put(stores.redis, "2026-01-08:deposits", "visa", "1.00");
    put(stores.redis, "2026-01-08:withdrawals", "visa", "1.00");
    put(stores.redis, "2026-01-10:deposits", "visa", "1.00");
    put(stores.redis, "2026-01-10:withdrawals", "visa", "1.00");

    totals("2026-01-08", "2026-01-10");

    assertThat(stores.reads)
        .containsExactly("redis 2026-01-08 2026-01-10", "mongodb 2026-01-08 2026-01-10");
  }

  @Test
  void purgeBetweenTheReadsHidesNothing() {
    put(stores.redis, "2026-01-08:deposits", "visa", "7.00");
    Runnable purge =
        () -> {
          stores.mongoDb.putAll(stores.redis);
          stores.redis.clear();
        };
    stores.afterRedis = purge;
    stores.afterMongoDb = purge;

    assertTotal(totals("2026-01-08", "2026-01-08"), "2026-01-08:deposits", "7.00");
    assertThat(stores.redis).isEmpty();
    assertTotal(totals("2026-01-08", "2026-01-08"), "2026-01-08:deposits", "7.00");
  }

  /** I7. */
  @Test
  void failingStoreIsAnErrorAndNoPartialAnswer() {
    put(stores.redis, "2026-01-08:deposits", "visa", "1.00");
    stores.afterMongoDb = () -> RecordedTotals.fail("MongoDB");

    assertThatThrownBy(() -> totals("2026-01-08", "2026-01-08")).isInstanceOf(StoreException.class);

    stores.afterMongoDb = () -> {};
    stores.afterRedis = () -> RecordedTotals.fail("Redis");

    assertThatThrownBy(() -> totals("2026-01-07", "2026-01-08")).isInstanceOf(StoreException.class);
    assertThat(totals("2026-01-07", "2026-01-07").byKey()).hasSize(2);
  }

  @Test
  void firstAndLastDayOfTheCalendarAreServed() {
    assertThat(totals("0001-01-01", "0001-01-01").byKey()).hasSize(2);
    assertThat(totals("9999-12-31", "9999-12-31").byKey()).hasSize(2);
  }

  private Totals hours(String from, String to) {
    return stats.read(
        HoursJson.VIEWS, new DateRange(LocalDate.parse(from), LocalDate.parse(to)), CUT_OFF);
  }

  @Test
  void severalViewsAreOneReadOfRedisAndOneOfHistoryEachTheTotalsFirst() {
    assertThat(hours("2026-01-07", "2026-01-08").byKey()).hasSize(8);

    assertThat(stores.reads)
        .containsExactly(
            "redis 2026-01-08 2026-01-08",
            "mongodb 2026-01-07 2026-01-08",
            "mongodb hours 2026-01-07 2026-01-08");
  }

  @Test
  void eachViewComesFromWhereItIs() {
    put(stores.redis, "2026-01-09:deposits", "visa", "5.00");
    put(stores.mongoDb, "2026-01-09:deposits", "visa", "4.00");
    put(stores.mongoDb, "hours:2026-01-09:deposits", "10", "4.00");
    put(stores.mongoDb, "hours:2026-01-09:withdrawals", "11", "6.00");

    var totals = hours("2026-01-09", "2026-01-09");

    assertTotal(totals, "2026-01-09:deposits", "5.00");
    assertThat(totals.byKey().get(AggregateKey.parse("hours:2026-01-09:deposits")))
        .containsOnlyKeys("10");
    assertThat(totals.byKey().get(AggregateKey.parse("hours:2026-01-09:withdrawals")))
        .containsOnlyKeys("11");
    assertThat(totals.byKey().get(AggregateKey.parse("2026-01-09:withdrawals"))).isEmpty();
  }

  /** I7. */
  @Test
  void failureOfAnyReadOfAnyViewIsAnError() {
    for (int reads = 1; reads <= 2; reads++) {
      AtomicInteger left = new AtomicInteger(reads);
      stores.afterMongoDb =
          () -> {
            if (left.decrementAndGet() == 0) {
              RecordedTotals.fail("MongoDB");
            }
          };

      assertThatThrownBy(() -> hours("2026-01-08", "2026-01-08"))
          .isInstanceOf(StoreException.class);
    }
    stores.afterMongoDb = () -> {};
    stores.afterRedis = () -> RecordedTotals.fail("Redis");

    assertThatThrownBy(() -> hours("2026-01-07", "2026-01-08")).isInstanceOf(StoreException.class);
  }
}
