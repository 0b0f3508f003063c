package daybook.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.faults.Report;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Redis put back to each earlier state of its own history, or emptied, at each command of an
 * import, an aggregation, a dump and a purge: totals come out exactly, and history never shows a
 * row twice, nor less than before.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FallBackTest {

  @Test
  void redisMayFallBackToAnyEarlierStateAtEveryCommand() {
    int commands = run(stage -> {}, -1);
    assertThat(commands).isGreaterThan(50);
    int runs = 0;
    for (int at = 0; at < commands; at++) {
      for (int to = -1; to < at; to++) {
        int past = to;
        run(stage -> stage.fallBackTo(past), at);
        runs++;
      }
    }
    Report.line(
        "fall-backs of a simulated Redis: %d commands, %,d runs (each earlier state, and empty, at each command), all exact"
            .formatted(commands, runs));
  }

  /** Lives through a file in several batches, its totals and its purge; returns the commands. */
  private static int run(Consumer<Stage> moment, int at) {
    try (Stage stage = new Stage(ports -> {})) {
      Stage.File first = stage.uploadWithBadRows("v1.csv", -30, 2);
      Stage.File second = stage.upload("v2.csv", 0, 2);
      stage.atCommand(at, moment);
      Stage.Player importer = stage.importer(first);
      stage.through(importer, "enqueue");
      stage.toEnd(stage.aggregator());
      stage.toEnd(stage.dumper());
      stage.toEnd(stage.importer(second));
      stage.toEnd(importer);
      stage.toEnd(stage.aggregator());
      stage.toEnd(stage.dumper());
      int commands = stage.commands();
      stage.finish();
      return commands;
    }
  }
}
