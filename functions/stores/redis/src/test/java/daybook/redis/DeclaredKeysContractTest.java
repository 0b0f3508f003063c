package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract once more, on a server that says what each script touches: nothing that its call did
 * not declare. A serverless cache may refuse any other key, and a slot on the move loses it.
 */
class DeclaredKeysContractTest extends AdapterContract {

  private Monitor monitor;
  private int steps;

  DeclaredKeysContractTest() {
    super(TestRedis.embedded(), "{daybook}:");
  }

  @BeforeAll
  void listen() throws IOException {
    monitor = new Monitor(settings());
  }

  @AfterEach
  void nothingUndeclaredWasTouched() throws IOException {
    assertThat(monitor.undeclared(server())).isEmpty();
    steps++;
  }

  @AfterAll
  void leave() throws IOException {
    assertThat(steps).as("tests of the contract, looked at").isGreaterThan(50);
    monitor.close();
  }

  // Not once more under MONITOR, which writes each of their 100,000 commands: what runs in them is
  // the same as in the others, only longer.

  @Override
  public void tooManyChangedTotalsNeedACheckpointFirst() {}

  @Override
  public void withNothingChangedSeveralBatchesMayChangeWhatACheckpointHolds() {}

  @Override
  public void totalsThatAreChangedAlreadyNeedNoCheckpoint() {}

  @Override
  public void severalBatchesThatNoCheckpointHoldsAreCut() {}

  @Override
  public void batchThatNoCheckpointHoldsIsSetAside() {}

  @Override
  public void changedTotalsAreCountedOnceHoweverOftenTheyChange() {}

  @Override
  public void expiredDaysBeyondTheBoundComeNextTime() {}

  @Test
  void keyThatWasNotDeclaredIsSeen() throws IOException {
    server()
        .raw
        .eval(
            "redis.call('SET', KEYS[1], '1') redis.call('DEL', KEYS[1], ARGV[1])",
            List.of("{daybook}:a"),
            List.of("{daybook}:b"));
    assertThat(monitor.undeclared(server())).containsExactly("DEL {daybook}:b");
  }
}
