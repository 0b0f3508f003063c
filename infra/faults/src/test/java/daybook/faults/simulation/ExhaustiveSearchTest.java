package daybook.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.faults.Effort;
import daybook.faults.Report;
import daybook.testkit.fake.InMemoryObjects;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * I3, I5 and I6 in every order that the commands of a few functions can come in. One party is
 * searched whole in the test command, the others up to a number of switches from one function to
 * another before that has ended; {@code -P long} searches all but two of each whole, and these up
 * to two switches, or {@code -Ddaybook.search.switches=3}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExhaustiveSearchTest {

  private static final int ALL = 1_000;

  /** For four functions. */
  private static final int SOME = Effort.ALL ? ALL : 4;

  /**
   * With a fail-over at any moment: an aggregator that waits for its repair has long orders, and
   * each switch more multiplies the states; with 5 they do not end within minutes.
   */
  private static final int FAIL_OVER = Effort.ALL ? 3 : 2;

  /** For two of each. */
  private static final int FEW = Effort.count("daybook.search.switches", 1, 2);

  /** Who takes part. */
  private record Party(int importers, int aggregators, int dumpers) {
    @Override
    public String toString() {
      return "%d importers, %d aggregators, %d dumpers".formatted(importers, aggregators, dumpers);
    }
  }

  @Test
  void twinImporters() {
    search(new Party(2, 1, 1), 1, false, SOME);
  }

  @Test
  void twinAggregatorsInEveryOrder() {
    search(new Party(1, 2, 1), 1, false, ALL);
  }

  @Test
  void twinDumpers() {
    search(new Party(1, 1, 2), 1, false, SOME);
  }

  @Test
  void failOverToAnyEarlierStateAtAnyMoment() {
    search(new Party(1, 1, 1), 1, true, FAIL_OVER);
  }

  @Test
  void twoOfEachWithFewSwitches() {
    search(new Party(2, 2, 2), 1, false, FEW);
  }

  @Test
  void twoOfEachOnAFewRows() {
    search(new Party(2, 2, 2), 3, false, Math.max(1, FEW - 1));
  }

  /** A search that finds nothing must be able to find something. */
  @Test
  void ledgerThatForgetsIsFound() {
    assertThatThrownBy(
            () -> search(new Party(2, 1, 1), 1, false, ALL, ExhaustiveSearchTest::forgetful))
        .isInstanceOf(Violation.class);
  }

  private static void forgetful(Ports ports) {
    ports.ledger =
        new SteppedMongoDb(ports.steps) {
          @Override
          public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
            return Set.of();
          }
        };
  }

  private static void search(Party party, int rows, boolean failOver, int switches) {
    search(party, rows, failOver, switches, ports -> {});
  }

  private static void search(
      Party party, int rows, boolean failOver, int switches, Consumer<Ports> plant) {
    World world = new World(InMemoryObjects.withVersions());
    RowOracle oracle = new RowOracle();
    Upload upload =
        new UploadMaker(Choices.again(List.of())).put(world, "v1.csv", -30, rows, false);
    oracle.add(upload);
    Functions functions = new Functions(plant);
    List<Invocation.Body> bodies = new ArrayList<>();
    bodies.addAll(
        Collections.nCopies(
            party.importers(), functions.importer(Cast.notification(upload.version()))));
    bodies.addAll(Collections.nCopies(party.aggregators(), functions.aggregator()));
    bodies.addAll(Collections.nCopies(party.dumpers(), functions.dumper()));

    ExhaustiveSearch.Result result =
        new ExhaustiveSearch(oracle, functions).search(world, bodies, failOver, switches);

    assertThat(result.schedules()).isGreaterThan(BigInteger.valueOf(1_000));
    Report.line(
        "exhaustive search: %s, file of %d row(s), %s, %s: %,d schedules over %,d states, all exact"
            .formatted(
                party,
                rows,
                failOver ? "a fail-over to any earlier state" : "no fail-over",
                switches == ALL ? "every order" : "at most " + switches + " switches",
                result.schedules(),
                result.states()));
  }
}
