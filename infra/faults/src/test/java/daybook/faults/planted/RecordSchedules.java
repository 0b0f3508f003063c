package daybook.faults.planted;

import daybook.faults.simulation.Stage;
import daybook.faults.simulation.Stage.File;
import daybook.faults.simulation.Stage.Player;

/**
 * For each condition of the record lane the schedule that goes wrong without it, the shortest that
 * a search of the model has found where the functions can be led that way; with the condition each
 * ends well.
 */
final class RecordSchedules {

  /** A day behind the cut-off. */
  private static final int X = -30;

  private static final String T = "t1";

  private RecordSchedules() {}

  private static File file(Stage stage, String name) {
    return stage.uploadIds(name, X, T);
  }

  /** An importer that has claimed what its file says, and not enqueued it. */
  private static Player claimed(Stage stage, File file) {
    Player importer = stage.importer(file);
    stage.before(importer, "enqueue");
    return importer;
  }

  /** Posts, and seals what was posted. */
  private static File posted(Stage stage) {
    stage.toEnd(stage.posts(T, X));
    stage.toEnd(stage.sealer());
    return stage.journal();
  }

  /** R1: two files find the id free. */
  static void filesOfOneId(Stage stage) {
    Player first = claimed(stage, file(stage, "i.csv"));
    Player second = claimed(stage, file(stage, "j.csv"));
    stage.through(first, "enqueue");
    stage.through(second, "enqueue");
  }

  /** R2: a row is read again by another invocation. */
  static void crashAfterClaim(Stage stage) {
    Player importer = stage.importer(file(stage, "i.csv"));
    stage.through(importer, "insert");
    stage.kill(importer);
  }

  /** R3: a twin counts on a claim that is undone, then another file claims. */
  static void rolledBackClaim(Stage stage) {
    File i = file(stage, "i.csv");
    File j = file(stage, "j.csv");
    Player first = stage.importer(i);
    stage.before(first, "insert");
    stage.setLagging(true);
    stage.through(first, "insert");
    Player twin = stage.importer(i);
    stage.through(twin, "find record");
    stage.maybe(twin, "enqueue");
    stage.kill(first);
    stage.rollBack();
    stage.setLagging(false);
    stage.toEnd(stage.importer(j));
  }

  /** R4: one of two twins decides before the claim of another file is void, one after. */
  static void twinsBeforeAndAfterVoid(Stage stage) {
    stage.toEnd(stage.importer(file(stage, "i.csv")));
    File j = file(stage, "j.csv");
    Player before = stage.importer(j);
    stage.through(before, "find record");
    stage.setAside();
    stage.countAndDump();
    Player after = stage.importer(j);
    stage.through(after, "find record");
    stage.before(after, "enqueue");
    stage.toEnd(before);
    stage.toEnd(after);
  }

  /** R4: a row is rejected for a post whose line is void later, then read again. */
  static void rowMeetsReopenedPost(Stage stage) {
    File i = file(stage, "i.csv");
    Player importer = stage.importer(i);
    stage.before(importer, "insert");
    File journal = posted(stage);
    stage.toEnd(stage.importer(journal));
    stage.through(importer, "putPart");
    stage.kill(importer);
    stage.setAside();
    stage.countAndDump();
    stage.toEnd(stage.sealer());
    stage.toEnd(stage.importer(i));
  }

  /** R5: Redis forgets that the import has ended early. */
  static void endForgotten(Stage stage) {
    File i = file(stage, "i.csv");
    Player first = claimed(stage, i);
    stage.cutReplica();
    stage.vanish(i);
    stage.toEnd(stage.importer(i));
    stage.toEnd(stage.sealer());
    stage.failOver();
    stage.through(first, "enqueue");
  }

  /** R6: a line is skipped in one turn, and claims in another. */
  static void oldJournalComesBack(Stage stage) {
    stage.toEnd(stage.importer(file(stage, "i.csv")));
    stage.setAside();
    stage.toEnd(stage.aggregator());
    Player dumper = stage.dumper();
    stage.before(dumper, "settle");
    Player sealer = stage.sealer();
    stage.before(sealer, "put journal");
    Player second = stage.sealer();
    stage.before(second, "put journal");
    stage.toEnd(sealer);
    File first = stage.journal();
    Player waits = stage.importer(first);
    stage.before(waits, "claim");
    Player ends = stage.importer(first);
    stage.through(ends, "look");
    stage.through(waits, "enqueue");
    stage.kill(waits);
    stage.toEnd(second);
    File other = stage.journal();
    Player skips = stage.importer(other);
    stage.before(skips, "enqueue");
    stage.toEnd(dumper);
    stage.vanish(first);
    stage.toEnd(ends);
    Player late = stage.importer(other);
    stage.before(late, "claim");
    stage.toEnd(skips);
    stage.countAndDump();
    Player settler = stage.sealer();
    stage.before(settler, "put journal");
    stage.through(late, "claim");
    stage.toEnd(late);
    stage.kill(settler);
  }

