package daybook.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.testkit.fake.RecordedMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DumpRequestsTest {

  private static final Instant START = Instant.parse("2026-01-15T10:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RecordedMessages messages = new RecordedMessages();
  private Instant now = START;
  private final DumpRequests dumps = new DumpRequests(messages, () -> now);

  /** Delays of what is sent when an import has ended at these milliseconds. */
  private List<Duration> endAt(long... milliseconds) {
    return askAt(true, milliseconds);
  }

  /** The same in the middle of one. */
  private List<Duration> goOnAt(long... milliseconds) {
    return askAt(false, milliseconds);
  }

  private List<Duration> askAt(boolean ended, long... milliseconds) {
    for (long ms : milliseconds) {
      now = START.plusMillis(ms);
      dumps.ask(ended);
    }
    return messages.drainTicks().stream().map(RecordedMessages.Sent::delay).toList();
  }

  @Test
  void endsThatAreApartAreServedAtOnce() {
    assertThat(endAt(0, 250, 5_000)).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  @Test
  void endsCloseToOneAnotherAreServedTogetherASecondLater() {
    assertThat(endAt(0, 1, 2, 249)).containsExactly(Duration.ZERO, SECOND);
  }

  @Test
  void middleIsServedASecondLaterAndItsEndAtOnce() {
    assertThat(goOnAt(0, 100, 200, 999)).containsExactly(SECOND);
    assertThat(endAt(999)).containsExactly(Duration.ZERO);
  }

  @Test
  void dumpThatHasBegunServesNobodyAnyMore() {
    assertThat(goOnAt(0, 300, 1_000)).containsExactly(SECOND, SECOND);
  }

  @Test
  void failedMessageCountsForNothing() {
    messages.failNext(2);
    assertThatThrownBy(() -> dumps.ask(true)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> dumps.ask(false)).isInstanceOf(StoreException.class);

    assertThat(goOnAt(10)).containsExactly(SECOND);
    assertThat(endAt(10)).containsExactly(Duration.ZERO);
  }

  @Test
  void clockThatStepsBackByMoreThanADelayIsNotWaitedFor() {
    assertThat(goOnAt(0, -1_001)).containsExactly(SECOND, SECOND);
    assertThat(endAt(0, -1_001)).containsExactly(Duration.ZERO, Duration.ZERO);
  }

  @Test
  void everyRequestIsFollowedByADumpWithinASecondAndDumpsAreApart() {
    Random random = new Random(20260115);
    List<Instant> delayed = new ArrayList<>();
    List<Instant> atOnce = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      now = now.plusMillis(random.nextInt(random.nextBoolean() ? 50 : 2_500));
      dumps.ask(random.nextInt(3) == 0);
      for (RecordedMessages.Sent sent : messages.drainTicks()) {
        (sent.delay().isZero() ? atOnce : delayed).add(now.plus(sent.delay()));
      }
      boolean served =
          (!atOnce.isEmpty() && atOnce.get(atOnce.size() - 1).equals(now))
              || (!delayed.isEmpty() && delayed.get(delayed.size() - 1).isAfter(now));
      assertThat(served).as("request %d", i).isTrue();
    }
    assertApart(delayed, SECOND);
    assertApart(atOnce, DumpRequests.INTERVAL);
  }

  private static void assertApart(List<Instant> begins, Duration least) {
    assertThat(begins).hasSizeGreaterThan(100);
    for (int i = 1; i < begins.size(); i++) {
      assertThat(Duration.between(begins.get(i - 1), begins.get(i))).isGreaterThanOrEqualTo(least);
    }
  }
}
