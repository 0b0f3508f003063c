package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SettleOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/**
 * What a Redis at its maxmemory does: it takes nothing in, changes nothing where it refuses, and
 * can be drained, dumped, purged and restored, so that it gets its memory back.
 */
public abstract class FullRedisContract implements RedisSteps {

  private static final ObjectVersion V1 = version(1);
  private static final ObjectVersion V2 = version(2);

  /** Leaves no memory for any write that may take some. */
  protected abstract void fill();

  /** Gives the memory back. */
  protected abstract void unfill();

  @Test
  void nothingIsTakenInAndNothingChanges() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    List<Object> before = everything(V1, V2);
    fill();

    assertThat(begin(V2, settled())).isEqualTo(Begun.NO_MEMORY);
    assertThat(enqueue(batch(V1, 10, 20, row(H, "visa", "1.00")))).isEqualTo(Enqueued.NO_MEMORY);

    assertThat(everything(V1, V2)).isEqualTo(before);
  }

  @Test
  void otherAnswersComeBeforeTheOneOfTheMemory() {
    begun(V1);
    enqueued(last(V1, 0, 10));
    fill();

    assertThat(begin(V1, settled())).isEqualTo(Begun.RUNNING);
    assertThat(enqueue(last(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(batch(V2, 0, 10))).isEqualTo(Enqueued.NO_RECORD);
  }

  @Test
  void importGoesOnOnceThereIsMemory() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    fill();
    assertThat(enqueue(last(V1, 10, 20, row(H, "visa", "2.00")))).isEqualTo(Enqueued.NO_MEMORY);
    unfill();

    assertThat(enqueue(last(V1, 10, 20, row(H, "visa", "2.00")))).isEqualTo(Enqueued.BEHIND_OTHERS);
    applied(2);
    assertThat(total(H)).isEqualTo(amounts("visa", "3.00"));
  }

  @Test
  void queueIsDrainedWithBasesAndWithout() {
    begun(V1);
    enqueued(
        batch(V1, 0, 10, row(H, "visa", "1.00")),
        batch(V1, 10, 20, row(H, "visa", "2.00"), row(X, "cash", "0.01")));
    fill();

    applied(1);
    SortedMap<String, Sum> base = totals("cash", "5.00", "visa", "7.00");
    Map<AggregateKey, Base> history = Map.of(X, new Base(base, 0));
    assertThat(apply(read(1), history)).isInstanceOf(Applied.class);

    assertThat(total(H)).isEqualTo(amounts("visa", "3.00"));
    assertThat(total(X)).isEqualTo(amounts("cash", "5.01", "visa", "7.00"));
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  void batchIsSetAside() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    fill();

    assertThat(hotTotals().apply(setAside(read(1), SetAsideReason.UNREADABLE)))
        .isInstanceOf(Applied.class);

    assertThat(record(V1).orElseThrow().setAside()).hasSize(1);
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  void unreadableElementIsMovedAway() {
    push("no batch".getBytes(StandardCharsets.UTF_8));
    fill();

    assertThat(hotTotals().quarantine(hotTotals().tail(1).unreadable().orElseThrow())).isTrue();

    assertThat(hotTotals().tail(1).unreadable()).isEmpty();
  }

  @Test
  void dumpIsConfirmedAndPurges() {
    begun(V1);
    enqueued(last(V1, 0, 10, row(H, "visa", "1.00"), row(X, "cash", "2.00")));
    fill();
    applied(1);

    dumped(5);

    assertThat(total(H)).isEqualTo(amounts("visa", "1.00"));
    assertThat(total(X)).isNull();
    assertThat(record(V1)).isEmpty();
    assertThat(settled().at()).isEqualTo(5);
  }

  @Test
  void forgetfulOneIsRestored() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    applied(1);
    Checkpoint checkpoint = checkpoint(5, "elsewhere", snapshot("here"));
    enqueued(batch(V1, 10, 20, row(H, "visa", "1.00")));
    fill();

    assertThat(settle(checkpoint).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);

    assertThat(record(V1).orElseThrow().enqueued().offset()).isEqualTo(10);
    assertThat(total(H)).isNull();
    assertThat(settled().at()).isEqualTo(5);
  }

  @Test
  void emptiedOneIsRestored() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    applied(1);
    Checkpoint checkpoint = checkpoint(5, "elsewhere", snapshot("here"));
    flush();
    fill();

    assertThat(settle(checkpoint).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);

    assertThat(record(V1).orElseThrow().enqueued().offset()).isEqualTo(10);
  }

  @Test
  void asManySnapshotsAreNotedAsEver() {
    imported(V1, row(H, "visa", "1.00"));
    fill();
    Checkpoint first = checkpoint(5, "0", snapshot("0"));
    for (int i = 1; i < Snapshots.SNAPSHOTS_MAX; i++) {
      snapshot(Integer.toString(i));
    }
    assertThat(settle(first).kind()).isEqualTo(SettleOutcome.Kind.CONFIRMED);
  }
}