  /** R7: Redis comes back in which the void row can still be enqueued. */
  static void fallBackToBeforeTheEnd(Stage stage) {
    File i = file(stage, "i.csv");
    Player first = claimed(stage, i);
    stage.cutReplica();
    stage.vanish(i);
    stage.toEnd(stage.importer(i));
    stage.toEnd(stage.aggregator());
    Player dumper = stage.dumper();
    stage.before(dumper, "settle");
    stage.toEnd(stage.sealer());
    Player second = stage.importer(stage.journal());
    stage.before(second, "begin");
    stage.failOver();
    stage.through(first, "enqueue");
    stage.through(second, "enqueue");
    Player aggregator = stage.aggregator();
    stage.through(aggregator, "bases");
    stage.through(aggregator, "apply");
  }

  /** R7: Redis comes back in which the original is not counted yet. */
  static void fallBackToBeforeThePost(Stage stage) {
    stage.toEnd(stage.importer(posted(stage)));
    stage.toEnd(stage.aggregator());
    stage.toEnd(stage.patches(T, X));
    Player dumper = stage.dumper();
    stage.before(dumper, "redo");
    stage.toEnd(stage.sealer());
    Player importer = stage.importer(stage.journal());
    stage.before(importer, "begin");
    stage.flush();
    stage.through(importer, "enqueue");
    Player aggregator = stage.aggregator();
    stage.through(aggregator, "bases");
    stage.through(aggregator, "apply");
  }

  /** R8: an import that has claimed is in no store any more. */
  static void claimedAndNowhere(Stage stage) {
    File i = file(stage, "i.csv");
    Player importer = claimed(stage, i);
    stage.kill(importer);
    stage.flush();
    stage.vanish(i);
  }

  /** R9: Redis forgets what it has counted. */
  static void countForgotten(Stage stage) {
    stage.toEnd(stage.importer(posted(stage)));
    stage.toEnd(stage.aggregator());
    stage.toEnd(stage.sealer());
    stage.flush();
  }

  /** R10: a reversal is there before its original. */
  static void reversalOvertakes(Stage stage) {
    Player slow = claimed(stage, posted(stage));
    stage.toEnd(stage.patches(T, X));
    stage.toEnd(stage.sealer());
    stage.toEnd(stage.importer(stage.journal()));
    stage.toEnd(stage.aggregator());
    stage.toEnd(slow);
  }

  /** R11: what a client has read as open is claimed before it is corrected. */
  static void claimedWhileCorrected(Stage stage) {
    Player importer = stage.importer(posted(stage));
    stage.before(importer, "claim");
    Player client = stage.patches(T, X);
    stage.before(client, "replace record");
    stage.toEnd(importer);
    stage.toEnd(client);
  }

  /** R11: what a settler has read is corrected before it is opened again. */
  static void correctedWhileReopened(Stage stage) {
    stage.toEnd(stage.importer(posted(stage)));
    stage.setAside();
    stage.countAndDump();
    Player settler = stage.sealer();
    stage.before(settler, "replace record");
    stage.toEnd(stage.patches(T, X));
    stage.toEnd(settler);
  }

  /** R12: a twin comes to look when its row is settled. */
  static void twinAfterSettling(Stage stage) {
    File i = file(stage, "i.csv");
    Player first = claimed(stage, i);
    Player twin = stage.importer(i);
    stage.through(twin, "insert");
    stage.toEnd(first);
    stage.toEnd(stage.patches(T, X));
    stage.countAndDump();
    stage.toEnd(stage.sealer());
    stage.toEnd(twin);
  }

  /** R13: a twin whose time is short puts a shorter part in the place of a longer one. */
  static void shorterTwin(Stage stage) {
    File i = stage.uploadIds("i.csv", X, T + " |" + (" " + T).repeat(18));
    Player first = stage.importer(i);
    stage.through(first, "enqueue");
    Player twin = stage.importer(i);
    stage.through(twin, "get");
    stage.through(first, "putPart");
    stage.pass(2_000);
    stage.through(twin, "putPart");
    stage.toEnd(first);
    stage.toEnd(twin);
  }

  /** R13: who finds the object gone composes a file for an end that does not come. */
  static void lateEnd(Stage stage) {
    File i = stage.uploadIds("i.csv", X, T + " " + T + " | " + T);
    Player first = stage.importer(i);
    stage.through(first, "enqueue");
    stage.before(first, "enqueue");
    Player late = stage.importer(i);
    stage.through(late, "look");
    stage.toEnd(first);
    stage.vanish(i);
    stage.toEnd(late);
  }

  /** R14: what was posted is undone. */
  static void rolledBackPost(Stage stage) {
    stage.setLagging(true);
    stage.untilItWaits(stage.posts(T, X));
    stage.rollBack();
    stage.setLagging(false);
  }

  /** R14: what was sealed is undone, and something else is posted. */
  static void sealedThenRolledBack(Stage stage) {
    stage.setLagging(true);
    Player first = stage.posts(T, X);
    stage.untilItWaits(first);
    stage.untilItWaits(stage.sealer());
    stage.kill(first);
    stage.rollBack();
    stage.setLagging(false);
    stage.toEnd(stage.postsAnother(T, X));
  }

  /** R15: a file of the same id comes late. */
  static void lateFile(Stage stage) {
    stage.toEnd(stage.importer(file(stage, "i.csv")));
    stage.countAndDump();
    stage.toEnd(stage.sealer());
    stage.toEnd(stage.importer(file(stage, "j.csv")));
  }

  /** R16: the batch of a row is set aside. */
  static void rowSetAside(Stage stage) {
    stage.toEnd(stage.importer(file(stage, "i.csv")));
    stage.setAside();
  }
}
