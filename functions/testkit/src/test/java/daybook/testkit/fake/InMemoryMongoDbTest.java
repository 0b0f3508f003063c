package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Checkpoints;
import daybook.core.port.Deployments;
import daybook.core.port.History;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.StoreException;
import daybook.core.protocol.Settled;
import daybook.testkit.contract.MongoDbContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryMongoDbTest extends MongoDbContract {

  private final InMemoryMongoDb mongoDb = new InMemoryMongoDb();

  @Override
  protected History history() {
    return mongoDb;
  }

  @Override
  protected MappingArchive archive() {
    return mongoDb;
  }

  @Override
  protected Ledger ledger() {
    return mongoDb;
  }

  @Override
  protected Checkpoints checkpoints() {
    return mongoDb;
  }

  @Override
  protected Deployments deployments() {
    return mongoDb;
  }

  @Test
  void nodeCutOffEarlierDoesNotAnswerReadsOfLaterCheckpoint() {
    InMemoryMongoDb deposed = mongoDb.copy();
    Settled settled = commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));

    assertThatThrownBy(() -> deposed.bases(List.of(deposits(JANUARY_15)), settled))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> deposed.finished(List.of(), settled))
        .isInstanceOf(StoreException.class);
    assertThat(deposed.bases(List.of(deposits(JANUARY_15)), Settled.NONE)).hasSize(1);
  }

  @Test
  void copyIsIndependentAndRestoreBringsItBack() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    InMemoryMongoDb before = mongoDb.copy();
    commit(checkpoint(2_000, day(JANUARY_15, "paypal", 2)));

    assertThat(before.newestLastUpdated()).isEqualTo(1_000);
    mongoDb.restore(before);
    assertThat(mongoDb.newestLastUpdated()).isEqualTo(1_000);
    assertThat(mongoDb.latest()).get().extracting(c -> c.at()).isEqualTo(1_000L);
  }
}
