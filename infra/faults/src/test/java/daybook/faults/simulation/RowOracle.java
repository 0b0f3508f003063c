package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Base;
import daybook.core.protocol.LedgerEntry;
import daybook.testkit.fake.InMemoryMongoDb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must hold, judged by the rows alone. A sum is one of powers of four, so in base four each
 * digit says how many rows of that power are in it: at most one for each payment method, as many as
 * there are, and never fewer again in history. Its count is the sum of these digits.
 */
final class RowOracle {

  private final List<Upload> uploads = new ArrayList<>();
  private final Set<Money> counted = new HashSet<>();
  private final Map<AggregateKey, SortedMap<String, Long>> everything = new HashMap<>();
  private final RecordOracle records = new RecordOracle();
  private Map<AggregateKey, Base> history = Map.of();

  /** From now on these rows may be counted. */
  void add(Upload upload) {
    uploads.add(upload);
    records.add(upload);
    for (Upload.Row row : upload.rows()) {
      row.money().ifPresent(money -> add(money, row.hasId()));
    }
  }

  /** From now on this may be said of an id, and be counted. */
  void add(String id, Money money) {
    records.add(id, money);
    add(money, true);
  }

  private void add(Money money, boolean mayBeReversed) {
    if (counted.add(money)) {
      add(money, money.key());
      if (mayBeReversed) {
        add(money, money.reversedKey());
      }
    }
  }

  private void add(Money money, AggregateKey key) {
    // Whatever it is read by, an hour has the same rows.
    add(key.in(View.HOURS), UploadMaker.HOUR, money.cents());
    Readings.methods(money.method()).forEach(method -> add(key, method, money.cents()));
  }

  private void add(AggregateKey key, String field, long cents) {
    everything.computeIfAbsent(key, unused -> new TreeMap<>()).merge(field, cents, Long::sum);
  }

  /** What is judged of ids. */
  RecordOracle records() {
    return records;
  }

  List<Upload> uploads() {
    return uploads;
  }

  /** I3 and I5, at every moment: no row twice anywhere, and history never shows less. */
  void check(World world) {
    world
        .redis()
        .edit(
            state -> {
              state.hashes.forEach((key, totals) -> checkOnce("Redis", key, totals));
              return null;
            });
    Map<AggregateKey, Base> now =
        world.mongo().committed().edit(state -> Map.copyOf(state.aggregates));
    now.forEach((key, base) -> checkOnce("history", key, base.totals()));
    history.forEach((key, base) -> checkGrows(key, base, now.getOrDefault(key, Base.NONE)));
    history = now;
    records.check(world);
  }

  /** Takes what history shows now for what it has shown before. */
  void lookBack(World world) {
    history = world.mongo().committed().edit(state -> Map.copyOf(state.aggregates));
  }

  /** The same for an answer. */
  void checkAnswer(Totals totals) {
    totals.forEach((key, amounts) -> checkOnce("the answer", key, amounts));
  }

  private void checkOnce(String where, AggregateKey key, SortedMap<String, Sum> totals) {
    SortedMap<String, Long> all = everything.getOrDefault(key, new TreeMap<>());
    totals.forEach(
        (field, sum) -> {
          if (!isPart(sum.cents(), all.getOrDefault(field, 0L))) {
            throw new Violation(
                "%s shows a row more than once: %s %s is %s"
                    .formatted(where, key, field, rows(sum.cents())));
          }
          if (sum.count() != count(sum.cents())) {
            throw new Violation(
                "%s counts %d rows: %s %s is %s"
                    .formatted(where, sum.count(), key, field, rows(sum.cents())));
          }
        });
  }

  private static void checkGrows(AggregateKey key, Base before, Base now) {
    before
        .totals()
        .forEach(
            (field, sum) -> {
              long left = now.totals().getOrDefault(field, Sum.ZERO).cents();
              if (!isPart(sum.cents(), left)) {
                throw new Violation(
                    "history lost rows: %s %s was %s and is %s"
                        .formatted(key, field, rows(sum.cents()), rows(left)));
              }
            });
  }

  /** Whether no digit is larger: each row of it is among all. */
  static boolean isPart(long cents, long all) {
    for (int shift = 0; shift < Long.SIZE; shift += 2) {
      if ((cents >>> shift & 3) > (all >>> shift & 3)) {
        return false;
      }
    }
    return true;
  }

  /** The sum of the digits. */
  private static long count(long cents) {
    long count = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 2) {
      count += cents >>> shift & 3;
    }
    return count;
  }

  /** A total as the rows in it. */
  static String rows(long cents) {
    return Long.toString(cents, 4) + " (base 4)";
  }

  /** I1, I2 and I3 at the end: history, ledger and rejects are what files and documents say. */
  void checkEnd(World world) {
    InMemoryMongoDb db = world.mongo().committed();
    Map<AggregateKey, SortedMap<String, Long>> expected = new HashMap<>();
    for (Upload upload : uploads) {
      Optional<LedgerEntry> entry = db.find(upload.version().importId());
      if (entry.isPresent()) {
        FinishedFile file = new FinishedFile(world, upload, entry.get());
        file.check();
        file.withoutId().forEach(money -> sum(money, expected));
      }
    }
    records.checkEnd(world).forEach(money -> sum(money, expected));
    Map<AggregateKey, SortedMap<String, Long>> found = net(db);
    if (!found.equals(expected)) {
      throw new Violation("history ends at " + found + " instead of " + expected);
    }
  }

  /** What counts of history: what was added, less what was taken back of it. */
  private static Map<AggregateKey, SortedMap<String, Long>> net(InMemoryMongoDb db) {
    Map<AggregateKey, SortedMap<String, Long>> net = new HashMap<>();
    db.edit(state -> Map.copyOf(state.aggregates))
        .forEach(
            (key, base) ->
                base.totals()
                    .forEach(
                        (field, sum) -> {
                          boolean back = key.type().isReversed();
                          AggregateKey of =
                              new AggregateKey(
                                  key.view(), key.day(), back ? key.type().original() : key.type());
                          net.computeIfAbsent(of, unused -> new TreeMap<>())
                              .merge(field, back ? -sum.cents() : sum.cents(), Long::sum);
                        }));
    net.values().forEach(fields -> fields.values().removeIf(cents -> cents == 0));
    net.values().removeIf(Map::isEmpty);
    return net;
  }

  private static void sum(Money money, Map<AggregateKey, SortedMap<String, Long>> sums) {
    sums.computeIfAbsent(money.key(), unused -> new TreeMap<>())
        .merge(money.method(), money.cents(), Long::sum);
    sums.computeIfAbsent(money.key().in(View.HOURS), unused -> new TreeMap<>())
        .merge(UploadMaker.HOUR, money.cents(), Long::sum);
  }
}
