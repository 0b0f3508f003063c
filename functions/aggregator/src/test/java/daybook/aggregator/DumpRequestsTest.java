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

  /** Delays of what is sent when one asks at these milliseconds. */
  private List<Duration> askAt(long... milliseconds) {
    for (long ms : milliseconds) {
      now = START.plusMillis(ms);
      dumps.ask();
    }
    return messages.drainTicks().stream().map(RecordedMessages.Sent::delay).toList();
  }

  @Test
  void whoeverAsksSeldomIsServedAtOnce() {
    assertThat(askAt(0, 1_000, 5_000)).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  @Test
  void whoeverAsksAgainWithinTheSecondIsServedAtItsEnd() {
    assertThat(askAt(0, 1)).containsExactly(Duration.ZERO, SECOND);
  }

  @Test
  void dumpUnderWayServesAllThatAskBeforeItBegins() {
    assertThat(askAt(0, 300, 301, 900, 1_299)).containsExactly(Duration.ZERO, SECOND);
  }

  @Test
  void dumpThatHasBegunServesNobodyAnyMore() {
    assertThat(askAt(0, 300, 1_300)).containsExactly(Duration.ZERO, SECOND, SECOND);
  }

  @Test
  void failedMessageCountsForNothing() {
    messages.failNext(1);
    assertThatThrownBy(dumps::ask).isInstanceOf(StoreException.class);

    assertThat(askAt(10)).containsExactly(Duration.ZERO);
  }

  @Test
  void clockThatStepsBackByMoreThanADelayIsNotWaitedFor() {
    assertThat(askAt(0, -1_001)).containsExactly(Duration.ZERO, Duration.ZERO);
  }

  @Test
  void everyRequestIsFollowedByADumpWithinASecondAndDumpsAreASecondApart() {
    Random random = new Random(20260115);
    List<Instant> begins = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      now = now.plusMillis(random.nextInt(random.nextBoolean() ? 50 : 2_500));
      dumps.ask();
      messages.drainTicks().forEach(sent -> begins.add(now.plus(sent.delay())));
      Instant last = begins.get(begins.size() - 1);
      assertThat(last).isBetween(now, now.plus(SECOND));
    }
    for (int i = 1; i < begins.size(); i++) {
      assertThat(Duration.between(begins.get(i - 1), begins.get(i))).isGreaterThanOrEqualTo(SECOND);
    }
  }
}
