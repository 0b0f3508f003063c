package daybook.faults.boundary;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.faults.Report;
import java.nio.file.Path;
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
class PlantedBugTest {

  @TempDir private static Path directory;

  /** What a record says of its object, which matters to nobody here. */
  private static final String SOURCE =
      "{\"bucket\":\"b\",\"key\":\"k\",\"eTag\":\"e\","
          + "\"lastModified\":\"2026-01-01T00:00:00Z\",\"sizeBytes\":1}";

  private static World world;
  private static int planted;
  private static int caught;

  @BeforeAll
  static void start() {
    world = new World(directory);
  }

  @AfterAll
  static void stop() {
    world.close();
    Report.line("planted at boundaries: " + caught + " of " + planted + " caught");
  }

  private static Run run(Scenario scenario, UnaryOperator<List<byte[]>> rewriter) {
    return new Run(world, scenario, Optional.empty(), rewriter);
  }

  /** What is done to a scenario. */
  @FunctionalInterface
  private interface Strike {
    Run.Result at(Run run);
  }

  private static void isCaught(
      String name, AlteredScript bug, Strike strike, String... differences) {
    planted++;
    Scenario scenario = Scenarios.prepare(name, world, false);
    strike.at(run(scenario, UnaryOperator.identity()));
    assertThatThrownBy(() -> strike.at(run(scenario, bug)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(differences);
    caught++;
  }

  @Test
  void totalsThatAreRaisedBeforeTheQueueIsTrimmedCountTwice() {
    AlteredScript bug =
        new AlteredScript("apply", "take_batches()\nreturn {'APPLIED'}", "return {'APPLIED'}");
    isCaught("aggregation", bug, run -> run.strike(Blow.Kind.AFTER, 4), "total of");
  }

  @Test
  void totalsThatAreNotBroughtBackToTwoDigitsAreCaught() {
    AlteredScript bug =
        new AlteredScript(
            "apply",
            "if redis.call('HINCRBYFLOAT', HASH .. key, method, text) ~= exact then",
            "if not redis.call('HINCRBYFLOAT', HASH .. key, method, text) then");
    isCaught("aggregation", bug, run -> run.strike(Blow.Kind.NONE, 0), "expected an amount");
  }

  /** Condition 2. */
  @Test
  void zombieWhoseEnqueueMakesTheRecordIsCaught() {
    AlteredScript bug =
        new AlteredScript(
            "enqueue",
            "  return 'NO_RECORD'\n",
            "  redis.call('HSET', KEYS[10], 'source', '"
                + SOURCE
                + "', 'applied', '0',"
                + " 'begun', '2026-01-01T00:00:00Z')\n"
                + "  redis.call('SADD', IMPORTS, string.match(KEYS[10], '%x+$'))\n"
                + "  record[1] = from\n");
    isCaught("import", bug, run -> run.strike(Blow.Kind.DELAYED, 7), "total of");
  }

  /** Condition 16. */
  @Test
  void dumperThatConfirmsOnAnEmptiedRedisIsCaught() {
    AlteredScript bug = new AlteredScript("settle", "if is_noted() then", "if true then");
    isCaught("restore", bug, run -> run.strike(Blow.Kind.NONE, 0), "total of");
  }

  /** Condition 10. */
  @Test
  void snapshotThatMissesADayIsCaughtWhenRedisIsEmptiedBeforeItIsSettled() {
    AlteredScript bug =
        new AlteredScript(
            "snapshot",
            "for _, key in ipairs(redis.call('SMEMBERS', CHANGED)) do",
            """
            local changed = redis.call('SMEMBERS', CHANGED)
            table.remove(changed)
            for _, key in ipairs(changed) do""");
    isCaught("purge", bug, run -> run.rewind(14, 0, Attack.Fate.LIVES), "total of");
  }
}
