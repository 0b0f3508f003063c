package daybook.faults.boundary;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Compares what the stores hold, once everything is at rest, with what they must. */
final class Differences {

  /** What the key of counts ends with. */
  private static final String COUNT = "#count";

  /** What the names of hours begin with. */
  private static final String HOURS = "hours:";

  /** What a row is told whose id is there. */
  private static final String NEW_ID = "\"a new id; it is there";

  /** Of a file that is read by no mapping. */
  private static final BsonString OWN_COLUMNS = new BsonString("own columns");

  private final Stores stores;
  private final PrefixOracle oracle;
  private final List<String> differences = new ArrayList<>();

  private Differences(Stores stores, PrefixOracle oracle) {
    this.stores = stores;
    this.oracle = asRead(stores, oracle);
  }

  /** Everything that is not as it must be; empty if all is well. */
  static List<String> differences(Stores stores, PrefixOracle oracle) {
    Differences verdict = new Differences(stores, oracle);
    verdict.compareTotals();
    verdict.compareHotTotals();
    verdict.compareViews();
    verdict.compareLedger();
    verdict.compareRecords();
    verdict.compareRest();
    return verdict.differences;
  }

  private static PrefixOracle asRead(Stores stores, PrefixOracle oracle) {
    Map<String, String> mappingByKey = new TreeMap<>();
    for (BsonDocument entry : stores.documents("Imports")) {
      mappingByKey.put(entry.getString("key").getValue(), mapping(entry));
    }
    return oracle.asRead(mappingByKey);
  }

  private static String mapping(BsonDocument entry) {
    return entry.getString("mapping", OWN_COLUMNS).getValue();
  }

  /** By how much all totals of history together differ from what they must be, in cents. */
  static long differenceCents(Stores stores, PrefixOracle anyOracle) {
    PrefixOracle oracle = asRead(stores, anyOracle);
    SortedMap<String, Long> found = stores.history();
    SortedMap<String, Long> all = new TreeMap<>(oracle.totals());
    all.putAll(found);
    return all.keySet().stream()
        .mapToLong(
            name -> Math.abs(found.getOrDefault(name, 0L) - oracle.totals().getOrDefault(name, 0L)))
        .sum();
  }

