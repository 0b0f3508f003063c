package daybook.faults.planted;

import daybook.core.View;
import daybook.faults.simulation.Stage;
import daybook.faults.simulation.Stage.File;
import daybook.faults.simulation.Stage.Player;

/**
 * For each condition of the protocol the schedule that goes wrong without it; with the condition
 * each ends well. The day X lies behind the cut-off.
 */
final class Schedules {

  /** A day behind the cut-off. */
  private static final int X = -30;

  private Schedules() {}

  private static void importAll(Stage stage, File file) {
    stage.toEnd(stage.importer(file));
  }

  private static void applyAll(Stage stage) {
    stage.toEnd(stage.aggregator());
  }

  private static void dumpAll(Stage stage) {
    stage.toEnd(stage.dumper());
  }

  /** An aggregator that holds a batch and the base for it. */
  private static Player aggregatorWithBase(Stage stage) {
    Player aggregator = stage.aggregator();
    stage.through(aggregator, "bases");
    return aggregator;
  }

  /** Twin importers push the same rows. */
  static void twinImporters(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    Player first = stage.importer(v1);
    stage.through(first, "begin");
    Player twin = stage.importer(v1);
    stage.before(twin, "enqueue");
    stage.through(first, "enqueue");
    stage.through(twin, "enqueue");
  }

  /** A twin that read the ledger early comes to push when the import is finished and forgotten. */
  static void lateTwin(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    Player late = stage.importer(v1);
    stage.through(late, "finished");
    importAll(stage, v1);
    applyAll(stage);
    dumpAll(stage);
    stage.toEnd(late);
  }

  /** A deposed primary says that the import is not finished. */
  static void ledgerAtDeposedPrimary(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    importAll(stage, v1);
    applyAll(stage);
    Player dumper = stage.dumper();
    stage.before(dumper, "redo");
    stage.depose();
    stage.toEnd(dumper);
    Player again = stage.importer(v1);
    stage.before(again, "finished");
    again.asksDeposed(true);
    stage.through(again, "finished");
    again.asksDeposed(false);
    stage.through(again, "enqueue");
  }

  /** Two aggregators hold the same batches. */
  static void twinAggregators(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    importAll(stage, stage.upload("v2.csv", X, 1));
    Player slow = stage.aggregator();
    stage.through(slow, "tail");
    applyAll(stage);
    stage.toEnd(slow);
  }

  /** A zombie brings a base from before a fail-over and a purge. */
  static void zombieWithOldBase(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    File v2 = stage.upload("v2.csv", X, 1);
    Player importer = stage.importer(v1);
    stage.through(importer, "begin");
    stage.cutReplica();
    stage.toEnd(importer);
    Player zombie = aggregatorWithBase(stage);
    stage.failOver();
    importAll(stage, v2);
    applyAll(stage);
    importAll(stage, v1);
    dumpAll(stage);
    stage.through(zombie, "apply");
  }

  /** History is ahead of a Redis that fell back. */
  static void baseAheadOfRedis(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    Player aggregator = aggregatorWithBase(stage);
    stage.cutReplica();
    stage.toEnd(aggregator);
    Player dumper = stage.dumper();
    stage.before(dumper, "verify");
    stage.failOver();
    Player second = aggregatorWithBase(stage);
    stage.through(second, "apply");
  }

  /** A deposed primary gives a base from before the purge. */
  static void baseAtDeposedPrimary(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    Player dumper = stage.dumper();
    stage.before(dumper, "redo");
    stage.depose();
    stage.toEnd(dumper);
    importAll(stage, stage.upload("v2.csv", X, 1));
    Player aggregator = stage.aggregator();
    stage.before(aggregator, "bases");
    aggregator.asksDeposed(true);
    stage.through(aggregator, "bases");
    aggregator.asksDeposed(false);
    stage.through(aggregator, "apply");
  }

  /** A fail-over between totals and positions. */
  static void failOverAfterTotals(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    Player aggregator = aggregatorWithBase(stage);
    stage.cutReplica();
    stage.toEnd(aggregator);
    Player dumper = stage.dumper();
    stage.through(dumper, "snapshot");
    stage.failOver();
    stage.through(dumper, "replace");
  }

