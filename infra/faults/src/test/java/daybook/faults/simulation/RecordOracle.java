package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.testkit.fake.MongoState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of transactions with an id: no two versions of one ever count at once, nothing is
 * taken back that does not count, all who decide about a row decide alike, and what a client was
 * told comes to be.
 */
final class RecordOracle {

  /** A row of a file. */
  private record RowOf(ImportId id, long offset) {}

  private final Map<ImportId, Upload> uploads = new HashMap<>();

  /** What may count of each id, by every reading. */
  private final SortedMap<String, Set<Money>> said = new TreeMap<>();

  /** What clients were told is there; empty for what is deleted. */
  private final Map<String, List<Optional<Money>>> told = new TreeMap<>();

  private final Map<String, Set<RowOf>> rejectedBy = new HashMap<>();
  private final Set<RowOf> rejected = new HashSet<>();
  private final Set<RowOf> counted = new HashSet<>();

  void add(Upload upload) {
    uploads.put(upload.version().importId(), upload);
    for (Upload.Row row : upload.rows()) {
      if (row.hasId()) {
        row.money().ifPresent(money -> add(row.id(), money));
      }
    }
  }

  void add(String id, Money money) {
    Set<Money> all = said.computeIfAbsent(id, unused -> new HashSet<>());
    Readings.methods(money.method()).forEach(method -> all.add(money.with(method)));
  }

  /** A client was told that this is there, by a majority. */
  void tell(String id, Money money) {
    told.computeIfAbsent(id, unused -> new ArrayList<>()).add(Optional.of(money));
  }

  /** A client was told that it is deleted. */
  void tellDeleted(String id) {
    told.computeIfAbsent(id, unused -> new ArrayList<>()).add(Optional.empty());
  }

  /** At every moment: (A), (D) and (E). */
  void check(World world) {
    for (Decision decision : world.drainDecisions()) {
      check(world, decision);
    }
    if (said.isEmpty()) {
      return;
    }
    Map<AggregateKey, SortedMap<String, Sum>> history =
        world.mongo().committed().edit(RecordOracle::newest);
    Map<AggregateKey, SortedMap<String, Sum>> redis =
        world.redis().edit(state -> new HashMap<>(state.hashes));
    check("history", history, history);
    // A total that is not in Redis is the one in history.
    Map<AggregateKey, SortedMap<String, Sum>> all = new HashMap<>(history);
    all.putAll(redis);
    check("Redis", redis, all);
  }

  /** History as the newest checkpoint has it, whose redo may be under way. */
  private static Map<AggregateKey, SortedMap<String, Sum>> newest(MongoState state) {
    Map<AggregateKey, SortedMap<String, Sum>> newest = new HashMap<>();
    state.aggregates.forEach((key, base) -> newest.put(key, base.totals()));
    Checkpoint checkpoint = state.checkpoint;
    if (checkpoint != null) {
      checkpoint.totals().forEach(total -> newest.put(total.key(), total.totals()));
    }
    return newest;
  }

  /**
   * Judges what is in a store.
   *
   * @param all the same, and what is nowhere but in history
   */
  private void check(
      String where,
      Map<AggregateKey, SortedMap<String, Sum>> store,
      Map<AggregateKey, SortedMap<String, Sum>> all) {
    store.forEach(
        (key, fields) -> {
          if (key.view() == View.TOTALS && key.type().isReversed()) {
            fields.forEach((field, sum) -> checkReversed(where, key, field, sum, all));
          }
        });
    said.forEach(
        (id, moneys) -> {
          List<Money> net =
              moneys.stream()
                  .filter(
                      money ->
                          isIn(store, money.key(), money) && !isIn(all, money.reversedKey(), money))
                  .toList();
          if (net.size() > 1) {
            throw new Violation(where + " shows " + id + " more than once: " + net);
          }
        });
  }

  private static void checkReversed(
      String where,
      AggregateKey key,
      String field,
      Sum reversed,
      Map<AggregateKey, SortedMap<String, Sum>> all) {
    AggregateKey original = new AggregateKey(key.day(), key.type().original());
    long added = all.getOrDefault(original, new TreeMap<>()).getOrDefault(field, Sum.ZERO).cents();
    if (!RowOracle.isPart(reversed.cents(), added)) {
      throw new Violation(
          "%s takes back what it does not have: %s %s has %s, less %s"
              .formatted(
                  where, original, field, RowOracle.rows(added), RowOracle.rows(reversed.cents())));
    }
  }

