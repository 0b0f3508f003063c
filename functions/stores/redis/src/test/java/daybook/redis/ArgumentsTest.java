package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.testkit.contract.Imports;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No step sends, or makes its script send, more arguments than ElastiCache Serverless takes. */
class ArgumentsTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");
  private static final ObjectVersion SOURCE = Imports.version(1);

  /** More days make more commands, not larger ones: each has the methods of one day, at most. */
  private static final int DAYS = 3;

  private static SortedMap<String, Sum> totals(int cents) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    for (int i = 0; i < View.METHODS_MAX; i++) {
      totals.put("method-%04d".formatted(i), new Sum(cents, 1));
    }
    return totals;
  }

  /** One batch that raises as many totals of a day as there may be. */
  private static Application application(BatchId batch, boolean withBases) {
    List<DailyAggregate> sums = new ArrayList<>();
    Map<AggregateKey, Base> bases = new HashMap<>();
    for (int i = 0; i < DAYS; i++) {
      AggregateKey key =
          AggregateKey.parse(
              LocalDate.of(2026, 1, 1).plusDays(i) + ":" + TransactionType.DEPOSIT.group());
      sums.add(new DailyAggregate(key, totals(100)));
      if (withBases) {
        bases.put(key, new Base(totals(1), 0));
      }
    }
    return new Application(List.of(batch), Settled.NONE, Totals.of(sums), bases, null);
  }

  private static List<Batch> batches(int count) {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(
          Imports.batch(SOURCE, i * 10L, (i + 1) * 10L, Imports.row(Imports.H, "visa", "1.00")));
    }
    return batches;
  }

  @Test
  void largestStepsStayBelowTheBound() throws IOException {
    try (TestRedis server = TestRedis.embedded();
        Monitor monitor = new Monitor(server.settings(KEYS));
        RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      RedisTransactionQueue queue = new RedisTransactionQueue(connection);
      RedisHotTotals hot = new RedisHotTotals(connection);
      RedisSnapshots snapshots = new RedisSnapshots(connection);
      queue.begin(SOURCE.importId(), SOURCE, Imports.BEGUN, Settled.NONE);
      List<Batch> batches = batches(TransactionQueue.ENQUEUE_BATCHES_MAX);
      queue.enqueue(SOURCE.importId(), batches);
      Applied applied = new Applied(Optional.empty(), false);
      assertThat(hot.apply(application(batches.get(0).id(), true))).isEqualTo(applied);
      Snapshot snapshot = snapshots.snapshot("a", LocalDate.of(2026, 1, 1));
      assertThat(snapshot.totals()).hasSize(DAYS);
      Checkpoint checkpoint = new Checkpoint(1_000, "a", snapshot.totals(), snapshot.imports());
      assertThat(
              snapshots.settle(checkpoint, new Settled(1_000, ""), LocalDate.of(2026, 1, 1)).kind())
          .isEqualTo(SettleOutcome.Kind.CONFIRMED);
      hot.read(application(batches.get(0).id(), false).sums().keys());

      assertThat(monitor.mostArguments(server))
          .isBetween(2 * View.METHODS_MAX, RedisMode.SERVERLESS.argumentsMax());
    }
  }

  @Test
  void stepWithMoreArgumentsIsNotSent() {
    try (TestRedis server = TestRedis.cluster();
        RedisConnection connection = new RedisConnection(server.serverless(KEYS))) {
      RedisScripts scripts = new RedisScripts(connection, Form.NEWEST);
      List<byte[]> range = RedisScripts.arguments("2026-01-01", "2026-01-01", 1, "");
      int most = scripts.keysMax(range.size());
      String hash = KEYS.totals(AggregateKey.parse("2026-01-01:deposits"));
      assertThat(scripts.run("read", Collections.nCopies(most, hash), range).list().get(2).list())
          .isEmpty();
      assertThatThrownBy(() -> scripts.run("read", Collections.nCopies(most + 1, hash), range))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("read: expected at most 3999 arguments, found 4000");
    }
  }
}
