package daybook.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Tail;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.Form;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.contract.Imports;
import java.util.List;

/** What importer and aggregator do to the stores, for tests of what comes after them. */
public final class QueueSteps {

  private static final int BATCHES_MAX = 64;

  private QueueSteps() {}

  /** Begins an import, or goes on with it, and enqueues these batches. */
  public static void enqueue(InMemoryRedis redis, ObjectVersion source, Batch... batches) {
    redis.begin(source.importId(), source, Imports.BEGUN, redis.look(source.importId()).settled());
    redis.enqueue(source.importId(), List.of(batches));
  }

  /** Enqueues a batch as a version does that knows one form more: whoever meets it here waits. */
  public static void enqueueOfNextForm(InMemoryRedis redis, ObjectVersion source, Batch batch)
      throws UnreadableBatchException {
    int next = Form.NEWEST + 1;
    String element = new String(batch.element(), UTF_8).replaceFirst("^[0-9]+ ", next + " ");
    Batch named = Batch.decode(element.getBytes(UTF_8), next);
    redis.knowing(
        next,
        newer -> {
          enqueue(newer, source, named);
          return newer;
        });
  }

  /** Applies everything that is queued, with bases as history has them. */
  public static void applyAll(InMemoryRedis redis, InMemoryMongoDb mongo)
      throws UnreadableBatchException {
    Tail tail = redis.tail(BATCHES_MAX);
    BatchSums sums = new BatchSums();
    for (Batch batch : tail.batches()) {
      sums.add(batch);
    }
    Totals added = sums.sums();
    Application application =
        new Application(
            tail.batches().stream().map(Batch::id).toList(),
            tail.batches().stream().map(Batch::digest).toList(),
            tail.settled(),
            added,
            mongo.bases(added.keys(), tail.settled()),
            null);
    assertThat(redis.apply(application)).isInstanceOf(Applied.class);
  }
}
