package daybook.faults.boundary;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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

  /** Makes a scenario in a world that was cleared. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Prepares.
     *
     * @param busy whether others are to have an import of their own
     */
    Scenario prepare(World world, boolean busy);
  }

  private Scenarios() {}

  /** All of them by name. */
  static Map<String, Preparation> all() {
    Map<String, Preparation> all = new TreeMap<>();
    all.put("import", Scenarios::importing);
    all.put("import-gzip", Scenarios::importingZipped);
    all.put("aggregation", Scenarios::aggregation);
    all.put("dump", Scenarios::dump);
    all.put("first-dump", Scenarios::firstDump);
    all.put("purge", Scenarios::purge);
    all.put("restore", Scenarios::restore);
    all.put("reconcile", Scenarios::reconcile);
    return all;
  }

  /** Whether the servers know neither the database nor the scripts. */
  static boolean isFresh(String name) {
    return name.equals("first-dump") || name.equals("import-gzip");
  }

  /** Clears the world and prepares. */
  static Scenario prepare(String name, World world, boolean busy) {
    world.clear();
    return all().get(name).prepare(world, busy);
  }

  private static Scenario end(
      World world, boolean busy, String name, Function attacked, String message) {
    if (busy) {
      String notification =
          world.upload(TransactionFile.of("others.csv", TWO_BATCHES, 0, NEW_DAYS));
      world.stores().send(notification);
    }
    Stores.Saved saved = world.save();
    return new Scenario(
        name, attacked, message, saved, world.past(), world.oracle(), isFresh(name));
  }

  /** A file that is imported, counted and written to history. */
  private static void finished(World world, String key, List<String> days) {
    world.deliver(Function.IMPORTER, world.upload(TransactionFile.of(key, 200, 0, days)));
    world.settleDown();
  }

  /** A file that is imported and counted in Redis, but not in history; messages are lost. */
  private static void counted(World world, String key, List<String> days) {
    world.deliver(Function.IMPORTER, world.upload(TransactionFile.of(key, 200, 0, days)));
    world.schedule(Function.AGGREGATOR);
    world.stores().drain();
  }

  /** Several stretches of several batches, and two bad rows to each good one. */
  private static TransactionFile large(String key) {
    return TransactionFile.of(key, 2 * TWO_BATCHES + 300, 2, ALL_DAYS);
  }

  /** An import that was killed after its first stretch; its notification waits in the queue. */
  private static void half(World world, String key) {
    String notification = world.upload(large(key));
    Attack kill = new KilledBy("EVALSHA enqueue");
    try (AttackedLife life =
        new AttackedLife(
            world.servers(),
            Function.IMPORTER,
            notification,
            kill,
            UnaryOperator.identity(),
            time -> {},
            world.journal())) {
      life.join();
      if (!life.isCut()) {
        throw new IllegalStateException("the import was not killed");
      }
    }
    world.remember();
    world.stores().send(notification);
  }

  /** Kills a function once a command of this name is done. */
  private record KilledBy(String name) implements Attack {
    @Override
    public Fate before(Command command) {
      return Fate.LIVES;
    }

    @Override
    public Fate after(Command command) {
      return command.name().equals(name) ? Fate.DIES : Fate.LIVES;
    }
  }

  private static Scenario importing(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    String message = world.upload(large("large.csv"));
    return end(world, busy, "import", Function.IMPORTER, message);
  }

  private static Scenario importingZipped(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    String message = world.upload(large("large.csv").zipped("large.csv.gz"));
    return end(world, busy, "import-gzip", Function.IMPORTER, message);
  }

  /** One hash is there, two days are in history only, two are new. */
  private static Scenario aggregation(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    world.stores().redis().flushAll();
    world.settleDown();
    counted(world, "hot.csv", HOT_DAYS.subList(0, 1));
    TransactionFile file = TransactionFile.of("mixed.csv", 2 * TWO_BATCHES, 1, NEW_DAYS);
    world.deliver(Function.IMPORTER, world.upload(file));
    return end(world, busy, "aggregation", Function.AGGREGATOR, Function.AGGREGATOR.scheduled());
  }

  private static Scenario dump(World world, boolean busy) {
    finished(world, "base.csv", HOT_DAYS);
    counted(world, "hot.csv", HOT_DAYS);
    half(world, "half.csv");
    world.schedule(Function.AGGREGATOR);
    return end(world, busy, "dump", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** Of a database that is not there yet. */
  private static Scenario firstDump(World world, boolean busy) {
    counted(world, "first.csv", ALL_DAYS);
    return end(world, busy, "first-dump", Function.DUMPER, Function.DUMPER.scheduled());
  }

  private static Scenario purge(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    counted(world, "late.csv", OLD_DAYS);
    counted(world, "more.csv", NEW_DAYS);
    return end(world, busy, "purge", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** Redis was emptied while one import was in the checkpoint and another was not. */
  private static Scenario restore(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    half(world, "half.csv");
    world.schedule(Function.AGGREGATOR);
    world.schedule(Function.DUMPER);
    counted(world, "hot.csv", HOT_DAYS);
    world.stores().redis().flushAll();
    return end(world, busy, "restore", Function.DUMPER, Function.DUMPER.scheduled());
  }

  /** One file is finished, one was begun, and of two nobody was told. */
  private static Scenario reconcile(World world, boolean busy) {
    finished(world, "base.csv", ALL_DAYS);
    half(world, "half.csv");
    world.stores().drain();
    world.upload(TransactionFile.of("lost.csv", 200, 1, NEW_DAYS));
    world.upload(TransactionFile.of("lost-too.csv", 200, 0, OLD_DAYS));
    return end(world, busy, "reconcile", Function.IMPORTER, Function.IMPORTER.scheduled());
  }
}
