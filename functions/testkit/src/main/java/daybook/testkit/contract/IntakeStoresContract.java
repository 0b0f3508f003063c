package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.port.Attempts;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.IdempotencyKeys.State;
import daybook.core.port.IdempotencyKeys.Use;
import daybook.core.port.PersonalTexts;
import daybook.core.record.Attempt;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the intake keeps beside transactions: attempts and keys of requests; and how it finds the
 * texts of a user. A subclass gives ports over the state of the records.
 */
public abstract class IntakeStoresContract extends RecordsContract {

  private static final String KEY = "0".repeat(64);

  /** The attempts under test. */
  protected abstract Attempts attempts();

  /** The keys under test. */
  protected abstract IdempotencyKeys keys();

  /** The search under test. */
  protected abstract PersonalTexts personalTexts();

  private static Attempt attempt(int number, String status, Instant at) {
    return Attempt.posted(id(number), status, content(number), at);
  }

  // ---- attempts

  @Test
  void attemptIsKeptOnceForItsIdStatusAndPlace() {
    Attempt first = attempt(1, "pending", NOW);
    Attempt later = attempt(1, "pending", NOW.plusSeconds(1));
    Attempt declined = attempt(1, "declined", NOW.plusSeconds(2));
    Attempt ofRow = new Attempt(id(1), "pending", Optional.empty(), "import:7", NOW);

    assertThat(attempts().keep(List.of(first))).containsExactly(first.key());
    assertThat(attempts().keep(List.of(later, declined, ofRow)))
        .containsExactlyInAnyOrder(declined.key(), ofRow.key());
    assertThat(attempts().keep(List.of(later, declined))).isEmpty();
    assertThat(attempts().keep(List.of())).isEmpty();
    assertThat(records().find(List.of(id(1)))).isEmpty();
  }

  @Test
  void whatIsKeptIsWhatTheFirstOneSaid() {
    Attempt first = new Attempt(id(1), "declined", Optional.of(most()), "import:7", NOW, true);
    Attempt twin = new Attempt(id(1), "declined", Optional.of(most()), "import:7", NOW, false);
    Attempt other = attempt(2, "pending", NOW);
    attempts().keep(List.of(first, other));
    attempts().keep(List.of(twin));

    assertThat(attempts().kept(List.of(first.key(), other.key(), "a/declined/nowhere")))
        .isEqualTo(Map.of(first.key(), first, other.key(), other));
    assertThat(attempts().kept(List.of())).isEmpty();
  }

  @Test
  void newestAttemptIsTheOneThatCameLast() {
    Attempt older = new Attempt(id(1), "pending", Optional.of(most()), "import:7", NOW);
    Attempt newer = attempt(1, "declined", NOW.plusMillis(1));
    Attempt other = attempt(2, "pending", NOW.plusSeconds(9));
    attempts().keep(List.of(newer, older, other));

    assertThat(attempts().newest(id(1))).contains(newer);
    assertThat(attempts().newest(id(3))).isEmpty();
    Attempt least =
        new Attempt(id(1), "a_later_word", Optional.of(least()), "x", NOW.plusMillis(2));
    Attempt without = new Attempt(id(1), "pending", Optional.empty(), "y", NOW.plusMillis(2));
    attempts().keep(List.of(without, least));
    assertThat(attempts().newest(id(1))).contains(without);
    attempts().keep(List.of(new Attempt(id(4), "pending", Optional.of(most()), "z", NOW)));
    assertThat(attempts().newest(id(4)).orElseThrow().content()).contains(most());
  }

  // ---- keys

  private static Use use(String key, String seed) {
    return new Use(key, "f".repeat(64), seed, State.RUNNING, NOW);
  }

  @Test
  void firstRequestUnderAKeyIsKnownToAllOthers() {
    Use first = use(KEY, "first");

    assertThat(keys().begin(first)).isEqualTo(first);
    assertThat(keys().begin(use(KEY, "second"))).isEqualTo(first);
    assertThat(keys().begin(use("1".repeat(64), "third")).seed()).isEqualTo("third");
  }

  @Test
  void keyIsReplacedOnlyAsItWasRead() {
    Use first = use(KEY, "first");
    keys().begin(first);
    Use again = first.with(State.RUNNING, NOW.plusSeconds(30));

    assertThat(keys().replace(first, again)).isTrue();
    assertThat(keys().replace(first, again)).isFalse();
    assertThat(keys().replace(first, first.with(State.DONE, first.at()))).isFalse();
    Use done = again.with(State.DONE, again.at());
    assertThat(keys().replace(again, done)).isTrue();
    assertThat(keys().begin(use(KEY, "second"))).isEqualTo(done);
    assertThat(keys().replace(use("2".repeat(64), "none"), done)).isFalse();
  }

  @Test
  void ofSeveralThatBeginAtOnceOneIsFirst() {
    List<Use> known = MongoDbContract.race(number -> keys().begin(use(KEY, "seed-" + number)));

    assertThat(known).hasSizeGreaterThan(1).containsOnly(known.get(0));
  }

  @Test
  void oldKeysAreForgottenOldestFirstAndNoMoreThanAskedFor() {
    for (int n = 0; n < 5; n++) {
      keys().begin(use(("" + n).repeat(64), "s" + n).with(State.DONE, NOW.plusSeconds(n)));
    }

    assertThat(keys().forget(NOW, 10)).isZero();
    assertThat(keys().forget(NOW.plusSeconds(4), 3)).isEqualTo(3);
    assertThat(keys().begin(use("2".repeat(64), "new")).seed()).isEqualTo("new");
    assertThat(keys().begin(use("3".repeat(64), "new")).seed()).isEqualTo("s3");
    assertThat(keys().forget(NOW.plusSeconds(9), 10)).isEqualTo(3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> keys().forget(NOW, 0));
  }

  // ---- texts

  @Test
  void textsAreFoundByTheUserWhoseTransactionsHaveThem() {
    TransactionRecord without = TransactionRecord.posted(id(3), content(3), Map.of(), NOW);
    TransactionRecord ofNobody =
        TransactionRecord.posted(id(4), least(), Map.of("note", new SealedText(1, "AAEC")), NOW);
    insert(posted(2), posted(1), without, ofNobody);

    assertThat(personalTexts().of("user:1", 10)).containsExactly(posted(1), posted(2));
    assertThat(personalTexts().of("user:1", 1)).containsExactly(posted(1));
    assertThat(personalTexts().of("user:2", 10)).isEmpty();
    records().replace(List.of(posted(1).amended(content(1), Map.of(), NOW)));
    records().replace(List.of(posted(2).deleted(NOW)));
    assertThat(personalTexts().of("user:1", 10)).isEmpty();
  }
}
