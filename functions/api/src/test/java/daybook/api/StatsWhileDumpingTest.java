package daybook.api;

import static daybook.testkit.contract.Imports.CUT_OFF;
import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.QueueSteps;
import org.junit.jupiter.api.Test;

/** What is served while rows are applied, dumped, purged and forgotten. */
class StatsWhileDumpingTest {

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongo = new InMemoryMongoDb();
  private final Stats stats = new Stats(redis, mongo);

  private Totals served() {
    return stats.read(HoursJson.VIEWS, new DateRange(X.day(), H.day()), CUT_OFF);
  }

  private void assertBothDaysAreServed() {
    assertThat(served().byKey())
        .containsEntry(X, totals("visa", "1.10"))
        .containsEntry(X.in(View.HOURS), totals("10", "1.10"))
        .containsEntry(H, totals("visa", "2.20"))
        .containsEntry(H.in(View.HOURS), totals("10", "2.20"));
  }

  private void applyOneRowOfEachDay() throws UnreadableBatchException {
    ObjectVersion source = version(1);
    Batch batch = last(source, 0, 10, row(X, "visa", "1.10"), row(H, "visa", "2.20"));
    QueueSteps.enqueue(redis, source, batch);
    QueueSteps.applyAll(redis, mongo);
  }

  /** The checkpoint is in history; settling it is left to the caller. */
  private Checkpoint written() {
    Snapshot snapshot = redis.snapshot("snapshot-1", CUT_OFF);
    Checkpoint checkpoint = new Checkpoint(1, "snapshot-1", snapshot.totals(), snapshot.imports());
    assertThat(mongo.replace(0, checkpoint)).isTrue();
    mongo.redo(checkpoint);
    return checkpoint;
  }

  @Test
  void everyTotalIsServedFromItsDumpOnWhateverRedisForgets() throws UnreadableBatchException {
    applyOneRowOfEachDay();
    assertThat(served().byKey())
        .containsEntry(H, totals("visa", "2.20"))
        .containsEntry(H.in(View.HOURS), totals("10", "2.20"));

    Checkpoint checkpoint = written();
    assertBothDaysAreServed();

    redis.settle(checkpoint, mongo.verify(checkpoint).orElseThrow(), CUT_OFF);
    assertThat(redis.read(inAllViews(X, H)).byKey()).containsOnlyKeys(H, H.in(View.HOURS));
    assertBothDaysAreServed();

    redis.flush();
    assertBothDaysAreServed();
  }
}
