package daybook.dumper;

import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.CutOff;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.QueueSteps;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A day is purged at midnight of the business zone, also in weeks with a shorter or longer day. */
final class DumperZoneTest {

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongo = new InMemoryMongoDb();

  private void dumpAt(Instant now) {
    new Dumper(
            redis,
            mongo,
            new RecordedMessages(),
            new CutOff(Duration.ofDays(7), ZoneId.of("America/New_York")),
            () -> now,
            () -> "snapshot at " + now,
            (level, event, facts) -> {},
            new RecordedMetrics())
        .dump();
  }

  private boolean isHot(AggregateKey key) {
    return !redis.read(List.of(key)).keys().isEmpty();
  }

  /** Midnight of the day that makes this one the eighth. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-10, 2026-01-18T05:00:00Z",
    "2026-03-07, 2026-03-15T04:00:00Z",
    "2026-03-08, 2026-03-16T04:00:00Z",
    "2026-10-31, 2026-11-08T05:00:00Z",
    "2026-11-01, 2026-11-09T05:00:00Z"
  })
  void dayIsHotUntilMidnightSevenCalendarDaysLater(LocalDate day, Instant midnight)
      throws UnreadableBatchException {
    AggregateKey key = AggregateKey.parse(day + ":deposits");
    QueueSteps.enqueue(redis, version(1), last(version(1), 0, 10, row(key, "visa", "1.00")));
    QueueSteps.applyAll(redis, mongo);

    dumpAt(midnight.minusSeconds(1));
    assertThat(isHot(key)).isTrue();

    dumpAt(midnight);
    assertThat(isHot(key)).isFalse();
    assertThat(mongo.range(key.view(), day, day).keys()).containsExactly(key);
  }
}
