package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Attempts;
import daybook.core.port.Checkpoints;
import daybook.core.port.Deployments;
import daybook.core.port.History;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.ImportPins;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.PersonalTexts;
import daybook.core.port.RecordSwitch;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionLists;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.Settled;
import daybook.core.record.ImportPin;
import daybook.testkit.contract.MongoDbContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryMongoDbTest extends MongoDbContract {

  private final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  private final InMemoryRecords records = new InMemoryRecords(mongoDb);

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

  @Override
  protected Records records() {
    return records;
  }

  @Override
  protected Attempts attempts() {
    return new InMemoryAttempts(mongoDb);
  }

  @Override
  protected IdempotencyKeys keys() {
    return new InMemoryIdempotencyKeys(mongoDb);
  }

  @Override
  protected PersonalTexts personalTexts() {
    return new InMemoryPersonalTexts(mongoDb);
  }

  @Override
  protected TransactionLists lists() {
    return new InMemoryTransactionLists(mongoDb);
  }

  @Override
  protected ImportPins pins() {
    return records;
  }

  @Override
  protected RecordSwitch recordSwitch() {
    return records;
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

  @Test
  void recordsPinsAndSwitchAreCopiedAndRestoredToo() {
    recordSwitch().isOn(true, NOW, NOW);
    insert(posted(1));
    InMemoryMongoDb before = mongoDb.copy();
    records().replace(List.of(inJournal(posted(1))));
    insert(posted(2));
    pins().keep(new ImportPin(source(1), ImportTerms.NONE, NOW));
    recordSwitch().isOn(false, NOW, NOW);

    assertThat(new InMemoryRecords(before).find(List.of(id(1), id(2))))
        .isEqualTo(Map.of(id(1), posted(1)));
    assertThat(new InMemoryRecords(before).isOn(true, NOW.plusSeconds(60), NOW)).isTrue();
    mongoDb.restore(before);
    assertThat(stored(id(1))).isEqualTo(posted(1));
    assertThat(pins().find(importId(1))).isEmpty();
    assertThat(recordSwitch().isOn(true, NOW.plusSeconds(60), NOW)).isTrue();
  }
}
