package daybook.core;

import daybook.core.settings.Variables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The hot window: which business days are kept in Redis.
 *
 * @param window how long before now the cut-off day lies, at least 0; whole days in it are days of
 *     the calendar, be they of 23, 24 or 25 hours
 * @param zone whose dates the business days are
 */
public record CutOff(Duration window, ZoneId zone) {

  /** Names of the variables that it is read from. */
  public static final List<String> VARIABLES =
      List.of("CUT_OFF_DAYS", "CUT_OFF_MINUTES", "CUT_OFF_SECONDS");

  /** A year and a day: beyond that Redis would be the history. */
  private static final int DAYS_MAX = 366;

  private static final int MINUTES_MAX = 1_440;
  private static final int SECONDS_MAX = 86_400;

  /** In UTC. */
  public CutOff(Duration window) {
    this(window, ZoneOffset.UTC);
  }

  /**
   * Reads {@code CUT_OFF_DAYS} (7), {@code CUT_OFF_MINUTES} (0) and {@code CUT_OFF_SECONDS} (0).
   */
  public static CutOff from(Variables variables, ZoneId zone) {
    return new CutOff(
        Duration.ofDays(variables.integer("CUT_OFF_DAYS", 7, 0, DAYS_MAX))
            .plusMinutes(variables.integer("CUT_OFF_MINUTES", 0, 0, MINUTES_MAX))
            .plusSeconds(variables.integer("CUT_OFF_SECONDS", 0, 0, SECONDS_MAX)),
        zone);
  }

  /** The first hot day: the date, in the zone, of the moment that lies one window before now. */
  public LocalDate day(Instant now) {
    return now.atZone(zone)
        .minusDays(window.toDays())
        .minus(window.minusDays(window.toDays()))
        .toLocalDate();
  }
}
