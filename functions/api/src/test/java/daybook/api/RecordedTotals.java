package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Both stores as the api function sees them; notes what was read, in order. */
final class RecordedTotals {

  final SortedMap<AggregateKey, SortedMap<String, Sum>> redis = new TreeMap<>();
  final SortedMap<AggregateKey, SortedMap<String, Sum>> mongoDb = new TreeMap<>();
  final List<String> reads = new ArrayList<>();

  /** The checkpoint that Redis names. */
  Settled settled = Settled.NONE;

  /** What happens between a store's look at its totals and its answer. */
  Runnable afterRedis = () -> {};

  Runnable afterMongoDb = () -> {};

  static void put(
      SortedMap<AggregateKey, SortedMap<String, Sum>> store,
      String key,
      String method,
      String amount) {
    store
        .computeIfAbsent(AggregateKey.parse(key), k -> new TreeMap<>())
        .put(method, Sum.of(Amount.parse(amount)));
  }

  static void fail(String store) {
    throw new StoreException(store, "read", "secret-host:6379 refused");
  }

  HotTotals hotTotals() {
    return new HotTotals() {
      @Override
      public Found range(Set<View> views, LocalDate from, LocalDate to) {
        reads.add("redis " + from + " " + to);
        SortedMap<AggregateKey, SortedMap<String, Sum>> found = new TreeMap<>(redis);
        found.keySet().removeIf(key -> !views.contains(key.view()));
        found.keySet().removeIf(key -> key.day().isBefore(from) || key.day().isAfter(to));
        afterRedis.run();
        return new Found(new Totals(found), settled);
      }

      @Override
      public Tail tail(int batchesMax) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Outcome apply(Application application) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean quarantine(String digest) {
        throw new UnsupportedOperationException();
      }
    };
  }

  History history() {
    return new History() {
      @Override
      public Totals range(View view, LocalDate from, LocalDate to) {
        reads.add("mongodb " + (view == View.TOTALS ? "" : view.code() + " ") + from + " " + to);
        SortedMap<AggregateKey, SortedMap<String, Sum>> found = new TreeMap<>(mongoDb);
        found.keySet().removeIf(key -> key.view() != view);
        found.keySet().removeIf(key -> key.day().isBefore(from) || key.day().isAfter(to));
        afterMongoDb.run();
        return new Totals(found);
      }

      @Override
      public Set<TransactionType> groups(Settled notOlderThan) {
        reads.add("mongodb groups");
        afterMongoDb.run();
        return mongoDb.keySet().stream().map(AggregateKey::type).collect(Collectors.toSet());
      }

      @Override
      public Map<AggregateKey, Base> bases(Collection<AggregateKey> keys, Settled notOlderThan) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
