package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.settings.Variables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CutOffTest {

  private static LocalDate day(Map<String, String> settings, String now) {
    return CutOff.from(new Variables(settings), ZoneOffset.UTC).day(Instant.parse(now));
  }

  @Test
  void sevenDaysAreTheDefaultWhateverTheTimeOfDay() {
    assertThat(day(Map.of(), "2026-01-15T00:00:00Z")).isEqualTo("2026-01-08");
    assertThat(day(Map.of(), "2026-01-15T23:59:59Z")).isEqualTo("2026-01-08");
  }

  @Test
  void minutesAndSecondsAreTakenFromTheMomentBeforeItIsCutToItsDate() {
    Map<String, String> settings =
        Map.of("CUT_OFF_DAYS", "0", "CUT_OFF_MINUTES", "1", "CUT_OFF_SECONDS", "1");
    assertThat(day(settings, "2026-01-15T00:01:00Z")).isEqualTo("2026-01-14");
    assertThat(day(settings, "2026-01-15T00:01:01Z")).isEqualTo("2026-01-15");
  }

  private static String inNewYork(String now) {
    return CutOff.from(new Variables(Map.of()), ZoneId.of("America/New_York"))
        .day(Instant.parse(now))
        .toString();
  }

  @Test
  void cutOffMovesAtMidnightOfTheZone() {
    assertThat(inNewYork("2026-01-15T04:59:59Z")).isEqualTo("2026-01-07");
    assertThat(inNewYork("2026-01-15T05:00:00Z")).isEqualTo("2026-01-08");
  }

  @Test
  void dayOf23Or25HoursInTheWindowIsOneDay() {
    assertThat(inNewYork("2026-03-11T03:59:59Z")).isEqualTo("2026-03-03");
    assertThat(inNewYork("2026-03-11T04:00:00Z")).isEqualTo("2026-03-04");
    assertThat(inNewYork("2026-11-04T04:59:59Z")).isEqualTo("2026-10-27");
    assertThat(inNewYork("2026-11-04T05:00:00Z")).isEqualTo("2026-10-28");
  }

  @Test
  void cutOffWithoutAZoneIsInUtc() {
    assertThat(new CutOff(Duration.ofDays(1)).day(Instant.parse("2026-01-15T23:59:59Z")))
        .isEqualTo("2026-01-14");
  }
}
