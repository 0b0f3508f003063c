package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Found;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Groups beside the known ones: those of a currency go through every step as these do. */
interface GroupsContract extends RedisSteps {

  ObjectVersion V1 = version(1);

  /** Of an expired day. */
  AggregateKey YEN = new AggregateKey(X.day(), TransactionType.WITHDRAWAL.in(new Currency("JPY")));

  /** Of a hot day. */
  AggregateKey EUROS = new AggregateKey(H.day(), TransactionType.DEPOSIT.in(new Currency("EUR")));

  /** One row of each aggregate in every view, at ten. */
  private static Batch rows(long from, String amount, AggregateKey... keys) {
    List<DailyAggregate> sums = new ArrayList<>();
    for (AggregateKey key : keys) {
      sums.add(new DailyAggregate(key, totals("visa", amount)));
      sums.add(new DailyAggregate(key.in(View.HOURS), totals("10", amount)));
    }
    return Batch.of(
        new BatchId(V1.importId(), from, from + 10), position(from + 10), Totals.of(sums));
  }

  private Set<AggregateKey> found(Set<View> views, LocalDate from, LocalDate to) {
    return hotTotals().range(views, from, to).totals().keys();
  }

  @Test
  default void rangeHoldsEveryGroupOfItsDaysAndViewsAndNothingElse() {
    begun(V1);
    enqueued(rows(0, "1.00", X, YEN, H, EUROS));
    applied(1);
    Set<View> all = EnumSet.allOf(View.class);

    assertThat(found(all, X.day(), H.day())).isEqualTo(inAllViews(X, YEN, H, EUROS));
    assertThat(found(all, X.day(), X.day())).isEqualTo(inAllViews(X, YEN));
    assertThat(found(all, X.day().plusDays(1), H.day())).isEqualTo(inAllViews(H, EUROS));
    assertThat(found(EnumSet.of(View.TOTALS), H.day(), H.day()))
        .containsExactlyInAnyOrder(H, EUROS);
    assertThat(found(EnumSet.of(View.HOURS), H.day(), H.day()))
        .containsExactlyInAnyOrder(H.in(View.HOURS), EUROS.in(View.HOURS));
    assertThat(found(all, AggregateKey.DAY_MIN, AggregateKey.DAY_MAX))
        .isEqualTo(inAllViews(X, YEN, H, EUROS));
    assertThat(found(all, H.day().plusDays(1), H.day().plusDays(31))).isEmpty();
  }

  @Test
  default void groupThatIsNewSinceTheLastReadIsFound() {
    begun(V1);
    enqueued(rows(0, "1.00", EUROS));
    applied(1);
    assertThat(found(EnumSet.of(View.TOTALS), H.day(), H.day())).containsExactly(EUROS);
    enqueued(rows(10, "2.00", YEN.in(View.TOTALS), EUROS));
    applied(1);

    Found found = hotTotals().range(EnumSet.of(View.TOTALS), X.day(), H.day());

    assertThat(found.totals().byKey())
        .isEqualTo(
            Map.of(
                YEN,
                totals("visa", "2.00"),
                EUROS,
                new TreeMap<>(Map.of("visa", new Sum(300, 2)))));
  }

  @Test
  default void rangeNamesTheCheckpointThatWasSettledLast() {
    Set<View> views = EnumSet.of(View.TOTALS);
    assertThat(hotTotals().range(views, H.day(), H.day()).settled()).isEqualTo(Settled.NONE);
    imported(V1, row(H, "visa", "1.00"));
    dumped(7);
    assertThat(hotTotals().range(views, H.day(), H.day()).settled()).isEqualTo(settled());
    assertThat(settled().at()).isEqualTo(7);
  }

  @Test
  default void groupOfACurrencyIsSnapshotPurgedAndGoneOnWith() {
    begun(V1);
    enqueued(rows(0, "1.00", YEN, EUROS));
    applied(1);

    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(checkpoint.totals())
        .extracting(DailyAggregate::key)
        .containsExactlyInAnyOrderElementsOf(inAllViews(YEN, EUROS));
    assertThat(settle(checkpoint).purged()).isEqualTo(View.values().length);
    assertThat(hotTotals().read(inAllViews(YEN, EUROS)).keys()).isEqualTo(inAllViews(EUROS));

    enqueued(rows(10, "2.00", YEN));
    SortedMap<String, Sum> both = new TreeMap<>(Map.of("visa", new Sum(300, 2)));
    Map<AggregateKey, Base> history =
        Map.of(
            YEN,
            new Base(totals("visa", "1.00"), 5),
            YEN.in(View.HOURS),
            new Base(totals("10", "1.00"), 5));
    assertThat(apply(read(1), history)).isInstanceOf(Applied.class);
    assertThat(hotTotals().read(List.of(YEN)).byKey()).isEqualTo(Map.of(YEN, both));
  }

  @Test
  default void restoreDropsGroupsOfACurrencyToo() {
    begun(V1);
    enqueued(rows(0, "1.00", YEN, EUROS));
    applied(1);
    Checkpoint elsewhere = new Checkpoint(6, "other", List.of(), List.of(), Form.NEWEST);

    assertThat(settle(elsewhere).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);

    assertThat(found(EnumSet.allOf(View.class), X.day(), H.day())).isEmpty();
  }
}
