package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.base;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.protocol.Base;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What all views have in common, and where the totals differ from the others. */
interface ViewsContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  AggregateKey HOURS = H.in(View.HOURS);

  /** One aggregate, which must be there. */
  private SortedMap<String, Sum> sums(AggregateKey key) {
    Totals found = hotTotals().read(List.of(key));
    assertThat(found.keys()).containsExactly(key);
    return found.byKey().values().iterator().next();
  }

  private static String rowAt(int hour, String method, String amount) {
    return "%sT%02d:59:59Z,deposit,%s,%s".formatted(H.day(), hour, method, amount);
  }

  @Test
  default void everyRowIsCountedInEveryView() {
    imported(V1, rowAt(0, "visa", "1.00"), rowAt(23, "visa", "2.00"), rowAt(23, "wire", "0.00"));
    enqueued(batch(V1, 10, 20, rowAt(23, "visa", "4.00")));
    applied(1);
    assertThat(sums(H)).isEqualTo(Map.of("visa", new Sum(700, 3), "wire", new Sum(0, 1)));
    assertThat(sums(HOURS)).isEqualTo(Map.of("00", new Sum(100, 1), "23", new Sum(600, 3)));
  }

  @Test
  default void everyViewGoesOnFromItsBase() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10, rowAt(7, "visa", "1.00")));
    Map<AggregateKey, Base> history =
        Map.of(
            H,
            new Base(new TreeMap<>(Map.of("wire", new Sum(50, 9))), 5),
            HOURS,
            new Base(new TreeMap<>(Map.of("06", new Sum(40, 8), "07", new Sum(10, 1))), 5));
    assertThat(apply(read(1), history)).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(sums(H)).isEqualTo(Map.of("visa", new Sum(100, 1), "wire", new Sum(50, 9)));
    assertThat(sums(HOURS)).isEqualTo(Map.of("06", new Sum(40, 8), "07", new Sum(110, 2)));
  }

  /** A part of a day would pass for all of it. */
  @Test
  default void viewDoesNotBeginOnADayThatHasBegunWithoutIt() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10, rowAt(7, "visa", "1.00"), row(X, "visa", "2.00")));
    apply(read(1), Map.of(H, base(5, "visa", "3.00")));
    assertThat(total(H)).isEqualTo(amounts("visa", "4.00"));
    assertThat(hotTotals().read(List.of(HOURS)).keys()).isEmpty();
    assertThat(sums(X.in(View.HOURS))).isEqualTo(Map.of("10", new Sum(200, 1)));
    enqueued(batch(V1, 10, 20, rowAt(7, "visa", "1.00")));
    apply(read(1), Map.of());
    assertThat(hotTotals().read(List.of(HOURS)).keys()).isEmpty();
    assertThat(snapshot("a").totals())
        .extracting(DailyAggregate::key)
        .containsExactlyInAnyOrder(H, X, X.in(View.HOURS));
  }

  @Test
  default void totalThatWasNotCountedFromItsFirstRowStaysUncounted() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10, rowAt(7, "visa", "1.00"), rowAt(7, "wire", "1.00")));
    SortedMap<String, Sum> old = new TreeMap<>(Map.of("visa", new Sum(50, Sum.UNKNOWN)));
    apply(read(1), Map.of(H, new Base(old, 5)));
    enqueued(batch(V1, 10, 20, rowAt(7, "visa", "1.00"), rowAt(7, "wire", "1.00")));
    applied(1);
    assertThat(sums(H))
        .isEqualTo(Map.of("visa", new Sum(250, Sum.UNKNOWN), "wire", new Sum(200, 2)));
    Checkpoint checkpoint = dumped(6);
    assertThat(checkpoint.totals()).containsExactly(new DailyAggregate(H, sums(H)));
    assertThat(snapshot("b").noted()).as("unchanged, with its unknown count").isFalse();
  }

  private Application hours(
      long from, SortedMap<String, Sum> hours, Map<AggregateKey, Base> bases) {
    Sum all = hours.values().stream().reduce(Sum.ZERO, Sum::plus);
    Totals sums =
        Totals.of(
            List.of(
                new DailyAggregate(H, new TreeMap<>(Map.of("visa", all))),
                new DailyAggregate(HOURS, hours)));
    enqueued(batch(V1, from, from + 10));
    return new Application(
        List.of(new BatchId(V1.importId(), from, from + 10)), settled(), sums, bases, null);
  }

  @Test
  default void whatComesAtTheBoundOfAViewGoesUnderAnotherNameAndIsNotSetAside() {
    begun(V1);
    SortedMap<String, Sum> many = new TreeMap<>();
    for (int i = 0; i < View.HOURS.fieldsMax() - 1; i++) {
      many.put("h%02d".formatted(i), new Sum(1, 1));
    }
    Map<AggregateKey, Base> none = Map.of(H, Base.NONE, HOURS, Base.NONE);
    assertThat(hotTotals().apply(hours(0, many, none))).isInstanceOf(Applied.class);
    SortedMap<String, Sum> three = new TreeMap<>();
    List.of("h00", "x1", "x2").forEach(field -> three.put(field, new Sum(10, 2)));
    assertThat(hotTotals().apply(hours(10, three, Map.of())))
        .isEqualTo(new Applied(Optional.empty(), false));

    SortedMap<String, Sum> found = sums(HOURS);
    assertThat(found).hasSize(View.HOURS.fieldsMax() + 1);
    assertThat(found).containsEntry("h00", new Sum(11, 3));
    assertThat(found).containsEntry(View.OTHER, new Sum(10, 2));
    SortedMap<String, Sum> other = new TreeMap<>(Map.of("x9", new Sum(5, 1)));
    hotTotals().apply(hours(20, other, Map.of()));
    assertThat(sums(HOURS)).containsEntry(View.OTHER, new Sum(15, 3)).hasSize(found.size());
    Sum all = found.values().stream().reduce(Sum.ZERO, Sum::plus);
    assertThat(all.plus(new Sum(5, 1))).isEqualTo(sums(H).get("visa"));
  }

  /** The totals of a day's methods are below their bound each, and all of them in one hour. */
  @Test
  default void hourHoldsMoreThanATotalMay() {
    begun(V1);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(rowAt(5, "m" + i, "9999999999999.99"));
    }
    enqueued(batch(V1, 0, 10, rows.toArray(String[]::new)));
    applied(1);
    assertThat(sums(HOURS)).isEqualTo(Map.of("05", new Sum(200 * 999_999_999_999_999L, 200)));
    Checkpoint checkpoint = dumped(5);
    assertThat(checkpoint.totals()).contains(new DailyAggregate(HOURS, sums(HOURS)));
  }

  @Test
  default void allViewsOfADayGoTogether() {
    imported(V1, row(X, "visa", "2.00"));
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(settle(checkpoint).purged()).isEqualTo(View.values().length);
    assertThat(hotTotals().read(inAllViews(X)).keys()).isEmpty();

    enqueued(batch(V1, 10, 20, row(X, "visa", "2.00")));
    apply(read(1), Map.of(X, base(5, "visa", "2.00"), X.in(View.HOURS), base(5, "10", "2.00")));
    assertThat(hotTotals().read(inAllViews(X)).keys()).isEqualTo(inAllViews(X));
    Checkpoint elsewhere =
        new Checkpoint(6, "other", checkpoint.totals(), checkpoint.imports(), Form.NEWEST);
    assertThat(snapshots().settle(elsewhere, new Settled(6, ""), Imports.CUT_OFF).kind())
        .isEqualTo(SettleOutcome.Kind.RESTORED);
    assertThat(hotTotals().read(inAllViews(X)).keys()).isEmpty();
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(position(10));
  }

  @Test
  default void redisThatHoldsCountsIsNotForVersionsThatDoNotCarryThem() {
    assertThat(snapshot("a").form()).isEqualTo(Form.FIRST);
    begun(V1);
    BatchId id = new BatchId(V1.importId(), 0, 10);
    enqueued(FormOne.batch(id, position(10), row(H, "visa", "1.00")));
    assertThat(snapshot("b").form()).isEqualTo(Form.FIRST);
    applied(1);
    assertThat(snapshot("c").form()).isEqualTo(2);
  }
}
