package daybook.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import daybook.faults.Effort;
import daybook.faults.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Redis put back to each earlier state of its own history, or emptied, at each command of an
 * import, an aggregation, a dump and a purge: totals come out exactly, and history never shows a
 * row twice, nor less than before. The test command tries a sample of the states.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FallBackTest {

  /** Fall-backs in the test command. */
  private static final int SAMPLE = 250;

  /**
   * One of them.
   *
   * @param at number of the command before which it happens
   * @param to number of the command whose state comes back; -1 for an empty Redis
   */
  private record FallBack(int at, int to) {}

  @Test
  void redisMayFallBackToAnyEarlierStateAtEveryCommand() {
    int commands = run(stage -> {}, -1);
    assertThat(commands).isGreaterThan(50);
    List<FallBack> all = new ArrayList<>();
    for (int at = 0; at < commands; at++) {
      for (int to = -1; to < at; to++) {
        all.add(new FallBack(at, to));
      }
    }
    List<FallBack> chosen = Effort.sample(all, SAMPLE);
    for (FallBack fallBack : chosen) {
      assertThatCode(() -> run(stage -> stage.fallBackTo(fallBack.to()), fallBack.at()))
          .as("%s, %s", fallBack, Effort.choice())
          .doesNotThrowAnyException();
    }
    Report.line(
        "fall-backs of a simulated Redis: %d commands, %,d of %,d runs (to each earlier state, and to nothing, at each command), all exact, %s"
            .formatted(commands, chosen.size(), all.size(), Effort.choice()));
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