  private static boolean isIn(
      Map<AggregateKey, SortedMap<String, Sum>> store, AggregateKey key, Money money) {
    SortedMap<String, Sum> fields = store.get(key);
    return fields != null
        && RowOracle.isPart(money.cents(), fields.getOrDefault(money.method(), Sum.ZERO).cents());
  }

  /** Nobody rejects what another one counts, as long as the row is not void. */
  private void check(World world, Decision decision) {
    Upload upload = uploads.get(decision.id());
    if (upload == null) {
      return;
    }
    Set<RowOf> his = rejectedBy.computeIfAbsent(decision.by(), unused -> new HashSet<>());
    for (long offset : decision.rejected()) {
      his.add(new RowOf(decision.id(), offset));
    }
    for (Upload.Row row : upload.rows()) {
      RowOf of = new RowOf(decision.id(), row.offset());
      boolean rejects = decision.rejected().contains(row.offset());
      boolean counts =
          decision.from() <= row.offset() && row.offset() < decision.to() && !his.contains(of);
      if (row.hasId() && (rejects || counts)) {
        (rejects ? rejected : counted).add(of);
        if (rejected.contains(of) && counted.contains(of) && !isVoid(world, of)) {
          throw new Violation(
              "row %s:%d is decided both ways".formatted(Texts.of(of.id()), of.offset()));
        }
      }
    }
  }

  private static boolean isVoid(World world, RowOf row) {
    Optional<LedgerEntry> entry = world.mongo().committed().find(row.id());
    return entry
        .filter(
            of ->
                row.offset() >= of.end().offset()
                    || of.setAside().stream()
                        .anyMatch(
                            range -> range.from() <= row.offset() && row.offset() < range.to()))
        .isPresent();
  }

  /**
   * In the end: (B) and (F), and nothing is left to do.
   *
   * @return what must count
   */
  List<Money> checkEnd(World world) {
    Map<TransactionId, TransactionRecord> records =
        world.mongo().committed().edit(state -> Map.copyOf(state.records));
    told.forEach(
        (id, all) -> {
          TransactionRecord record = records.get(new TransactionId(id));
          for (Optional<Money> money : all) {
            if (record == null || !isSaidBy(record, money)) {
              throw new Violation(
                  "a client was told that %s is %s, and it is %s".formatted(id, money, record));
            }
          }
        });
    List<Money> counts = new ArrayList<>();
    for (TransactionRecord record : records.values()) {
      counting(record).ifPresent(counts::add);
    }
    return counts;
  }

  /** Whether that is what it says, or what it said before. */
  private static boolean isSaidBy(TransactionRecord record, Optional<Money> money) {
    if (money.isEmpty()) {
      return record.isDeleted();
    }
    Set<Money> versions = new HashSet<>();
    record.content().ifPresent(content -> versions.add(Money.of(content.counts())));
    record.past().forEach(past -> versions.add(Money.of(past.content().counts())));
    return versions.contains(money.get());
  }

  /** What counts of a document in the end: its newest version, unless it is stuck. */
  private static Optional<Money> counting(TransactionRecord record) {
    return record.counting().pending().equals(Optional.of(PendingState.STUCK))
        ? record.counting().open().orElseThrow().old().map(Money::of)
        : record.content().map(content -> Money.of(content.counts()));
  }

  /** What has to be done yet: entries that wait, and pins of imports that ended whole. */
  List<String> left(World world) {
    List<String> left = new ArrayList<>();
    world
        .mongo()
        .committed()
        .edit(
            state -> {
              state.records.values().stream()
                  .filter(record -> !isAtRest(world, record))
                  .forEach(record -> left.add(Texts.of(record)));
              Set<ImportId> pins = new TreeSet<>(state.pins.keySet());
              pins.removeIf(id -> isKeptForADay(state.entries.get(id)));
              pins.forEach(id -> left.add("pin " + Texts.of(id)));
              return null;
            });
    return left;
  }

  private static boolean isAtRest(World world, TransactionRecord record) {
    boolean isVoid =
        record
            .counting()
            .claimed()
            .map(claim -> new RowOf(claim.origin().importId(), claim.origin().offset()))
            .filter(row -> isVoid(world, row))
            .isPresent();
    Optional<PendingState> pending = record.counting().pending();
    return !isVoid && pending.filter(state -> state != PendingState.STUCK).isEmpty();
  }

  /** Rows of it may be void, and be claimed by somebody who sleeps. */
  private static boolean isKeptForADay(@Nullable LedgerEntry entry) {
    return entry != null
        && (!entry.setAside().isEmpty() || entry.end().state().equals(ImportState.INCOMPLETE));
  }
}
