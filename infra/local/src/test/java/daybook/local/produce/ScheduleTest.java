package daybook.local.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

  @Test
  void requestsAreDueAtTheRateThatWasAsked() {
    Schedule schedule = new Schedule(300, 10, 100, 0);

    assertThat(schedule.requests()).isEqualTo(30);
    assertThat(LongStream.range(0, 4).map(schedule::dueNanos))
        .containsExactly(0L, 333_333_333L, 666_666_666L, 1_000_000_000L);
  }

  @Test
  void longestAndFastestScheduleFitsItsNumbers() {
    Schedule schedule = new Schedule(1_000_000, 86_400, 1, 100);

    assertThat(schedule.requests()).isEqualTo(86_400_000_000L);
    assertThat(schedule.dueNanos(schedule.requests() - 1)).isEqualTo(86_399_999_999_000L);
    assertThat(schedule.batchOf(schedule.requests() - 1)).isEqualTo(43_199_999_999L);
  }

  @Test
  void dueAreThoseWhoseTimeHasPassed() {
    Schedule schedule = new Schedule(10, 2, 1, 0);

    assertThat(schedule.dueBefore(0)).isZero();
    assertThat(schedule.dueBefore(1)).isEqualTo(1);
    assertThat(schedule.dueBefore(100_000_000L)).isEqualTo(1);
    assertThat(schedule.dueBefore(100_000_001L)).isEqualTo(2);
    assertThat(schedule.dueBefore(Long.MAX_VALUE)).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"0, 1100, 0", "10, 1000, 100", "33, 828, 272", "100, 550, 550"})
  void partOfTheBatchesComesTwiceAndNoneOftener(int percent, int batches, int repeats) {
    Schedule schedule = new Schedule(1_100, 1, 1, percent);
    Map<Long, Integer> times = new HashMap<>();
    long last = -1;
    for (long request = 0; request < schedule.requests(); request++) {
      long batch = schedule.batchOf(request);
      times.merge(batch, 1, Integer::sum);
      assertThat(batch).isEqualTo(schedule.isRepeat(request) ? last : last + 1);
      last = batch;
    }
    assertThat(times).hasSize(batches);
    assertThat(times.values().stream().filter(count -> count == 2)).hasSize(repeats);
    assertThat(times.values()).allMatch(count -> count <= 2);
  }
}