  private void check(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      differences.add(what + ": expected " + expected + ", found " + found);
    }
  }

  /** I1, I3: per day, type and method, to the cent. */
  private void compareTotals() {
    SortedMap<String, Long> found = stores.history();
    SortedMap<String, Long> all = new TreeMap<>(oracle.totals());
    all.putAll(found);
    all.keySet()
        .forEach(
            name ->
                check(
                    "total of " + name,
                    found.getOrDefault(name, 0L),
                    oracle.totals().getOrDefault(name, 0L)));
  }

  /** A hash that is there is the day's whole total. */
  private void compareHotTotals() {
    SortedMap<String, Map<String, String>> hashes = hashes(stores);
    for (Map.Entry<String, Map<String, String>> hash : hashes.entrySet()) {
      if (!Character.isDigit(hash.getKey().charAt(0)) || hash.getKey().endsWith(COUNT)) {
        continue;
      }
      String name = hash.getKey() + ":";
      Map<String, Long> cents = new TreeMap<>();
      hash.getValue().forEach((method, total) -> cents.put(name + method, cents(total)));
      Map<String, Long> expected = new TreeMap<>(oracle.totals());
      // A method has no colon; a currency's group is another one.
      expected
          .keySet()
          .removeIf(total -> !total.substring(0, total.lastIndexOf(':') + 1).equals(name));
      check("hot totals of " + hash.getKey(), cents, expected);
      Map<String, String> hours = hashes.getOrDefault(HOURS + hash.getKey(), Map.of());
      check("hot hours of " + hash.getKey(), sum(hours), sum(expected));
      check(
          "hot counts of " + hash.getKey(),
          sum(hashes.getOrDefault(HOURS + hash.getKey() + COUNT, Map.of())),
          sum(hashes.getOrDefault(hash.getKey() + COUNT, Map.of())));
    }
  }

  private static long sum(Map<String, ?> fields) {
    return fields.values().stream().mapToLong(value -> Long.parseLong(value.toString())).sum();
  }

  /** Every row is in every view of history, with its money and as one row. */
  private void compareViews() {
    long counted = 0;
    Map<String, List<Long>> totals = new TreeMap<>();
    for (BsonDocument day : stores.documents("DailyAggregates")) {
      long cents =
          day.getDocument("TotalAmount").values().stream()
              .mapToLong(amount -> Stores.cents(amount.asDouble().getValue()))
              .sum();
      long rows = sum(day, "Count");
      counted += rows;
      totals.put(name(day), List.of(cents, rows));
    }
    Map<String, List<Long>> hours = new TreeMap<>();
    for (BsonDocument day : stores.documents("HourlyAggregates")) {
      hours.put(name(day), List.of(sum(day, "Cents"), sum(day, "Count")));
    }
    check("hours of all days", hours, totals);
    check("rows counted", counted, oracle.counted());
  }

  private static long sum(BsonDocument day, String field) {
    return day.getDocument(field).values().stream().mapToLong(n -> n.asInt64().getValue()).sum();
  }

  private static String name(BsonDocument day) {
    return day.getString("Date").getValue() + ":" + day.getString("Type").getValue();
  }

  private static long cents(String amount) {
    return new BigDecimal(amount).movePointRight(2).longValueExact();
  }

  /** The hashes in Redis, by aggregate. */
  private static SortedMap<String, Map<String, String>> hashes(Stores stores) {
    SortedMap<String, Map<String, String>> hashes = new TreeMap<>();
    for (String key : stores.redis().keys("agg:*")) {
      hashes.put(key.substring("agg:".length()), new TreeMap<>(stores.redis().hgetAll(key)));
    }
    return hashes;
  }

  private void compareLedger() {
    List<BsonDocument> entries =
        stores.documents("Imports").stream().filter(entry -> !isJournal(entry)).toList();
    check("entries of the ledger", entries.size(), oracle.files().size());
    for (TransactionFile file : oracle.files()) {
      Optional<BsonDocument> entry =
          entries.stream()
              .filter(each -> each.getString("key").getValue().equals(file.key()))
              .findFirst();
      if (entry.isEmpty()) {
        differences.add("no entry of " + file.key());
        continue;
      }
      check("state of " + file.key(), entry.get().getString("state").getValue(), "complete");
      long accepted = oracle.accepted(file);
      check("accepted of " + file.key(), number(entry.get(), "accepted"), accepted);
      long rows = accepted + file.rejects().size() + file.skipped();
      check("rows of " + file.key(), number(entry.get(), "rows"), rows);
      String pinned = file.mapping().map(TillMapping::reference).orElse(OWN_COLUMNS.getValue());
      check("mapping of " + file.key(), mapping(entry.get()), pinned);
      check("set aside of " + file.key(), entry.get().getArray("setAside").size(), 0);
      compareRejects(file, entry.get().getString("_id").getValue());
    }
  }

  private static boolean isJournal(BsonDocument entry) {
    return entry.getString("key").getValue().startsWith(Stores.JOURNALS);
  }

  /**
   * A document for each id, whoever brought it how often, and nothing that waits. What became of
   * the lines of a journal is in the totals; one that a late sealer put has none that counts.
   */
  private void compareRecords() {
    SortedSet<String> ids = new TreeSet<>();
    stores
        .documents("Transactions")
        .forEach(document -> ids.add(document.getString("_id").getValue()));
    check("transactions", ids, oracle.ids());
    check("pending transactions", stores.pending(), 0L);
    for (BsonDocument entry : stores.documents("Imports")) {
      if (isJournal(entry)) {
        check("set aside of a journal", entry.getArray("setAside").size(), 0);
      }
    }
  }

  private static long number(BsonDocument document, String name) {
    return document.getNumber(name).longValue();
  }

  /** Exactly the bad rows, each once, in the file's order. */
  private void compareRejects(TransactionFile file, String id) {
    List<String> found =
        stores
            .text(Servers.REJECTS_BUCKET, rejectsKey(id, file))
            .map(text -> text.lines().skip(1).map(Differences::withoutText).toList())
            .orElse(List.of());
    if (!found.equals(file.rejects())) {
      differences.add(
          "rejects of %s: expected %d, found %d, the first differences %s and %s"
              .formatted(
                  file.key(),
                  file.rejects().size(),
                  found.size(),
                  firstBeside(file.rejects(), found),
                  firstBeside(found, file.rejects())));
    }
  }

  private static String firstBeside(List<String> rows, List<String> others) {
    return rows.stream().filter(row -> !others.contains(row)).findFirst().orElse("none");
  }

  private static String rejectsKey(String id, TransactionFile file) {
    return id + file.mapping().map(TillMapping::rejectsFolder).orElse("") + "/rejects.csv";
  }

  /** What was expected must be said; its words are the reader's. */
  private static String withoutText(String row) {
    List<String> cells = Arrays.asList(row.split(",", 5));
    String kept = String.join(",", cells.subList(0, 4));
    boolean isSaid = cells.get(4).startsWith("\"expected ") || cells.get(4).startsWith(NEW_ID);
    return isSaid ? kept : kept + " without what was expected";
  }

  private void compareRest() {
    check("batches in the queue", stores.redis().llen("TransactionQueue"), 0L);
    check("running imports", stores.redis().scard("daybook:imports"), 0L);
    check("changed days", stores.redis().scard("daybook:changed"), 0L);
    check("unreadable elements", stores.redis().llen("daybook:unreadable"), 0L);
  }

  /** Everything that anybody can see of the result, to be compared with itself later. */
  static String everything(Stores stores, PrefixOracle anyOracle) {
    PrefixOracle oracle = asRead(stores, anyOracle);
    StringBuilder all = new StringBuilder();
    Stores.COLLECTIONS.stream()
        // Somebody late may keep a mapping that no import is read by.
        .filter(name -> !name.equals("Mappings"))
        // A pin goes when a late function can claim nothing any more, and brings nothing.
        .filter(name -> !name.equals("ImportPins"))
        .forEach(name -> all.append(stores.documents(name)).append('\n'));
    all.append(hashes(stores)).append('\n');
    for (BsonDocument entry : stores.documents("Imports")) {
      String id = entry.getString("_id").getValue();
      oracle.files().stream()
          .filter(file -> file.key().equals(entry.getString("key").getValue()))
          .filter(file -> !file.rejects().isEmpty())
          .map(file -> stores.text(Servers.REJECTS_BUCKET, rejectsKey(id, file)).orElse("none"))
          .forEach(all::append);
    }
    return all.toString();
  }
}
