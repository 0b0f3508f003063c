package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import daybook.core.View;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Settled;
import daybook.testkit.contract.MongoDbSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What a majority means on a real replica set: what none has confirmed is an error, is read by
 * nobody and settles nothing, and a new primary has all that was settled.
 */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.VARIABLE,
    matches = ".+",
    disabledReason = "names no MongoDB to test against")
class NamedReplicaSetTest extends MongoDbSamples {

  private static final String URI = System.getenv(NamedServerTest.VARIABLE);

  /** Soon: these tests wait for it; long enough for a slow machine's disk. */
  private static final String SOON = "&timeoutMS=2000";

  private static final Checkpoint FIRST = checkpoint(1_000, day(JANUARY_15, "paypal", 1));
  private static final Checkpoint SECOND = checkpoint(2_000, day(JANUARY_15, "paypal", 2));

  private final String database = "daybook_test_" + UUID.randomUUID().toString().substring(0, 8);
  private MongoConnection connection;
  private MongoCheckpoints checkpoints;
  private NamedReplicaSet set;

  @BeforeEach
  void commitFirst() {
    Assumptions.assumeTrue(URI.contains("replicaSet="), "the MongoDB that is named is no set");
    connection = new MongoConnection(new MongoSettings(URI, database));
    new MongoSchema(connection).apply((level, event, facts) -> {});
    checkpoints = new MongoCheckpoints(connection);
    set = new NamedReplicaSet(URI);
    checkpoints.replace(0, FIRST);
    checkpoints.redo(FIRST);
  }

  @AfterEach
  void dropDatabase() {
    if (set != null) {
      set.close();
      connection.database().drop();
      connection.close();
    }
  }

  private Settled settled() {
    return checkpoints.verify(FIRST).orElseThrow();
  }

  private List<Base> bases(Settled notOlderThan) {
    return List.copyOf(
        new MongoHistory(connection).bases(List.of(deposits(JANUARY_15)), notOlderThan).values());
  }

  private static Base base(Checkpoint checkpoint, long cents) {
    return new Base(amounts("paypal", cents), checkpoint.at());
  }

  private void requireSecondaries() {
    Assumptions.assumeTrue(set.hasSecondaries(), "the replica set that is named has one member");
  }

  /** What the primary itself would answer, confirmed or not. */
  private long stampAtThePrimary() {
    try (MongoClient client = MongoClients.create(URI + "&readConcernLevel=local")) {
      return client
          .getDatabase(database)
          .getCollection(CheckpointDocuments.COLLECTION, BsonDocument.class)
          .find()
          .map(CheckpointDocuments::at)
          .first();
    }
  }

  @Test
  void verifyNamesAnOperationTimeThatReadsWaitFor() {
    Settled settled = settled();
    assertThat(OperationTime.parse(settled.operationTime()).getTime()).isPositive();
    assertThat(bases(settled)).containsExactly(base(FIRST, 1));
  }

  @Test
  void timeThatTheServerHasNotReachedIsAnErrorAndNoOldAnswer() {
    BsonTimestamp reached = OperationTime.parse(settled().operationTime());
    int hour = Math.toIntExact(Duration.ofHours(1).toSeconds());
    String later = OperationTime.text(new BsonTimestamp(reached.getTime() + hour, 1));
    Settled unknown = new Settled(FIRST.at(), later);

    assertThatThrownBy(() -> bases(unknown)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new MongoLedger(connection).finished(List.of(importId(1)), unknown))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void nextPrimaryHasWhatWasSettledAndTakesTheNextCheckpoint() {
    Settled settled = settled();
    set.stepDown();

    assertThat(bases(settled)).containsExactly(base(FIRST, 1));
    set.stepDown();
    assertThat(checkpoints.replace(FIRST.at(), SECOND)).isTrue();
    checkpoints.redo(SECOND);
    assertThat(bases(checkpoints.verify(SECOND).orElseThrow())).containsExactly(base(SECOND, 2));
  }

  @Test
  void checkpointThatNoMajorityHasIsAnErrorAndIsNotRead() {
    requireSecondaries();
    set.holdSecondaries();
    try (MongoConnection hasty = new MongoConnection(new MongoSettings(URI + SOON, database))) {
      assertThatThrownBy(() -> new MongoCheckpoints(hasty).replace(FIRST.at(), SECOND))
          .isInstanceOf(StoreException.class);
    }
    assertThat(stampAtThePrimary()).isEqualTo(SECOND.at());
    assertThat(checkpoints.latest()).contains(FIRST);
  }

  @Test
  void redoThatNoMajorityHasIsNeitherVerifiedNorReadUntilOneHasIt() {
    requireSecondaries();
    Settled settled = settled();
    checkpoints.replace(FIRST.at(), SECOND);
    set.holdSecondaries();
    try (MongoConnection hasty = new MongoConnection(new MongoSettings(URI + SOON, database))) {
      MongoCheckpoints twin = new MongoCheckpoints(hasty);
      assertThatThrownBy(() -> twin.redo(SECOND)).isInstanceOf(StoreException.class);
      // The primary has it, so a second redo finds nothing to write; still no majority has it.
      assertThatThrownBy(() -> twin.redo(SECOND)).isInstanceOf(StoreException.class);
    }
    assertThat(checkpoints.verify(SECOND)).isEmpty();
    assertThat(bases(settled)).containsExactly(base(FIRST, 1));

    set.releaseSecondaries();
    checkpoints.redo(SECOND);
    Optional<Settled> verified = checkpoints.verify(SECOND);
    assertThat(bases(verified.orElseThrow())).containsExactly(base(SECOND, 2));
  }

  @Test
  void historyIsNotReadWhereNoMajorityConfirmsThePrimary() {
    requireSecondaries();
    set.holdSecondaries();
    try (MongoConnection hasty = new MongoConnection(new MongoSettings(URI + SOON, database))) {
      MongoHistory history = new MongoHistory(hasty);
      assertThatThrownBy(() -> history.range(View.TOTALS, JANUARY_15, JANUARY_15))
          .isInstanceOf(StoreException.class);
    }
    set.releaseSecondaries();
    assertThat(new MongoHistory(connection).range(View.TOTALS, JANUARY_15, JANUARY_15).byKey())
        .containsEntry(deposits(JANUARY_15), amounts("paypal", 1));
  }
}
