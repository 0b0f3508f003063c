package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.settings.Variables;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CutOffTest {

  private static LocalDate day(Map<String, String> settings, String now) {
    return CutOff.from(new Variables(settings)).day(Instant.parse(now));
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
}
