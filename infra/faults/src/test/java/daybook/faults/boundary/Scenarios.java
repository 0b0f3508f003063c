package daybook.faults.boundary;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prepares what is attacked. Days of 2020 have long left the hot window, days of 2999 never do, so
 * that no clock decides what is purged.
 */
final class Scenarios {

  private static final List<String> OLD_DAYS = List.of("2020-01-01", "2020-01-02");
  private static final List<String> HOT_DAYS = List.of("2999-01-01", "2999-01-02");
  private static final List<String> ALL_DAYS =
      List.of("2020-01-01", "2999-01-01", "2020-01-02", "2999-01-02");
  private static final List<String> NEW_DAYS =
      List.of("2020-01-01", "2999-01-01", "2020-02-01", "2999-02-01", "2999-01-02");

  /** Good rows that fill two batches. */
  private static final int TWO_BATCHES = 1_000;

  /** What a client has posted is never what a row of a file says: the row is in conflict. */
  private static final String CLIENTS_ID = "tx-1001";

  /** Makes a scenario in a testbed that was cleared. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Prepares.
     *
     * @param busy whether others are to have an import of their own
     */
    Scenario prepare(Testbed testbed, boolean busy);
  }

  private Scenarios() {}

  /** All of them by name. */
  static Map<String, Preparation> all() {
    Map<String, Preparation> all = new TreeMap<>();
    all.put("import", Scenarios::importing);
    all.put("import-gzip", Scenarios::importingZipped);
    all.put("import-mapped", Scenarios::importingMapped);
    all.put("aggregation-mapped", Scenarios::aggregationMapped);
    all.put("aggregation", Scenarios::aggregation);
    all.put("dump", Scenarios::dump);
    all.put("first-dump", Scenarios::firstDump);
    all.put("purge", Scenarios::purge);
    all.put("restore", Scenarios::restore);
    all.put("reconcile", Scenarios::reconcile);
    all.put("import-ids", Scenarios::importingIds);
    all.put("import-journal", Scenarios::importingJournal);
    all.put("seal", Scenarios::sealing);
    all.put("settle", Scenarios::settling);
    return all;
  }

  /** Whether the servers know neither the database nor the scripts. */
  static boolean isFresh(String name) {
    return name.equals("first-dump") || name.equals("import-gzip");
  }

  /** Clears the testbed and prepares. */
  static Scenario prepare(String name, Testbed testbed, boolean busy) {
    testbed.clear();
    return all().get(name).prepare(testbed, busy);
  }

  private static Scenario end(
      Testbed testbed, boolean busy, String name, Function attacked, String message) {
    if (busy) {
      String notification =
          testbed.upload(TransactionFile.of("others.csv", TWO_BATCHES, 0, NEW_DAYS));
      testbed.stores().send(notification);
    }
    Stores.Saved saved = testbed.save();
    return new Scenario(
        name,
        attacked,
        message,
        saved,
        testbed.past(),
        testbed.oracle(),
        name.endsWith("-mapped") ? Optional.of(TillMapping.BY_TILL) : Optional.empty(),
        isFresh(name));
  }

  /** A file that is imported, counted and written to history. */
  private static void finished(Testbed testbed, String key, List<String> days) {
    testbed.deliver(Function.IMPORTER, testbed.upload(TransactionFile.of(key, 200, 0, days)));
    testbed.settleDown();
  }

  /** A file that is imported and counted in Redis, but not in history; messages are lost. */
  private static void counted(Testbed testbed, String key, List<String> days) {
    testbed.deliver(Function.IMPORTER, testbed.upload(TransactionFile.of(key, 200, 0, days)));
    testbed.schedule(Function.AGGREGATOR);
    testbed.stores().drain();
  }

  /** Several stretches of several batches, and two bad rows to each good one. */
  private static TransactionFile large(String key) {
    return TransactionFile.of(key, 2 * TWO_BATCHES + 300, 2, ALL_DAYS);
  }

  /** An import that was killed after its first stretch; its notification waits in the queue. */
  private static void half(Testbed testbed, String key) {
    beginHalf(testbed, testbed.upload(large(key)));
  }

  /** The same of a file whose mapping is then deleted, so that only what was pinned is left. */
  private static void halfMapped(Testbed testbed, String key) {
    testbed.put(TillMapping.BY_HOW);
    beginHalf(testbed, testbed.upload(mapped(key, TillMapping.BY_HOW)));
    testbed.deleteMapping();
  }

  private static TransactionFile mapped(String key, TillMapping mapping) {
    return TransactionFile.mapped(key, 2 * TWO_BATCHES + 300, 2, ALL_DAYS, mapping);
  }

  private static void beginHalf(Testbed testbed, String notification) {
    testbed.dieAfter("EVALSHA enqueue", notification);
    testbed.remember();
    testbed.stores().send(notification);
  }

  private static Scenario importing(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    String message = testbed.upload(large("large.csv"));
    return end(testbed, busy, "import", Function.IMPORTER, message);
  }

  private static Scenario importingZipped(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    String message = testbed.upload(large("large.csv").zipped("large.csv.gz"));
    return end(testbed, busy, "import-gzip", Function.IMPORTER, message);
  }

  /** Read by the mapping that lay there when it began; another takes its place meanwhile. */
  private static Scenario importingMapped(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    String message = uploadMapped(testbed);
    return end(testbed, busy, "import-mapped", Function.IMPORTER, message);
  }

  /** The queue has batches of a mapping that another one takes the place of meanwhile. */
  private static Scenario aggregationMapped(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    String message = uploadMapped(testbed);
    testbed.deliver(Function.IMPORTER, message);
    return end(
        testbed, busy, "aggregation-mapped", Function.AGGREGATOR, Function.AGGREGATOR.scheduled());
  }

  private static String uploadMapped(Testbed testbed) {
    testbed.put(TillMapping.BY_HOW);
    String key = "mapped.csv";
    return testbed.upload(mapped(key, TillMapping.BY_HOW), mapped(key, TillMapping.BY_TILL));
  }

  /** One hash is there, two days are in history only, two are new. */
  private static Scenario aggregation(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    testbed.stores().redis().flushAll();
    testbed.settleDown();
    counted(testbed, "hot.csv", HOT_DAYS.subList(0, 1));
    TransactionFile file = TransactionFile.of("mixed.csv", 2 * TWO_BATCHES, 1, NEW_DAYS);
    testbed.deliver(Function.IMPORTER, testbed.upload(file));
    return end(testbed, busy, "aggregation", Function.AGGREGATOR, Function.AGGREGATOR.scheduled());
  }

  private static Scenario dump(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", HOT_DAYS);
    counted(testbed, "hot.csv", HOT_DAYS);
    half(testbed, "half.csv");
    testbed.schedule(Function.AGGREGATOR);
    return end(testbed, busy, "dump", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** Of a database that is not there yet. */
  private static Scenario firstDump(Testbed testbed, boolean busy) {
    counted(testbed, "first.csv", ALL_DAYS);
    return end(testbed, busy, "first-dump", Function.DUMPER, Function.DUMPER.scheduled());
  }

  private static Scenario purge(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    counted(testbed, "late.csv", OLD_DAYS);
    counted(testbed, "more.csv", NEW_DAYS);
    return end(testbed, busy, "purge", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** Redis was emptied while one import was in the checkpoint and another was not. */
  private static Scenario restore(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    halfMapped(testbed, "half.csv");
    testbed.schedule(Function.AGGREGATOR);
    testbed.schedule(Function.DUMPER);
    counted(testbed, "hot.csv", HOT_DAYS);
    testbed.stores().redis().flushAll();
    return end(testbed, busy, "restore", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** One file is finished, one was begun, and nobody was notified of two. */
  private static Scenario reconcile(Testbed testbed, boolean busy) {
    finished(testbed, "base.csv", ALL_DAYS);
    halfMapped(testbed, "half.csv");
    testbed.stores().drain();
    testbed.upload(TransactionFile.of("lost.csv", 200, 1, NEW_DAYS));
    testbed.upload(TransactionFile.of("lost-too.csv", 200, 0, OLD_DAYS));
    return end(testbed, busy, "reconcile", Function.IMPORTER, Function.IMPORTER.scheduled());
  }

  /**
   * Ids that a finished file has brought, one whose rows still wait in the queue, and clients; and
   * some that the file has twice itself.
   */
  private static Scenario importingIds(Testbed testbed, boolean busy) {
    Set<String> taken = new HashSet<>();
    TransactionFile base =
        TransactionFile.identified("base.csv", IntStream.range(0, 100), taken, NEW_DAYS);
    testbed.deliver(Function.IMPORTER, testbed.upload(base));
    testbed.change(List.of(RecordChange.post(CLIENTS_ID, HOT_DAYS.get(0), 4_711)));
    taken.add(CLIENTS_ID);
    testbed.settleDown();
    TransactionFile waiting =
        TransactionFile.identified("waiting.csv", IntStream.range(50, 250), taken, NEW_DAYS);
    testbed.deliver(Function.IMPORTER, testbed.upload(waiting));
    IntStream ids = IntStream.range(0, 900).map(i -> i % 10 == 9 ? i - 7 : 200 + i);
    TransactionFile file = TransactionFile.identified("ids.csv", ids, taken, NEW_DAYS);
    return end(testbed, busy, "import-ids", Function.IMPORTER, testbed.upload(file));
  }

  /** Three that count, of which two are then changed, and two that are new. */
  private static void changes(Testbed testbed) {
    finished(testbed, "base.csv", ALL_DAYS);
    List<RecordChange> posted =
        List.of(
            RecordChange.post("first", OLD_DAYS.get(0), 1_000_000),
            RecordChange.post("second", HOT_DAYS.get(0), 2_000_000),
            RecordChange.post("third", HOT_DAYS.get(0), 4_000_000));
    testbed.change(posted);
    testbed.settleDown();
    testbed.change(
        List.of(
            posted.get(0).patch(8_000_000),
            posted.get(1).delete(),
            RecordChange.post("fourth", HOT_DAYS.get(1), 16_000_000),
            RecordChange.post("fifth", OLD_DAYS.get(1), 32_000_000)));
  }

  private static Scenario sealing(Testbed testbed, boolean busy) {
    changes(testbed);
    return end(testbed, busy, "seal", Function.SEALER, Function.SEALER.scheduled());
  }

  private static Scenario importingJournal(Testbed testbed, boolean busy) {
    String journal = sealed(testbed);
    return end(testbed, busy, "import-journal", Function.IMPORTER, testbed.notification(journal));
  }

  /** The newest journal; of none before it anything is left to do. */
  private static String sealed(Testbed testbed) {
    changes(testbed);
    Set<String> before = Set.copyOf(testbed.stores().journals());
    testbed.schedule(Function.SEALER);
    return testbed.stores().journals().stream()
        .filter(journal -> !before.contains(journal))
        .findFirst()
        .orElseThrow();
  }

  /** What counts in a checkpoint, and what was changed again meanwhile, which is sealed at once. */
  private static Scenario settling(Testbed testbed, boolean busy) {
    String journal = sealed(testbed);
    testbed.deliver(Function.IMPORTER, testbed.notification(journal));
    RecordChange fourth = RecordChange.post("fourth", HOT_DAYS.get(1), 16_000_000);
    testbed.change(List.of(fourth.patch(64_000_000)));
    testbed.schedule(Function.AGGREGATOR);
    testbed.schedule(Function.DUMPER);
    return end(testbed, busy, "settle", Function.SEALER, Function.SEALER.scheduled());
  }
}