  /** An apply between positions and totals, then a fail-over. */
  static void applyAfterPositions(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    Player aggregator = aggregatorWithBase(stage);
    Player dumper = stage.dumper();
    stage.maybe(dumper, "positions");
    stage.toEnd(aggregator);
    stage.cutReplica();
    stage.through(dumper, "replace");
    stage.failOver();
  }

  /** A crash between totals and queue. */
  static void crashAfterTotals(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    Player aggregator = aggregatorWithBase(stage);
    stage.through(aggregator, "apply");
    stage.kill(aggregator);
  }

  /** A fail-over after the first checkpoint, to a Redis that has all and does not know it. */
  static void failOverAfterCheckpoint(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    stage.cutReplica();
    Player dumper = stage.dumper();
    stage.through(dumper, "acknowledgement");
    stage.kill(dumper);
    stage.failOver();
  }

  /** A slow dumper with an older picture writes first, a second one over it. */
  static void twinDumpers(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    importAll(stage, stage.upload("v2.csv", X, 1));
    Player slow = stage.dumper();
    stage.before(slow, "replace");
    applyAll(stage);
    Player fast = stage.dumper();
    stage.before(fast, "replace");
    stage.before(slow, "verify");
    stage.toEnd(fast);
  }

  /** A crash right after the settle. */
  static void crashAfterSettle(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    Player dumper = stage.dumper();
    stage.through(dumper, "settle");
    stage.kill(dumper);
  }

  /** A zombie redoes an old checkpoint after the purge. */
  static void zombieRedo(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    importAll(stage, stage.upload("v2.csv", X, 1));
    Player aggregator = stage.aggregator();
    stage.before(aggregator, "apply");
    Player first = stage.dumper();
    stage.through(first, "snapshot");
    stage.toEnd(aggregator);
    stage.before(first, "verify");
    Player zombie = stage.dumper();
    stage.before(zombie, "redo");
    stage.toEnd(first);
    dumpAll(stage);
    stage.through(zombie, "redo");
  }

  /** A twin's write is seen, and rolled back after the purge. */
  static void rolledBackRedo(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    stage.setLagging(true);
    Player first = stage.dumper();
    stage.through(first, "replace");
    stage.commit();
    Player second = stage.dumper();
    stage.through(first, "redo");
    stage.before(second, "redo");
    stage.through(second, "redo");
    stage.rollBack();
    stage.setLagging(false);
    stage.toEnd(second);
  }

  /** The same with a read at the primary instead of none. */
  static void rolledBackAfterLocalRead(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    stage.setLagging(true);
    Player first = stage.dumper();
    stage.through(first, "replace");
    stage.commit();
    Player second = stage.dumper();
    // An aggregate of each view, and the ledger.
    for (int documents = View.values().length + 1; documents > 0; documents--) {
      stage.through(first, "redo");
    }
    stage.before(second, "settle");
    stage.through(second, "settle");
    stage.rollBack();
    stage.setLagging(false);
    stage.kill(first);
  }

  /** A checkpoint is read, and rolled back after it was settled. */
  static void rolledBackCheckpoint(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    stage.setLagging(true);
    Player first = stage.dumper();
    stage.through(first, "replace");
    Player second = stage.dumper();
    stage.through(second, "latestAt");
    stage.maybe(second, "latest");
    stage.rollBack();
    stage.setLagging(false);
    stage.kill(first);
    stage.toEnd(second);
    importAll(stage, stage.upload("v2.csv", X, 1));
  }

