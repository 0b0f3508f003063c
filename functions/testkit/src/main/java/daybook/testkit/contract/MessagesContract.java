package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Messages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Messages} does: bodies are compared as text, because the handlers on the other
 * side read exactly these. A subclass gives empty queues to every test.
 */
public abstract class MessagesContract {

  /** What is tested. */
  protected abstract Messages messages();

  /** Takes the bodies of this many messages from the import queue, waiting for them if need be. */
  protected abstract List<String> drainImports(int expected);

  /** Takes the bodies of this many messages from the wake-up queue. */
  protected abstract List<String> drainWakeUps(int expected);

  /** Takes the bodies of this many messages from the tick queue. */
  protected abstract List<String> drainTicks(int expected);

  @Test
  void wakeUpGoesToTheWakeUpQueue() {
    messages().wakeAggregator();

    assertThat(drainWakeUps(1)).containsExactly("{\"wake\":true}");
  }

  @Test
  void tickGoesToTheTickQueue() {
    messages().tickDumper(Duration.ZERO);

    assertThat(drainTicks(1)).containsExactly("{\"tick\":0}");
  }

  @Test
  void delayedTickArrives() {
    messages().tickDumper(Duration.ofSeconds(1));

    assertThat(drainTicks(1)).containsExactly("{\"tick\":0}");
  }

  @Test
  void reconcileGoesToTheImportQueue() {
    messages().requestReconcile(Optional.empty(), 0, Duration.ZERO);

    assertThat(drainImports(1)).containsExactly("{\"reconcile\":true,\"whole\":true}");
  }

  @Test
  void reconcileNamesThePlaceWhereItGoesOn() {
    messages().requestReconcile(Optional.of("a \"place\""), 1, Duration.ZERO);

    assertThat(drainImports(1))
        .containsExactly(
            "{\"reconcile\":true,\"whole\":true,\"after\":\"a \\\"place\\\"\",\"hop\":1}");
  }

  @Test
  void importNamesItsVersion() {
    messages().requestImport("uploads", "in/a.csv", "v1", 0, Duration.ZERO);

    assertThat(drainImports(1))
        .containsExactly(
            "{\"continue\":{\"bucket\":\"uploads\",\"key\":\"in/a.csv\",\"versionId\":\"v1\",\"hop\":0}}");
  }

  @Test
  void importWithoutVersionSaysSo() {
    messages().requestImport("uploads", "in/a.csv", null, 3, Duration.ZERO);

    assertThat(drainImports(1))
        .containsExactly(
            "{\"continue\":{\"bucket\":\"uploads\",\"key\":\"in/a.csv\",\"versionId\":null,\"hop\":3}}");
  }

  @Test
  void awkwardKeyIsCarriedAsItIs() {
    messages().requestImport("uploads", "a b+c%2B\"Ü\n😀.csv", null, 0, Duration.ZERO);

    assertThat(drainImports(1).get(0)).contains("\"key\":\"a b+c%2B\\\"Ü\\n😀.csv\"");
  }

  @Test
  void everyMessageArrives() {
    for (int hop = 0; hop < 12; hop++) {
      messages().requestImport("uploads", "in/a.csv", null, hop, Duration.ZERO);
    }

    assertThat(drainImports(12)).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void delayedMessageArrives() {
    messages().requestImport("uploads", "in/a.csv", null, 1, Duration.ofSeconds(1));

    assertThat(drainImports(1)).hasSize(1);
  }

  @Test
  void outOfRangeIsRefused() {
    assertThatThrownBy(
            () -> messages().requestImport("uploads", "a", null, 0, Duration.ofSeconds(901)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> messages().requestImport("uploads", "a", null, 0, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> messages().requestReconcile(Optional.empty(), 0, Duration.ofSeconds(901)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> messages().requestReconcile(Optional.empty(), -1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> messages().tickDumper(Duration.ofSeconds(901)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> messages().requestImport("uploads", "a", null, -1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
