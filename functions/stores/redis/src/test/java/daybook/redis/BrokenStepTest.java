package daybook.redis;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.DailyAggregate;
import daybook.core.Totals;
import daybook.core.port.HotTotals;
import daybook.core.port.StoreException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.testkit.contract.Imports;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that a server breaks off half-way, which no script can undo: no batch leaves the queue. */
class BrokenStepTest {

  private static final RedisKeys KEYS = new RedisKeys("", "Q");
  private static final ObjectVersion SOURCE = version(1);

  private @Nullable TestRedis server;
  private @Nullable RedisConnection connection;

  /** A server without this command: the step that comes to it breaks there. */
  private RedisConnection without(String command) {
    TestRedis started = TestRedis.embedded("rename-command " + command + " \"\"");
    server = started;
    RedisConnection opened = new RedisConnection(started.settings(KEYS));
    connection = opened;
    RedisTransactionQueue queue = new RedisTransactionQueue(opened);
    queue.begin(SOURCE.importId(), SOURCE, Imports.BEGUN, Settled.NONE);
    queue.enqueue(SOURCE.importId(), List.of(batch(SOURCE, 0, 10, row(H, "visa", "1.00"))));
    return opened;
  }

  @AfterEach
  void close() {
    if (connection != null) {
      connection.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static List<BatchId> oldest(HotTotals hotTotals) {
    return hotTotals.tail(1).batches().stream().map(Batch::id).toList();
  }

  private static ImportRecord record(RedisConnection connection) {
    RedisTransactionQueue queue = new RedisTransactionQueue(connection);
    return queue.look(SOURCE.importId()).record().orElseThrow();
  }

  @Test
  void batchWhoseSumsCouldNotBeAddedIsStillTheNextAndItsImportHasNotMoved() {
    RedisConnection broken = without("HINCRBYFLOAT");
    HotTotals hotTotals = new RedisHotTotals(broken);
    HotTotals.Application application =
        new HotTotals.Application(
            oldest(hotTotals),
            Settled.NONE,
            Totals.of(List.of(new DailyAggregate(H, totals("visa", "1.00")))),
            Map.of(H, Imports.base(0)),
            null);

    assertThatThrownBy(() -> hotTotals.apply(application)).isInstanceOf(StoreException.class);

    assertThat(oldest(hotTotals)).hasSize(1);
    assertThat(record(broken).applied().offset()).isZero();
  }

  @Test
  void batchThatCouldNotBeTakenOutIsNamedAsSetAside() {
    RedisConnection broken = without("LTRIM");
    HotTotals hotTotals = new RedisHotTotals(broken);
    HotTotals.Application application =
        new HotTotals.Application(
            oldest(hotTotals), Settled.NONE, Totals.NONE, Map.of(), SetAsideReason.UNREADABLE);

    assertThatThrownBy(() -> hotTotals.apply(application)).isInstanceOf(StoreException.class);

    assertThat(oldest(hotTotals)).hasSize(1);
    assertThat(record(broken).setAside()).hasSize(1);
  }
}
