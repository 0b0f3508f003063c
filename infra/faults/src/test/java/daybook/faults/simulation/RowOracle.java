package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
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
 * What must hold, judged by the rows alone. A sum is one of powers of four, so in base four each
 * digit says how many rows of that power are in it: at most one for each payment method, as many as
 * there are, and never fewer again in history. Its count is the sum of these digits.
 */
final class RowOracle {

  private final List<Upload> uploads = new ArrayList<>();
  private final Map<AggregateKey, SortedMap<String, Long>> everything = new HashMap<>();
  private Map<AggregateKey, Base> history = Map.of();

  /** From now on these rows may be counted. */
  void add(Upload upload) {
    uploads.add(upload);
    Map<AggregateKey, SortedMap<String, Long>> byAnyMapping = new HashMap<>();
    for (int number = 0; number < Readings.COUNT; number++) {
      // Whatever it is read by, an hour has the same rows.
      sum(List.of(upload.readBy(Readings.mapping(number))))
          .forEach(
              (key, totals) ->
                  byAnyMapping.computeIfAbsent(key, unused -> new TreeMap<>()).putAll(totals));
    }
    byAnyMapping.forEach(
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
  private static boolean isPart(long cents, long all) {
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
                        (field, sum) ->
                            found
                                .computeIfAbsent(key, unused -> new TreeMap<>())
                                .put(field, sum.cents())));
    if (!found.equals(expected)) {
      throw new Violation("history ends at " + found + " instead of " + expected);
    }
    counted.forEach(upload -> checkRejects(world, upload));
  }

  /** An import counts up to where its ledger entry says that it ended. */
  private static Upload upTo(World world, Upload upload, LedgerEntry entry) {
    ImportPosition end = entry.end();
    boolean empty = end.accepted() == 0 && "nothing_accepted".equals(end.reason());
    boolean early = !empty && !end.state().equals(ImportState.COMPLETE);
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
    return new Upload(upload.version(), rows, end.offset()).readBy(entry.terms().mapping());
  }

  private static void checkRejects(World world, Upload upload) {
    ImportId id = upload.version().importId();
    LedgerEntry entry = world.mongo().committed().find(id).orElseThrow();
    ImportPosition end = entry.end();
    List<Long> expected =
        upload.rows().stream()
            .filter(row -> row.rejected() != null)
            .map(Upload.Row::offset)
            .toList();
    Optional<List<Rejects.Row>> composed =
        world.rejects().composedRows(id, entry.terms().mapping(), end);
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
          sums.computeIfAbsent(row.key().in(View.HOURS), unused -> new TreeMap<>())
              .merge(UploadMaker.HOUR, row.cents(), Long::sum);
        }
      }
    }
    return sums;
  }
}
