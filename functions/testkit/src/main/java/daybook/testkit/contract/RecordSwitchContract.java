package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.RecordSwitch;
import daybook.core.protocol.Checkpoint;
import daybook.core.record.SwitchHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For which objects ids are kept. A subclass gives a port over a state that is empty at first. */
public abstract class RecordSwitchContract extends DeploymentsContract {

  private static final Instant LONG_AGO = Instant.parse("1999-01-01T00:00:00Z");
  private static final Duration NOTICE = Duration.ofMinutes(1);

  /** The switch under test. */
  protected abstract RecordSwitch recordSwitch();

  private boolean isOn(boolean mine, Instant lastModified, Instant now) {
    return recordSwitch().isOn(mine, lastModified, now);
  }

  @Test
  void inADatabaseThatIsNotBegunTheFirstSettingIsOfAllObjects() {
    assertThat(isOn(true, LONG_AGO, NOW)).isTrue();
    assertThat(isOn(true, NOW, NOW)).isTrue();
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(isOn(true, LONG_AGO, NOW)).isTrue();
  }

  @Test
  void inADatabaseThatIsNotBegunIdsMayBeOffFromTheStart() {
    assertThat(isOn(false, NOW, NOW)).isFalse();
    assertThat(isOn(true, NOW, NOW)).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE), NOW)).isTrue();
  }

  @Test
  void databaseThatAnotherVersionBeganKeepsIdsAMinuteAfterTheFirstLook() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(isOn(true, NOW, NOW)).isFalse();
    assertThat(isOn(true, LONG_AGO, NOW.plusSeconds(600))).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE).minusMillis(1), NOW.plusSeconds(600))).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE), NOW.plusSeconds(600))).isTrue();
  }

  @Test
  void databaseWithAFinishedImportIsBegun() {
    commit(new Checkpoint(1_000, "s", List.of(), List.of(finishedImport(1))));
    assertThat(isOn(true, NOW, NOW)).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE), NOW)).isTrue();
  }

  @Test
  void changeCountsForObjectsOfAMinuteAfterItAndForNoneBefore() {
    isOn(true, NOW, NOW);
    Instant off = NOW.plusSeconds(1_000);
    Instant on = NOW.plusSeconds(2_000);

    assertThat(isOn(false, off, off)).isTrue();
    assertThat(isOn(false, off.plus(NOTICE), off.plusSeconds(5))).isFalse();
    assertThat(isOn(true, on, on)).isFalse();
    assertThat(isOn(true, on.plus(NOTICE), on)).isTrue();

    assertThat(isOn(true, LONG_AGO, on)).isTrue();
    assertThat(isOn(true, off, on)).isTrue();
    assertThat(isOn(true, off.plus(NOTICE), on)).isFalse();
    assertThat(isOn(true, on.plus(NOTICE).minusMillis(1), on)).isFalse();
  }

  @Test
  void laterChangeHoldsAlsoWhereAClockIsBehind() {
    isOn(true, NOW, NOW);
    isOn(false, NOW, NOW);
    isOn(true, NOW, NOW.minusSeconds(30));

    assertThat(isOn(true, NOW.plus(NOTICE).minusMillis(1), NOW)).isTrue();
    assertThat(isOn(true, NOW.plus(NOTICE), NOW)).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE).plusMillis(1), NOW)).isTrue();
  }

  @Test
  void changesThatAreNotedAtOnceAreNotedOnce() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    List<Boolean> answers =
        MongoDbContract.race(
            racer -> isOn(true, NOW.plus(NOTICE).plusSeconds(racer), NOW.plusSeconds(racer)));
    assertThat(answers).contains(true);

    Instant before = NOW.plus(NOTICE).minusMillis(1);
    assertThat(isOn(true, before, NOW.plusSeconds(600))).isFalse();
    assertThat(isOn(true, NOW.plus(NOTICE).plusSeconds(7), NOW.plusSeconds(600))).isTrue();
  }

  @Test
  void settingsThatDisagreeAreBothAnsweredAndTheNewestChangesAreKept() {
    int changes = SwitchHistory.CHANGES_MAX + 20;
    for (int i = 0; i < changes; i++) {
      isOn(i % 2 == 0, NOW, NOW.plusSeconds(i));
    }
    boolean last = (changes - 1) % 2 == 0;
    Instant end = NOW.plusSeconds(changes);
    for (int i = changes - SwitchHistory.CHANGES_MAX; i < changes; i++) {
      assertThat(isOn(last, NOW.plusSeconds(i).plus(NOTICE), end)).isEqualTo(i % 2 == 0);
    }
    assertThat(isOn(last, LONG_AGO, end)).isFalse();
  }
}
