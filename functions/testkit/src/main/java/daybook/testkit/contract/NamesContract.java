package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.FieldName;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.CheckpointNeeded;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Payment methods as people and providers write them: with blanks, signs and any script. */
interface NamesContract extends RedisSteps {

  ObjectVersion V1 = version(1);

  private static SortedMap<String, Sum> ofEach(long cents, long count) {
    SortedMap<String, Sum> sums = new TreeMap<>();
    Imports.ODD_NAMES.forEach(name -> sums.put(name, new Sum(cents, count)));
    return sums;
  }

  private static String[] rowOfEach(AggregateKey key) {
    return Imports.ODD_NAMES.stream().map(name -> row(key, name, "1.05")).toArray(String[]::new);
  }

  private SortedMap<String, Sum> sums(AggregateKey key) {
    return hotTotals().read(List.of(key)).byKey().getOrDefault(key, new TreeMap<>());
  }

  @Test
  default void everyNameIsKeptFromTheQueueToASnapshot() {
    imported(V1, rowOfEach(H));
    enqueued(batch(V1, 10, 20, rowOfEach(H)));
    applied(1);
    assertThat(sums(H)).isEqualTo(ofEach(210, 2));
    assertThat(snapshot("a").totals()).contains(new DailyAggregate(H, ofEach(210, 2)));
  }

  @Test
  default void everyNameOfAPositionIsKept() {
    ImportPosition end =
        new ImportPosition(
            10, 1, 1, Map.of(), new TreeSet<>(Imports.ODD_NAMES), ImportState.RUNNING, null);
    begun(V1);
    enqueued(batch(V1, 0, end));
    applied(1);
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(end);
    assertThat(snapshot("a").imports().get(0).record().applied()).isEqualTo(end);
  }

  @Test
  default void dayWithAnyNamesIsPurgedAndComesBackFromItsBase() {
    imported(V1, rowOfEach(X));
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(settle(checkpoint).purged()).isEqualTo(View.values().length);
    enqueued(batch(V1, 10, 20, rowOfEach(X)));
    Map<AggregateKey, Base> history = new HashMap<>();
    checkpoint.totals().forEach(day -> history.put(day.key(), new Base(day.totals(), 5)));
    assertThat(apply(read(1), history)).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(sums(X)).isEqualTo(ofEach(210, 2));
  }

  @Test
  default void importWithAnyNamesIsRestored() {
    begun(V1);
    ImportPosition end =
        new ImportPosition(
            10, 1, 1, Map.of(), new TreeSet<>(Imports.ODD_NAMES), ImportState.RUNNING, null);
    enqueued(batch(V1, 0, end, rowOfEach(H)));
    applied(1);
    Checkpoint elsewhere = checkpoint(5, "elsewhere", snapshot("here"));
    assertThat(settle(elsewhere).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(end);
  }

  private static SortedMap<String, Sum> longNames() {
    String start = "\ud840\udc00".repeat(60);
    SortedMap<String, Sum> totals = new TreeMap<>();
    for (int i = 0; i < View.METHODS_MAX; i++) {
      totals.put(start + "%04d".formatted(i), new Sum(1, 1));
    }
    return totals;
  }

  /** Raises a name of each of these days, which have as many names as they may. */
  private Outcome raise(int days, Batch only) {
    SortedMap<String, Sum> full = longNames();
    List<DailyAggregate> sums = new ArrayList<>();
    Map<AggregateKey, Base> history = new HashMap<>();
    for (int i = 0; i < days; i++) {
      AggregateKey key =
          new AggregateKey(LocalDate.of(2020, 1, 1).plusDays(i), TransactionType.DEPOSIT);
      history.put(key, new Base(full, 0));
      sums.add(new DailyAggregate(key, full.headMap(full.firstKey() + "\u0000")));
    }
    return hotTotals()
        .apply(new Application(List.of(only.id()), settled(), Totals.of(sums), history, null));
  }

  @Test
  default void longNameCountsAsSeveralChangedTotals() {
    int ofOneDay = FieldName.parts(longNames().keySet());
    assertThat(ofOneDay).isEqualTo(4 * View.METHODS_MAX);
    int days = HotTotals.CHANGED_TOTALS_MAX / ofOneDay;
    Batch first = batch(V1, 0, position(10));
    begun(V1);
    enqueued(first);
    assertThat(raise(days, first)).isEqualTo(new Applied(Optional.empty(), false));
    Batch more = batch(V1, 10, position(20));
    enqueued(more);
    assertThat(raise(days, more)).isEqualTo(new Applied(Optional.empty(), false));
    Batch tooMuch = batch(V1, 20, position(30));
    enqueued(tooMuch);
    assertThat(raise(days + 1, tooMuch)).isEqualTo(new CheckpointNeeded());
    assertThat(snapshot("a").totals()).hasSize(days);
    dumped(5);
    assertThat(raise(days, tooMuch)).isEqualTo(new Applied(Optional.empty(), false));
  }
}
