package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.HotTotals.Tail;
import daybook.core.port.StoreException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the aggregator may rely on when it reads the queue, and /stats when it reads totals. */
interface TailContract extends RedisSteps {

  ObjectVersion V1 = version(1);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  default void emptyQueueHasNoTail() {
    Tail tail = hotTotals().tail(64);
    assertThat(tail.batches()).isEmpty();
    assertThat(tail.unreadable()).isEmpty();
    assertThat(tail.settled()).isEqualTo(Settled.NONE);
  }

  @Test
  default void tailIsTheOldestBatchesAndTheSettledCheckpoint() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10), batch(V1, 10, 20), batch(V1, 20, 30));
    Tail tail = hotTotals().tail(2);
    assertThat(tail.batches()).extracting(batch -> batch.id().to()).containsExactly(10L, 20L);
    assertThat(tail.settled()).isEqualTo(new Settled(5, "op5"));
  }

  @Test
  default void tailEndsBeforeAnUnreadableElement() {
    begun(V1);
    enqueued(batch(V1, 0, 10));
    push(bytes("{\"amount\": 5}"));
    enqueued(batch(V1, 10, 20));
    Tail tail = hotTotals().tail(64);
    assertThat(tail.batches()).extracting(Batch::id).hasSize(1);
    assertThat(tail.unreadable()).isEmpty();
  }

  @Test
  default void oldestElementThatIsNoBatchCanBeMovedAway() {
    push(bytes("{\"amount\": 5}"));
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    String digest = hotTotals().tail(64).unreadable().orElseThrow();
    assertThat(hotTotals().quarantine(digest)).isTrue();
    assertThat(hotTotals().quarantine(digest)).isFalse();
    applied(1);
    assertThat(total(H)).isEqualTo(amounts("visa", "1.00"));
  }

  @Test
  default void onlyTheElementThatWasSeenIsMovedAway() {
    push(bytes("one"));
    String digest = hotTotals().tail(1).unreadable().orElseThrow();
    assertThat(hotTotals().quarantine(digest)).isTrue();
    push(bytes("two"));
    assertThat(hotTotals().quarantine(digest)).isFalse();
    assertThat(hotTotals().tail(1).unreadable()).isPresent().isNotEqualTo(digest);
  }

  @Test
  default void elementOfARunningImportIsNotMovedAway() {
    begun(V1);
    push(bytes(V1.importId() + ":0:10\nnot a position\n"));
    String digest = hotTotals().tail(1).unreadable().orElseThrow();
    assertThatThrownBy(() -> hotTotals().quarantine(digest)).isInstanceOf(StoreException.class);
    assertThat(hotTotals().tail(1).unreadable()).contains(digest);
  }

  @Test
  default void identityInAnotherSpellingIsNoBatch() {
    Batch batch = batch(V1, 7, 10);
    String element = new String(batch.element(), StandardCharsets.UTF_8);
    push(bytes(element.replace(":7:10\n", ":07:10\n")));
    assertThat(hotTotals().tail(1).unreadable()).isPresent();
  }

  @Test
  default void daysThatAreNotHeldAreAbsent() {
    imported(V1, row(H, "visa", "12.30"), row(H, "paypal", "0.00"));
    assertThat(hotTotals().read(List.of(X, H)).byKey())
        .isEqualTo(Map.of(H, totals("paypal", "0.00", "visa", "12.30")));
    assertThat(hotTotals().read(List.of()).byKey()).isEmpty();
  }
}
