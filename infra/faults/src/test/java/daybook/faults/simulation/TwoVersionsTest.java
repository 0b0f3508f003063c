package daybook.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.UnknownFormException;
import daybook.faults.Effort;
import daybook.faults.Report;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * I1 to I6 while two versions work side by side, in all the weather of a simulation: the older
 * functions do not know what the newer ones write, and wait.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class TwoVersionsTest {

  private static final int SEEDS = Effort.count("daybook.simulation.seeds", 150, 5_000);
  private static final long FIRST =
      Long.getLong("daybook.simulation.first", Effort.ALL ? 1 : Effort.SEED);

  /** Invocations of each function until the older version is gone. */
  private static final int MIXED_MAX = 8;

  @Test
  void everySeedIsExactOnceTheOlderVersionIsGone() {
    converges("both versions, then the newer", TwoVersionsTest::isNewerWhileMixed);
  }

  @Test
  void everySeedIsExactAlsoAfterGoingBackInTheMiddle() {
    converges(
        "both versions, then the older, then the newer",
        name -> number(name) > 2 * MIXED_MAX || (number(name) <= MIXED_MAX && isEven(name)));
  }

  private static boolean isNewerWhileMixed(String name) {
    return number(name) > MIXED_MAX || isEven(name);
  }

  private static boolean isEven(String name) {
    return name.hashCode() % 2 == 0;
  }

  /** Of an invocation, {@code importer 7}. */
  private static int number(String name) {
    return Integer.parseInt(name.substring(name.indexOf(' ') + 1));
  }

  private static void converges(String what, Predicate<String> isNewer) {
    Optional<Seeds.Failure> failure =
        Seeds.firstFailure(Mix.FILES, FIRST, SEEDS, () -> TwoVersions.newer(isNewer));
    failure.ifPresent(
        failed -> {
          throw new AssertionError(
              Seeds.explain(Mix.FILES, failed.seed(), () -> TwoVersions.newer(isNewer)),
              failed.what());
        });
    Report.line("%s: seeds %d to %d, all exact".formatted(what, FIRST, FIRST + SEEDS - 1));
  }

  @Test
  void olderInvocationsMeetWhatTheyDoNotKnow() {
    AtomicInteger refused = new AtomicInteger();
    Consumer<Ports> plant =
        ports -> {
          TwoVersions.newer(TwoVersionsTest::isNewerWhileMixed).accept(ports);
          if (!isNewerWhileMixed(ports.steps.name())) {
            ports.hotTotals = counting(ports, refused);
          }
        };
    for (long seed = 1; seed <= 20; seed++) {
      new Simulation(Choices.ofSeed(seed), Mix.FILES, plant).run();
    }
    assertThat(refused.get()).isPositive();
  }

  private static SteppedTotals counting(Ports ports, AtomicInteger refused) {
    return new SteppedTotals(ports.steps) {
      @Override
      public Tail tail(int batchesMax) {
        try {
          return super.tail(batchesMax);
        } catch (UnknownFormException e) {
          refused.incrementAndGet();
          throw e;
        }
      }
    };
  }
}
