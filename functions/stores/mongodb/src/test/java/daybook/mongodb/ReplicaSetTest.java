package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.View;
import daybook.core.port.Records.LineClaim;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.Settled;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract in sessions, and what the adapter asks of a replica set. */
class ReplicaSetTest extends RecordDocumentsContract {

  private static final int DUPLICATE_KEY = 11_000;
  private static final int DISK_FULL = 14_031;

  private final ReplicaSetServer server = new ReplicaSetServer();

  @Override
  String uri() {
    return server.uri();
  }

  /** This server has no index for a guarded update. */
  @Override
  protected int manyDays() {
    return 300;
  }

  @Override
  void closeServer() {
    server.close();
  }

  @Test
  void operationTimeOfVerifyIsThatOfTheServer() {
    Settled settled = commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(settled.operationTime()).isEqualTo(server.operationTime());
  }

  @Test
  void stampOfACheckpointIsReadByMajorityAndWithoutTheRest() {
    checkpoints().replace(0, checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    int before = server.commands("find").size();

    assertThat(checkpoints().latestAt()).isEqualTo(1_000);

    List<Document> finds = server.commands("find");
    assertThat(finds.subList(before, finds.size())).hasSize(1);
    Document find = finds.get(before);
    assertThat(find.get("projection")).hasToString("{\"_id\" : 0, \"at\" : 1}");
    assertThat(readConcern(find).get("level")).isEqualTo("majority");
  }

  @Test
  void basesAndFinishedNameTheOperationTimeOfSettled() {
    Settled settled = commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    int before = server.commands("find").size();
    history().bases(List.of(deposits(JANUARY_15)), settled);
    ledger().finished(List.of(importId(1)), settled);

    List<Document> finds = server.commands("find");
    List<Document> newFinds = finds.subList(before, finds.size());
    assertThat(newFinds).hasSize(2);
    for (Document find : newFinds) {
      BsonTimestamp after = (BsonTimestamp) readConcern(find).get("afterClusterTime");
      assertThat(after.getTime() + "." + after.getInc()).isEqualTo(settled.operationTime());
    }
  }

  @Test
  void nodeThatDoesNotKnowTheSettledCheckpointDoesNotAnswer() {
    Settled settled = commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    server.fallBehind(1);

    assertThatThrownBy(() -> history().bases(List.of(deposits(JANUARY_15)), settled))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> ledger().finished(List.of(importId(1)), settled))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void historyIsReadLinearizably() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    int before = server.commands("find").size();
    history().range(View.TOTALS, JANUARY_15, JANUARY_15);

    List<Document> finds = server.commands("find");
    assertThat(finds.subList(before, finds.size()))
        .singleElement()
        .satisfies(find -> assertThat(readConcern(find).get("level")).isEqualTo("linearizable"));
  }

  @Test
  void everyOtherReadIsMajorityRead() {
    commit(new Checkpoint(1_000, "s", List.of(), List.of(finishedImport(1))));
    history().bases(List.of(deposits(JANUARY_15)), Settled.NONE);
    ledger().find(importId(1));
    checkpoints().latest();
    checkpoints().newestLastUpdated();

    assertThat(server.commands("find")).hasSizeGreaterThan(6);
    assertThat(server.commands("find"))
        .allSatisfy(find -> assertThat(readConcern(find).get("level")).isEqualTo("majority"));
  }

  @Test
  void everyWriteAsksForMajority() {
    commit(
        new Checkpoint(
            1_000, "s", List.of(day(JANUARY_15, "paypal", 1)), List.of(finishedImport(1))));
    commit(checkpoint(2_000, day(JANUARY_15, "paypal", 2)));

    for (String command : List.of("insert", "update")) {
      assertThat(server.commands(command)).isNotEmpty();
      assertThat(server.commands(command))
          .allSatisfy(
              write ->
                  assertThat(((Document) write.get("writeConcern")).get("w"))
                      .isEqualTo("majority"));
    }
  }

  @Test
  void writeThatNoMajorityConfirmsIsAnError() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    server.loseMajority();

    assertThatThrownBy(() -> checkpoints().replace(1_000, checkpoint(2_000)))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "visa", 1))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void firstCheckpointThatNoMajorityConfirmsIsAnError() {
    server.loseMajority();
    assertThatThrownBy(() -> checkpoints().replace(0, checkpoint(1_000)))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void duplicateKeyOfTwinIsTriedAgain() {
    server.failWrites(DUPLICATE_KEY, 1);
    checkpoints().redo(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey()).hasSize(1);
  }

  @Test
  void duplicateKeyWithoutEndIsAnError() {
    server.failWrites(DUPLICATE_KEY, Integer.MAX_VALUE);
    assertThatThrownBy(() -> checkpoints().redo(checkpoint(1_000, day(JANUARY_15, "visa", 1))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void otherErrorOfWriteIsNotTakenForDuplicateKey() {
    server.failWrites(DISK_FULL, 1);
    assertThatThrownBy(() -> checkpoints().redo(checkpoint(1_000, day(JANUARY_15, "visa", 1))))
        .isInstanceOf(StoreException.class);
    server.failWrites(DISK_FULL, 1);
    assertThatThrownBy(() -> checkpoints().replace(0, checkpoint(1_000)))
        .isInstanceOf(StoreException.class);
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey()).isEmpty();
    assertThat(checkpoints().latest()).isEmpty();
  }

  @Test
  void recordsThatNoMajorityConfirmsAreAnError() {
    insert(posted(1));
    server.loseMajority();

    LineClaim claim = new LineClaim(id(1), open(posted(1)), row(9, 5));
    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> records().insert(List.of(posted(2))),
            () -> records().insert(List.of(posted(1))),
            () -> records().claim(List.of(claim), NOW),
            () -> records().replace(List.of(inJournal(stored(id(1))))),
            () -> pins().keep(new ImportPin(source(1), ImportTerms.NONE, NOW)),
            () -> recordSwitch().isOn(true, NOW, NOW))) {
      assertThatThrownBy(write).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void errorOfAnInsertIsNotTakenForAnIdThatIsThere() {
    server.failWrites(DISK_FULL, 1);
    assertThatThrownBy(() -> records().insert(List.of(posted(1), posted(2))))
        .isInstanceOf(StoreException.class);
    server.failWrites(DUPLICATE_KEY, 1);
    assertThat(records().insert(List.of(posted(1), posted(2)))).containsExactly(id(2));
  }

  @Test
  void recordsAndPinsAreReadByMajorityAndTheSwitchLinearizably() {
    int before = server.commands("find").size();
    records().find(List.of(id(1)));
    records().pending(PendingState.OPEN, Optional.empty(), 1);
    records().born(importId(1), 0, 1, 1);
    pins().find(importId(1));
    pins().list(Optional.empty(), 1);
    recordSwitch().isOn(true, NOW, NOW);

    List<Document> finds = server.commands("find");
    assertThat(finds.subList(before, before + 5))
        .allSatisfy(find -> assertThat(readConcern(find).get("level")).isEqualTo("majority"));
    assertThat(finds.subList(before + 5, finds.size()))
        .hasSizeGreaterThan(1)
        .allSatisfy(find -> assertThat(readConcern(find).get("level")).isEqualTo("linearizable"));
  }

  private static Document readConcern(Document find) {
    return (Document) find.get("readConcern");
  }
}