  /** A zombie confirms on a Redis that fell back. */
  static void zombieConfirms(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 2);
    Player importer = stage.importer(v1);
    stage.through(importer, "enqueue");
    Player aggregator = aggregatorWithBase(stage);
    stage.cutReplica();
    stage.toEnd(aggregator);
    Player dumper = stage.dumper();
    stage.before(dumper, "settle");
    stage.failOver();
    stage.toEnd(dumper);
  }

  /** A row comes in between snapshot and purge. */
  static void rowBeforePurge(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    Player dumper = stage.dumper();
    stage.before(dumper, "settle");
    importAll(stage, stage.upload("v2.csv", X, 1));
    applyAll(stage);
    stage.toEnd(dumper);
  }

  /** Another dumper completes a checkpoint for a Redis that does not know it. */
  static void restoreByAnother(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    stage.cutReplica();
    Player dumper = stage.dumper();
    stage.through(dumper, "redo");
    stage.kill(dumper);
    stage.failOver();
    dumpAll(stage);
  }

  /** Rows are applied on a Redis that fell back, before it is restored. */
  static void rowsBeforeRestore(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    importAll(stage, stage.upload("v2.csv", X, 1));
    stage.cutReplica();
    Player dumper = stage.dumper();
    stage.before(dumper, "verify");
    stage.kill(dumper);
    stage.failOver();
    applyAll(stage);
    dumpAll(stage);
  }

  /** A restore in the middle of an import. */
  static void restoreWithinImport(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 2);
    Player importer = stage.importer(v1);
    stage.through(importer, "enqueue");
    applyAll(stage);
    stage.cutReplica();
    Player dumper = stage.dumper();
    stage.before(dumper, "verify");
    stage.kill(dumper);
    stage.failOver();
    dumpAll(stage);
    stage.toEnd(importer);
  }

  /** A fail-over after the end of the file. */
  static void failOverAfterEndOfFile(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    stage.cutReplica();
    importAll(stage, v1);
    stage.failOver();
  }

  /** A crash right after the last batch. */
  static void crashAfterLastBatch(Stage stage) {
    File v1 = stage.uploadWithBadRows("v1.csv", X, 2);
    Player importer = stage.importer(v1);
    stage.through(importer, "enqueue");
    stage.through(importer, "enqueue");
    stage.kill(importer);
  }

  /** Redis forgets an import, and another mapping is there when it begins again. */
  static void begunAgainByAnotherMapping(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    stage.putMapping(1);
    Player zombie = stage.importer(v1);
    stage.before(zombie, "enqueue");
    stage.flush();
    stage.putMapping(2);
    Player next = stage.importer(v1);
    stage.before(next, "enqueue");
    stage.through(zombie, "enqueue");
  }

  /** Twins that found different mappings in the bucket; the second one finds the first's record. */
  static void twinsThatChooseDifferently(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 2);
    stage.putMapping(1);
    Player first = stage.importer(v1);
    stage.before(first, "begin");
    stage.putMapping(2);
    Player second = stage.importer(v1);
    stage.before(second, "begin");
    stage.through(first, "enqueue");
    stage.kill(first);
    stage.toEnd(second);
  }

  /** A mapping that is not in the bucket any more when its import goes on. */
  static void mappingThatChanges(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 2);
    stage.putMapping(1);
    Player first = stage.importer(v1);
    stage.through(first, "begin");
    stage.putMapping(2);
    stage.toEnd(first);
  }

  /** An aggregator holds the sums of an import that was begun again by another mapping. */
  static void sumsOfAnotherMapping(Stage stage) {
    File v1 = stage.upload("v1.csv", X, 1);
    stage.putMapping(1);
    importAll(stage, v1);
    Player zombie = stage.aggregator();
    stage.through(zombie, "tail");
    stage.flush();
    stage.putMapping(2);
    importAll(stage, v1);
    stage.toEnd(zombie);
  }

  /** A crash before the last batch, after its rejected rows were put. */
  static void crashBeforeLastBatch(Stage stage) {
    File v1 = stage.uploadWithBadRows("v1.csv", X, 2);
    Player importer = stage.importer(v1);
    stage.through(importer, "putPart");
    stage.kill(importer);
  }

  /** A crash of an aggregator that has read the tail. */
  static void crashAfterTail(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    Player aggregator = stage.aggregator();
    stage.through(aggregator, "tail");
    stage.kill(aggregator);
  }

  /** A row for a day that was purged. */
  static void lateRow(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    dumpAll(stage);
    importAll(stage, stage.upload("v2.csv", X, 1));
    applyAll(stage);
    dumpAll(stage);
  }

  /** A crash after the redo: the next dumper redoes the same checkpoint. */
  static void redoTwice(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 1));
    applyAll(stage);
    Player dumper = stage.dumper();
    stage.before(dumper, "verify");
    stage.kill(dumper);
    dumpAll(stage);
  }

  /** A total of many digits. */
  static void largeTotal(Stage stage) {
    importAll(stage, stage.upload("v1.csv", X, 20));
    applyAll(stage);
    dumpAll(stage);
  }
}
