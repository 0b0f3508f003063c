package daybook.faults.simulation;

import daybook.core.View;
import daybook.core.port.HotTotals;
import java.time.LocalDate;
import java.util.Set;

/** The aggregator's end of the queue and the totals, one command at a time. */
class SteppedTotals implements HotTotals {

  private final Steps steps;

  SteppedTotals(Steps steps) {
    this.steps = steps;
  }

  @Override
  public Tail tail(int batchesMax) {
    return steps.take(
        Step.of("tail", () -> "reads the tail", world -> world.redis().tail(batchesMax)));
  }

  @Override
  public Outcome apply(Application application) {
    return steps.take(
        Step.of(
            "apply",
            () ->
                "applies %s %s bases %s"
                    .formatted(
                        Texts.ofIds(application.batches()),
                        application.sums(),
                        application.bases()),
            world -> world.redis().apply(application)));
  }

  @Override
  public boolean quarantine(String digest) {
    return steps.take(
        Step.of("quarantine", () -> "quarantines", world -> world.redis().quarantine(digest)));
  }

  @Override
  public Found range(Set<View> views, LocalDate from, LocalDate to) {
    return steps.take(
        Step.of("read", () -> "reads totals", world -> world.redis().range(views, from, to)));
  }
}
