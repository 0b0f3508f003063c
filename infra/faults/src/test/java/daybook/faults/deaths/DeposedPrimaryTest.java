package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.View;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Settled;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoSettings;
import daybook.testkit.Await;
import daybook.testkit.contract.MongoDbSamples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Conditions 4, 8, 14 and 15 against a real primary that others have replaced. */
@EnabledIfEnvironmentVariable(
    named = Mongod.PROGRAM,
    matches = ".+",
    disabledReason = "names no mongod to make a replica set of")
@Timeout(180)
class DeposedPrimaryTest extends MongoDbSamples {

  private static final String DATABASE = "TransactionsDb";
  private static final Duration COMMIT_LIMIT = Duration.ofMinutes(1);
  private static final Duration ROLL_BACK_LIMIT = Duration.ofMinutes(1);

  private static final Checkpoint FIRST = checkpoint(1_000, day(JANUARY_15, "paypal", 1));
  private static final Checkpoint LOST = checkpoint(2_000, day(JANUARY_15, "paypal", 2));
  private static final Checkpoint SECOND =
      new Checkpoint(3_000, "s", List.of(day(JANUARY_15, "paypal", 3)), List.of(finishedImport(1)));

  @TempDir private Path folder;

  private MongoDbReplicaSet set;
  private Mongod primary;
  private MongoConnection connection;
  private MongoConnection direct;

  @BeforeEach
  void startAndCommitFirst() throws Exception {
    set = new MongoDbReplicaSet(folder);
    // Soon: a frozen primary keeps an operation for so long, and then it is done again.
    connection = new MongoConnection(new MongoSettings(set.uri() + "&timeoutMS=3000", DATABASE));
    commit(0, FIRST);
    primary = set.awaitPrimaryBesides(null);
    // Soon: it waits for a majority that is not there. Past the driver's search for a primary.
    String uri = "mongodb://" + primary.host() + "/?directConnection=true&timeoutMS=1000";
    direct = new MongoConnection(new MongoSettings(uri, DATABASE));
    assertThat(new MongoCheckpoints(direct).latest()).contains(FIRST);
  }

  @AfterEach
  void stop() throws Exception {
    if (direct != null) {
      direct.close();
    }
    if (connection != null) {
      connection.close();
    }
    if (set != null) {
      set.close();
    }
  }

  /**
   * As a dumper does it, from one tick to the next: a frozen primary may take an operation along.
   */
  private Settled commit(long predecessorAt, Checkpoint checkpoint) throws Exception {
    return Await.present(
        "checkpoint " + checkpoint.at(), COMMIT_LIMIT, () -> tryCommit(predecessorAt, checkpoint));
  }

  private Optional<Settled> tryCommit(long predecessorAt, Checkpoint checkpoint) {
    MongoCheckpoints checkpoints = new MongoCheckpoints(connection);
    try {
      if (checkpoints.latestAt() == predecessorAt) {
        checkpoints.replace(predecessorAt, checkpoint);
      }
      checkpoints.redo(checkpoint);
      return checkpoints.verify(checkpoint);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  @Test
  void whatOnlyItTookIsRolledBackAndNothingWasBuiltOnIt() throws Exception {
    set.cutOff(primary);
    MongoCheckpoints cutOff = new MongoCheckpoints(direct);
    assertThatThrownBy(() -> cutOff.replace(FIRST.at(), LOST)).isInstanceOf(StoreException.class);
    assertThat(cutOff.latest()).contains(FIRST);

    set.awaitPrimaryBesides(primary);
    Settled settled = commit(FIRST.at(), SECOND);
    assertThat(cutOff.latest()).as("what it has of the majority").contains(FIRST);
    assertNoOldAnswer(settled);

    set.heal();
    Await.until(() -> "a roll-back", ROLL_BACK_LIMIT, () -> set.rollBacks() == 1);
    assertThat(new MongoCheckpoints(connection).latest()).contains(SECOND);
    assertThat(new MongoHistory(direct).bases(List.of(deposits(JANUARY_15)), settled))
        .containsEntry(deposits(JANUARY_15), new Base(amounts("paypal", 3), SECOND.at()));
  }

  @Test
  void oneThatWakesGivesNoAnswerFromBeforeWhatWasSettled() throws Exception {
    Frozen frozen = primary.freeze();
    Settled settled;
    try {
      set.cutOff(primary);
      set.awaitPrimaryBesides(primary);
      settled = commit(FIRST.at(), SECOND);
    } finally {
      frozen.wake();
    }
    assertNoOldAnswer(settled);
    assertThat(new MongoCheckpoints(direct).latest()).contains(FIRST);
    set.heal();
    Await.until(
        () -> "the deposed primary catches up",
        ROLL_BACK_LIMIT,
        () -> new MongoCheckpoints(direct).latest().equals(Optional.of(SECOND)));
    assertThat(new MongoLedger(direct).finished(List.of(importId(1)), settled))
        .containsExactly(importId(1));
  }

  /** It answers, and yet not where an old answer would do harm. */
  private void assertNoOldAnswer(Settled settled) {
    assertThatThrownBy(() -> new MongoHistory(direct).range(View.TOTALS, JANUARY_15, JANUARY_15))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new MongoHistory(direct).bases(List.of(deposits(JANUARY_15)), settled))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new MongoLedger(direct).finished(List.of(importId(1)), settled))
        .isInstanceOf(StoreException.class);
  }
}
