package daybook.reading.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessClockTest {

  private static final List<ZoneId> ZONES =
      Stream.of(
              "UTC",
              "+05:30",
              "-12:45",
              "+18:00",
              "Europe/Berlin",
              "America/New_York",
              "Asia/Kathmandu",
              "Pacific/Chatham",
              "Australia/Lord_Howe",
              "Africa/Casablanca",
              "Africa/Monrovia",
              "Europe/Dublin",
              "Pacific/Apia",
              "America/Sao_Paulo",
              "Asia/Tehran",
              "Europe/Amsterdam",
              "Pacific/Kiritimati",
              "America/Caracas")
          .map(ZoneId::of)
          .toList();

  private static long hourOf(LocalDateTime wall) {
    boolean counts = wall.getYear() >= 1 && wall.getYear() <= 9999;
    return counts ? wall.toLocalDate().toEpochDay() * 24 + wall.getHour() : BusinessClock.INVALID;
  }

  private static long slowInstant(long minutes, ZoneId business) {
    return hourOf(LocalDateTime.ofInstant(Instant.ofEpochSecond(60 * minutes), business));
  }

  private static long slowZoned(long minutes, ZoneId zone, ZoneId business) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(60 * minutes, 0, ZoneOffset.UTC);
    if (zone.equals(business)) {
      return hourOf(local);
    }
    List<Long> hours =
        zone.getRules().getValidOffsets(local).stream()
            .map(offset -> hourOf(LocalDateTime.ofInstant(local.toInstant(offset), business)))
            .toList();
    boolean oneDay = hours.stream().map(BusinessClock::day).distinct().count() == 1;
    return oneDay ? hours.get(0) : BusinessClock.INVALID;
  }

  /** Any moment, mostly of our days and often near a change of the zone's clock. */
  private static long minutes(Random random, ZoneId zone) {
    long first = -62_135_596_800L / 60;
    long last = 253_402_300_800L / 60;
    return switch (random.nextInt(8)) {
      case 0 -> first - 2_000 + random.nextInt(4_000);
      case 1 -> last - 2_000 + random.nextInt(4_000);
      case 2 -> first + (long) (random.nextDouble() * (last - first));
      case 3, 4 -> nearChange(random, zone);
      default -> -63_000_000 + random.nextInt(110_000_000);
    };
  }

  private static long nearChange(Random random, ZoneId zone) {
    Instant from = Instant.ofEpochSecond(60L * (-63_000_000 + random.nextInt(110_000_000)));
    ZoneOffsetTransition change = zone.getRules().nextTransition(from);
    long at = change == null ? from.getEpochSecond() : change.toEpochSecond();
    return Math.floorDiv(at, 60L) - 1_500 + random.nextInt(3_000);
  }

  @Test
  void everyInstantIsOnTheDayAndHourThatTheClockOfTheBusinessShows() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      ZoneId business = ZONES.get(random.nextInt(ZONES.size()));
      BusinessClock clock = new BusinessClock(business);
      for (int i = 0; i < 10_000; i++) {
        long minutes = minutes(random, business);
        long found = clock.ofInstant(minutes);
        if (found != slowInstant(minutes, business)) {
          assertThat(found)
              .as("seed %d: %s in %s", seed, Instant.ofEpochSecond(60 * minutes), business)
              .isEqualTo(slowInstant(minutes, business));
        }
      }
    }
  }

  @Test
  void everyTimeOfAnotherZoneIsConvertedOrRefusedAsItsRulesSay() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      ZoneId business = ZONES.get(random.nextInt(ZONES.size()));
      BusinessClock clock = new BusinessClock(business);
      for (int i = 0; i < 5_000; i++) {
        ZoneId zone = ZONES.get(random.nextInt(random.nextBoolean() ? ZONES.size() : 5));
        long minutes = minutes(random, zone);
        long found = clock.ofZoned(minutes, zone);
        if (found != slowZoned(minutes, zone, business)) {
          assertThat(found)
              .as(
                  "seed %d: %s of %s in %s",
                  seed, Instant.ofEpochSecond(60 * minutes), zone, business)
              .isEqualTo(slowZoned(minutes, zone, business));
        }
      }
    }
  }

  private static long minutesOf(String local) {
    return LocalDateTime.parse(local).toEpochSecond(ZoneOffset.UTC) / 60;
  }

  private static String shown(long hour) {
    return hour == BusinessClock.INVALID
        ? "invalid"
        : LocalDateTime.ofEpochSecond(3_600 * hour, 0, ZoneOffset.UTC).toString();
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin's clock skips 02:00 to 03:00 on 2022-03-27 and shows it twice on 2022-10-30.
    "Europe/Berlin, 2022-03-27T02:30, UTC, invalid",
    "Europe/Berlin, 2022-10-30T02:30, UTC, 2022-10-30T00:00",
    "Europe/Berlin, 2022-10-30T02:30, -01:00, invalid",
    "Europe/Berlin, 2022-10-30T02:30, -02:00, 2022-10-29T22:00",
    "Europe/Berlin, 2022-03-27T02:30, Europe/Berlin, 2022-03-27T02:00",
    "America/New_York, 2024-08-05T22:30, UTC, 2024-08-06T02:00",
    "UTC, 2024-08-06T02:30, America/New_York, 2024-08-05T22:00",
    // Samoa left out a whole day.
    "Pacific/Apia, 2011-12-30T12:00, UTC, invalid",
    "UTC, 2011-12-30T10:30, Pacific/Apia, 2011-12-31T00:00"
  })
  void timesAtChangesOfClocks(String zone, String local, String business, String hour) {
    BusinessClock clock = new BusinessClock(ZoneId.of(business));
    assertThat(shown(clock.ofZoned(minutesOf(local), ZoneId.of(zone)))).isEqualTo(hour);
  }

  @Test
  void localTimeIsAsWrittenEvenWhereTheClockSkipsIt() {
    BusinessClock clock = new BusinessClock(ZoneId.of("Europe/Berlin"));
    assertThat(shown(clock.ofLocal(minutesOf("2022-03-27T02:30")))).isEqualTo("2022-03-27T02:00");
    long hour = clock.ofLocal(minutesOf("1969-12-31T23:59"));
    assertThat(BusinessClock.day(hour)).isEqualTo(-1);
    assertThat(BusinessClock.hourOfDay(hour)).isEqualTo(23);
  }

  @Test
  void momentsOutsideOfAllYearsAreInvalid() {
    List<Long> far = new ArrayList<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 50));
    far.add(minutesOf("0000-12-31T23:59"));
    far.add(minutesOf("9999-12-31T23:59") + 1);
    for (ZoneId zone : List.of(ZoneId.of("UTC"), ZoneOffset.UTC)) {
      BusinessClock clock = new BusinessClock(zone);
      for (long minutes : far) {
        assertThat(clock.ofLocal(minutes)).isEqualTo(BusinessClock.INVALID);
        assertThat(clock.ofInstant(minutes)).isEqualTo(BusinessClock.INVALID);
        assertThat(clock.ofZoned(minutes, ZoneOffset.UTC)).isEqualTo(BusinessClock.INVALID);
      }
    }
  }

  /** One clock for all, so that each is looked at behind every other month. */
  @Test
  void noMonthIsTakenForAnother() {
    BusinessClock clock = new BusinessClock(ZoneOffset.UTC);
    for (int year = 2023; year <= 2026; year++) {
      for (int known = 1; known <= 12; known++) {
        LocalDate first = LocalDate.of(year, known, 1);
        for (int beside = 2020; beside <= 2029; beside++) {
          for (int month = 0; month <= 99; month++) {
            assertThat(clock.day(year, known, 1)).isEqualTo(first.toEpochDay());
            long expected =
                month >= 1 && month <= 12
                    ? LocalDate.of(beside, month, 5).toEpochDay()
                    : BusinessClock.INVALID;
            assertThat(clock.day(beside, month, 5)).isEqualTo(expected);
          }
        }
      }
    }
  }
}
