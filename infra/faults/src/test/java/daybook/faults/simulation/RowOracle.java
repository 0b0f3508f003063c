package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Totals;
import daybook.core.port.Rejects;
import daybook.core.protocol.Base;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.testkit.fake.InMemoryMongoDb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must hold, judged by the rows alone. A total is a sum of powers of four, so in base four
 * each digit says how often one row is in it: 0 or 1, and never 1 and then 0 again in history.
 */
final class RowOracle {

  private final List<Upload> uploads = new ArrayList<>();
  private final Map<AggregateKey, SortedMap<String, Long>> everything = new HashMap<>();
  private Map<AggregateKey, Base> history = Map.of();

  /** From now on these rows may be counted. */
  void add(Upload upload) {
    uploads.add(upload);
    sum(List.of(upload))
        .forEach(
            (key, totals) ->
                totals.forEach(
                    (method, cents) ->
                        everything
                            .computeIfAbsent(key, unused -> new TreeMap<>())
                            .merge(method, cents, Long::sum)));
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
  }

  /** Takes what history shows now for what it has shown before. */
  void lookBack(World world) {
    history = world.mongo().committed().edit(state -> Map.copyOf(state.aggregates));
  }

  /** The same for an answer. */
  void checkAnswer(Totals totals) {
    totals.forEach((key, amounts) -> checkOnce("the answer", key, amounts));
  }

  private void checkOnce(String where, AggregateKey key, SortedMap<String, Amount> totals) {
    SortedMap<String, Long> all = everything.getOrDefault(key, new TreeMap<>());
    totals.forEach(
        (method, total) -> {
          // Every digit 0 or 1 and only digits of rows that there are: a subset of the bits.
          if ((total.cents() & ~all.getOrDefault(method, 0L)) != 0) {
            throw new Violation(
                "%s shows a row more than once: %s %s is %s"
                    .formatted(where, key, method, rows(total.cents())));
          }
        });
  }

  private static void checkGrows(AggregateKey key, Base before, Base now) {
    before
        .totals()
        .forEach(
            (method, total) -> {
              long left = now.totals().getOrDefault(method, Amount.ZERO).cents();
              if ((total.cents() & ~left) != 0) {
                throw new Violation(
                    "history lost rows: %s %s was %s and is %s"
                        .formatted(key, method, rows(total.cents()), rows(left)));
              }
            });
  }

  /** A total as the rows in it. */
  private static String rows(long cents) {
    return Long.toString(cents, 4) + " (base 4)";
  }

  /** I1, I2 and I3 at the end: history, ledger and rejects are what the files say. */
  void checkEnd(World world) {
    InMemoryMongoDb db = world.mongo().committed();
    List<Upload> counted = new ArrayList<>();
    for (Upload upload : uploads) {
      db.find(upload.version().importId())
          .map(entry -> upTo(world, upload, entry))
          .ifPresent(counted::add);
    }
    Map<AggregateKey, SortedMap<String, Long>> expected = sum(counted);
    Map<AggregateKey, SortedMap<String, Long>> found = new HashMap<>();
    db.edit(state -> Map.copyOf(state.aggregates))
        .forEach(
            (key, base) ->
                base.totals()
                    .forEach(
                        (method, total) ->
                            found
                                .computeIfAbsent(key, unused -> new TreeMap<>())
                                .put(method, total.cents())));
    if (!found.equals(expected)) {
      throw new Violation("history ends at " + found + " instead of " + expected);
    }
    counted.forEach(upload -> checkRejects(world, upload));
  }

  /** An import counts up to where its ledger entry says that it ended. */
  private static Upload upTo(World world, Upload upload, LedgerEntry entry) {
    ImportPosition end = entry.end();
    boolean early = !end.state().equals(ImportState.COMPLETE);
    if (early && (world.holds(upload.version()) || !"source_gone".equals(end.reason()))) {
      throw new Violation("ended early, with its object there: " + entry);
    }
    List<Upload.Row> rows =
        upload.rows().stream().filter(row -> row.end() <= end.offset()).toList();
    long accepted = rows.stream().filter(row -> row.rejected() == null).count();
    if ((!early && end.offset() != upload.bytes())
        || end.accepted() != accepted
        || end.rejectedRows() != rows.size() - accepted) {
      throw new Violation("the ledger says " + entry + " of " + upload);
    }
    return new Upload(upload.version(), rows, end.offset());
  }

  private static void checkRejects(World world, Upload upload) {
    ImportId id = upload.version().importId();
    ImportPosition end = world.mongo().committed().find(id).orElseThrow().end();
    List<Long> expected =
        upload.rows().stream()
            .filter(row -> row.rejected() != null)
            .map(Upload.Row::offset)
            .toList();
    Optional<List<Rejects.Row>> composed = world.rejects().composedRows(id, end);
    List<Long> found =
        composed.map(rows -> rows.stream().map(Rejects.Row::offset).toList()).orElse(List.of());
    if (!found.equals(expected)) {
      throw new Violation(
          "the rejects file of %s has the rows at %s instead of %s"
              .formatted(upload.version().key(), found, expected));
    }
  }

  private static Map<AggregateKey, SortedMap<String, Long>> sum(Collection<Upload> uploads) {
    Map<AggregateKey, SortedMap<String, Long>> sums = new HashMap<>();
    for (Upload upload : uploads) {
      for (Upload.Row row : upload.rows()) {
        if (row.key() != null) {
          sums.computeIfAbsent(row.key(), unused -> new TreeMap<>())
              .merge(row.method(), row.cents(), Long::sum);
        }
      }
    }
    return sums;
  }
}
