package daybook.faults.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.faults.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The attacks on boundaries find bugs: each of these is planted into the attacked function alone,
 * on the way of its script to Redis, and the same attack without it finds nothing.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AlteredScriptTest {

  @TempDir private static Path directory;

  /** What a record says of its object, which matters to nobody here. */
  private static final String SOURCE =
      "{\"bucket\":\"b\",\"key\":\"k\",\"eTag\":\"e\","
          + "\"lastModified\":\"2026-01-01T00:00:00Z\",\"sizeBytes\":1}";

  private static Testbed testbed;
  private static final List<String> planted = new ArrayList<>();
  private static final List<String> caught = new ArrayList<>();

  @BeforeAll
  static void start() {
    testbed = new Testbed(directory);
  }

  @AfterAll
  static void stop() {
    testbed.close();
    for (String bug : planted) {
      Report.line(
          "altered script, " + bug + ": " + (caught.contains(bug) ? "caught" : "NOT CAUGHT"));
    }
    Report.line("altered scripts: " + caught.size() + " of " + planted.size() + " caught");
  }

  private static Run run(Scenario scenario, UnaryOperator<List<byte[]>> rewriter) {
    return new Run(testbed, scenario, Optional.empty(), rewriter);
  }

  /**
   * A planted bug.
   *
   * @param name as the report says it
   * @param scenario whose attacked function has it
   */
  private record Bug(String name, String scenario, AlteredScript script) {}

  /** What is done to a scenario. */
  @FunctionalInterface
  private interface Strike {
    Run.Result at(Run run);
  }

  /** An attack that does not let a function work in peace. */
  private static void isCaught(Bug bug, Strike strike, String difference) {
    isCaught(bug, strike, true, difference);
  }

  /** No more than a run of the function. */
  private static void isCaughtInPeace(Bug bug, String difference) {
    isCaught(bug, run -> run.strike(Blow.Kind.NONE, command -> false), false, difference);
  }

  private static void isCaught(Bug bug, Strike strike, boolean strikes, String difference) {
    planted.add(bug.name());
    Scenario scenario = Scenarios.prepare(bug.scenario(), testbed, false);
    Run.Result clean = strike.at(run(scenario, UnaryOperator.identity()));
    assertThat(clean.struck()).as("reached its boundary").isEqualTo(strikes);
    assertThatThrownBy(() -> strike.at(run(scenario, bug.script())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(difference);
    caught.add(bug.name());
  }

  @Test
  void totalsThatAreRaisedBeforeTheQueueIsTrimmedCountTwice() {
    AlteredScript script =
        new AlteredScript("apply", "take_batches()\nreturn {'APPLIED'}", "return {'APPLIED'}");
    isCaught(
        new Bug("totals before the trim", "aggregation", script),
        // The first apply asks for the keys that it needs, the second raises the totals.
        run -> run.strike(Blow.Kind.AFTER, Command.numbered(5)),
        "total of");
  }

  @Test
  void totalsThatAreNotBroughtBackToTwoDigitsAreCaught() {
    AlteredScript script =
        new AlteredScript(
            "apply",
            "if redis.call('HINCRBYFLOAT', HASH .. key, field, sum[1]) ~= exact then",
            "if not redis.call('HINCRBYFLOAT', HASH .. key, field, sum[1]) then");
    isCaughtInPeace(new Bug("totals of many digits", "aggregation", script), "expected an amount");
  }

  /** Condition 2. */
  @Test
  void zombieWhoseEnqueueMakesTheRecordIsCaught() {
    AlteredScript script =
        new AlteredScript(
            "enqueue",
            "  return 'NO_RECORD'\n",
            "  redis.call('HSET', KEYS[10], 'source', '"
                + SOURCE
                + "', 'applied', '0',"
                + " 'begun', '2026-01-01T00:00:00Z')\n"
                + "  redis.call('SADD', IMPORTS, string.match(KEYS[10], '%x+$'))\n"
                + "  record[1] = from\n");
    isCaught(
        new Bug("enqueue makes the record", "import", script),
        run -> run.strike(Blow.Kind.DELAYED, Command.named("EVALSHA enqueue")),
        "total of");
  }

  /**
   * Condition 22. Redis forgets an import that is about to push its first rows, and a twin begins
   * it again by another mapping.
   */
  @Test
  void rowsOfAnotherMappingThanTheRecordsAreCaught() {
    AlteredScript script =
        new AlteredScript("enqueue", "if (record[4] or '') ~= mapping then", "if false then");
    isCaught(
        new Bug("enqueue takes any mapping", "import-mapped", script),
        run -> run.hold(Command.named("EVALSHA enqueue"), () -> beginAgain(run.scenario())),
        "total of");
  }

  /** A twin of the attacked importer that dies when it has begun. */
  private static void beginAgain(Scenario scenario) {
    testbed.stores().redis().flushAll();
    testbed.schedule(Function.DUMPER);
    testbed.dieAfter("EVALSHA begin", scenario.message());
  }

  /**
   * Condition 24. Redis forgets the batches that an aggregator has added up, and gets those of the
   * same bytes read by another mapping.
   */
  @Test
  void sumsOfAnotherMappingThanTheBatchesAreCaught() {
    AlteredScript script =
        new AlteredScript(
            "apply",
            "if request.digests[i] and redis.sha1hex(element) ~= request.digests[i] then",
            "if false then");
    isCaught(
        new Bug("apply compares no bytes", "aggregation-mapped", script),
        run -> run.hold(Command.named("EVALSHA apply"), AlteredScriptTest::importAgain),
        "total of");
  }

  private static void importAgain() {
    testbed.stores().redis().flushAll();
    // Its notification is long gone; the look through the bucket finds it.
    testbed.schedule(Function.IMPORTER);
    testbed.stores().receive().stream()
        .filter(body -> Function.of(body) == Function.IMPORTER)
        .forEach(body -> testbed.deliver(Function.IMPORTER, body));
  }

  /** Condition 16. */
  @Test
  void dumperThatConfirmsOnAnEmptiedRedisIsCaught() {
    AlteredScript script = new AlteredScript("settle", "if is_noted() then", "if true then");
    isCaughtInPeace(new Bug("settle confirms without a note", "restore", script), "total of");
  }

  /** Condition 10. */
  @Test
  void snapshotThatMissesADayIsCaughtWhenRedisIsEmptiedBeforeItIsSettled() {
    AlteredScript script =
        new AlteredScript(
            "snapshot",
            "local needed = hashes_of(changed)",
            """
            table.sort(changed)
            table.remove(changed, 1)
            local needed = hashes_of(changed)""");
    isCaught(
        new Bug("snapshot misses a day", "purge", script),
        run -> run.rewind(Command.named("EVALSHA settle"), 0, Attack.Fate.LIVES),
        "total of");
  }
}
