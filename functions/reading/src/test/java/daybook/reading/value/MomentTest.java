package daybook.reading.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments to the millisecond, against {@code java.time}. */
class MomentTest {

  private static final List<ZoneId> ZONES =
      Stream.of(
              "UTC",
              "+05:30",
              "Europe/Berlin",
              "America/New_York",
              "Pacific/Apia",
              "Australia/Lord_Howe",
              "America/Sao_Paulo",
              "Africa/Monrovia",
              "Europe/Amsterdam")
          .map(ZoneId::of)
          .toList();

  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static long millis(String pattern, String text, ZoneId business, @Nullable ZoneId zone) {
    BusinessClock clock = new BusinessClock(business);
    TimestampFormat format = TimestampFormat.of(pattern);
    return Bytes.read(text, (in, start, end) -> format.millis(in, start, end, clock, zone));
  }

  private static long slow(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.of(local, zone).toInstant().truncatedTo(ChronoUnit.MILLIS).toEpochMilli();
  }

  /** Any time on a wall, often near a change of its clock. */
  private LocalDateTime local(ZoneId zone) {
    long second =
        random.nextInt(6) == 0
            ? -62_135_000_000L + (long) (random.nextDouble() * 315_000_000_000L)
            : 60L * (-63_000_000 + random.nextInt(110_000_000));
    ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochSecond(second));
    if (change != null && random.nextBoolean()) {
      second = change.toEpochSecond() + random.nextInt(200_000) - 100_000;
    }
    return LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000_000), ZoneOffset.UTC);
  }

  @Test
  void timesWithoutOffsetAreTheMomentsOfTheirZone() {
    for (ZoneId business : ZONES) {
      BusinessClock clock = new BusinessClock(business);
      for (int i = 0; i < 20_000; i++) {
        ZoneId zone = i % 50 < 25 ? business : ZONES.get(random.nextInt(ZONES.size()));
        LocalDateTime local = local(zone);
        String text = NANOS.format(local).substring(0, 19 + 2 + random.nextInt(9));
        long found =
            Bytes.read(
                text,
                (in, start, end) ->
                    IsoTimestamp.millis(
                        in, start, end, clock, zone.equals(business) ? null : zone));
        long expected = slow(LocalDateTime.parse(text), zone);
        if (found != expected) {
          assertThat(found).as("seed %d: %s of %s", seed, text, zone).isEqualTo(expected);
        }
      }
    }
  }

  /** But where a clock skips the hour that is written, which is counted as it is written. */
  @Test
  void aMomentIsInTheHourThatIsCounted() {
    for (ZoneId business : ZONES) {
      BusinessClock clock = new BusinessClock(business);
      for (int i = 0; i < 10_000; i++) {
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        LocalDateTime local = local(zone).truncatedTo(ChronoUnit.MINUTES);
        long minutes = Math.floorDiv(local.toEpochSecond(ZoneOffset.UTC), 60L);
        long hour = clock.ofZoned(minutes, zone);
        boolean skipped = zone.getRules().getValidOffsets(local).isEmpty();
        boolean later = zone.equals(business) && zone.getRules().getValidOffsets(local).size() > 1;
        if (hour != BusinessClock.INVALID && !skipped && !later) {
          Instant moment = Instant.ofEpochSecond(clock.epochSecond(60 * minutes, zone));
          LocalDateTime wall = LocalDateTime.ofInstant(moment, business);
          assertThat(wall.toLocalDate().toEpochDay() * 24 + wall.getHour())
              .as("seed %d: %s of %s in %s", seed, local, zone, business)
              .isEqualTo(hour);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "iso | 2026-01-15T10:30 | 2026-01-15T09:30:00Z",
        "iso | 2026-01-15t10:30:07,5 | 2026-01-15T09:30:07.500Z",
        "iso | 2026-01-15T10:30:07.1239999Z | 2026-01-15T10:30:07.123Z",
        "iso | 2026-01-15 10:30+0530 | 2026-01-15T05:00:00Z",
        "iso | 2026-01-15 10:30:01.25 -02 | 2026-01-15T12:30:01.250Z",
        "iso | 1969-12-31T23:59:59.9999Z | 1969-12-31T23:59:59.999Z",
        "iso | 2026-03-29T02:30:00 | 2026-03-29T01:30:00Z",
        "iso | 2026-10-25T02:30:00 | 2026-10-25T00:30:00Z",
        "dd.MM.yyyy | 29.03.2026 | 2026-03-28T23:00:00Z",
        "M/d/yyyy h:mm a | 4/5/2020 12:30 AM | 2020-04-04T22:30:00Z",
        "M/d/yyyy h:mm a | 4/5/2020 1:30 pm | 2020-04-05T11:30:00Z",
        "yyyyMMdd'T'HHmmss | 20200405T103007 | 2020-04-05T08:30:07Z",
        "yyyy-MM-dd HH:mm:ss | 2020-04-05 10:30:07 | 2020-04-05T08:30:07Z",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:07 | 2020-04-05T08:30:07Z",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:07.045 | 2020-04-05T08:30:07.045Z",
        "yyyy-MM-dd HH:mm:ss.S | 2020-04-05 10:30:07.9 | 2020-04-05T08:30:07.900Z",
        "yyyy-MM-dd HH:mm:ss.SSSSSS xx | 2020-04-05 10:30:07.000999 +0200 | 2020-04-05T08:30:07Z",
        "yyyy-MM-dd'T'HH:mm:ssXXX | 2020-04-05T00:30:09Z | 2020-04-05T00:30:09Z",
        "epoch_seconds | 1586082600 | 2020-04-05T10:30:00Z",
        "epoch_seconds | 1586082600.0459 | 2020-04-05T10:30:00.045Z",
        "epoch_seconds | -0.5 | 1969-12-31T23:59:59.500Z",
        "epoch_seconds | -1 | 1969-12-31T23:59:59Z",
        "epoch_millis | 1586082600001 | 2020-04-05T10:30:00.001Z",
        "epoch_millis | -1 | 1969-12-31T23:59:59.999Z",
        "hours_since:2026-03-29 | 3 | 2026-03-29T02:00:00Z"
      })
  void momentsAreReadAsTheMappingSaysInBerlin(String pattern, String text, String moment) {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    long expected = Instant.parse(moment).toEpochMilli();
    assertThat(millis(pattern, text, berlin, null)).isEqualTo(expected);
    assertThat(millis(pattern, " " + text + "\t", berlin, null)).isEqualTo(expected);
    if (!pattern.startsWith("dd.")) {
      assertThat(millis(pattern, text, ZoneOffset.UTC, berlin)).isEqualTo(expected);
    }
  }

  @Test
  void aDayWithoutTimeIsTheFirstMomentOfTheBusinessDayWhateverTheZone() {
    ZoneId saoPaulo = ZoneId.of("America/Sao_Paulo");
    // The clock there skips midnight of that day.
    assertThat(millis("yyyy-MM-dd", "2018-11-04", saoPaulo, ZoneId.of("Asia/Tokyo")))
        .isEqualTo(Instant.parse("2018-11-04T03:00:00Z").toEpochMilli());
  }

  @Test
  void finerPartsOfSecondsLeadBackToTheMillisecondBefore() {
    for (int i = 0; i < 20_000; i++) {
      int digits = 1 + random.nextInt(9);
      BigDecimal seconds =
          BigDecimal.valueOf(random.nextInt(1_000_000_000), digits)
              .add(BigDecimal.valueOf(random.nextInt(100)))
              .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
      long expected = seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact();
      assertThat(millis("epoch_seconds", seconds.toPlainString(), ZoneOffset.UTC, null))
          .as("seed %d: %s", seed, seconds)
          .isEqualTo(expected);
    }
  }
}
