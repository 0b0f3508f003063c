package daybook.reading.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampFormatTest {

  private final BusinessClock utc = new BusinessClock(ZoneOffset.UTC);

  private long hour(String pattern, String text) {
    TimestampFormat format = TimestampFormat.of(pattern);
    return Bytes.read(text, (in, start, end) -> format.hour(in, start, end, utc, null));
  }

  private static long hourOf(LocalDateTime moment) {
    return moment.toLocalDate().toEpochDay() * 24 + moment.getHour();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd.MM.yyyy | 05.04.2020 | 2020-04-05T00:00",
        "d.M.yy | 5.4.20 | 2020-04-05T00:00",
        "d.M.yy | 05.04.20 | 2020-04-05T00:00",
        "M/d/yyyy h:mm a | 4/5/2020 12:30 AM | 2020-04-05T00:00",
        "M/d/yyyy h:mm a | 4/5/2020 12:30 pm | 2020-04-05T12:00",
        "M/d/yyyy h:mm a | 4/5/2020 1:30 PM | 2020-04-05T13:00",
        "MM/dd/yyyy HH:mm:ss | 04/05/2020 10:30:00 | 2020-04-05T10:00",
        "dd-MMM-yyyy HH:mm | 05-Apr-2020 10:30 | 2020-04-05T10:00",
        "dd-MMM-yyyy HH:mm | 05-APR-2020 10:30 | 2020-04-05T10:00",
        "d MMM yyyy | 5 sept 2020 | 2020-09-05T00:00",
        "MMMM d, yyyy | february 29, 2020 | 2020-02-29T00:00",
        "yyyyMMdd'T'HHmmss | 20200405T103000 | 2020-04-05T10:00",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:00 | 2020-04-05T10:00",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:00.123 | 2020-04-05T10:00",
        "yyyy-MM-dd HH:mm:ss[.SSS][ xx] | 2020-04-05 10:30:00 +0200 | 2020-04-05T08:00",
        "yyyy-MM-dd'T'HH:mm:ssXXX | 2020-04-05T00:30:00+02:00 | 2020-04-04T22:00",
        "yyyy-MM-dd'T'HH:mm:ssXXX | 2020-04-05T00:30:00Z | 2020-04-05T00:00",
        "yyyy-MM-dd HH:mm:ss x | 2020-04-05 00:30:00 -0330 | 2020-04-05T04:00",
        "yyyy-MM-dd HH:mm:ss Z | 2020-04-05 00:30:00 +1400 | 2020-04-04T10:00",
        "dd.MM.yyyy 'um' HH 'Uhr' | 05.04.2020 um 10 Uhr | 2020-04-05T10:00",
        "yyyy年M月d日 | 2020年4月5日 | 2020-04-05T00:00",
        "iso | 2020-04-05 10:30+02 | 2020-04-05T08:00",
        "epoch_seconds | 1586082600 | 2020-04-05T10:00",
        "epoch_seconds | 1586082600.75 | 2020-04-05T10:00",
        "epoch_seconds | -1 | 1969-12-31T23:00",
        "epoch_seconds | -0.5 | 1969-12-31T23:00",
        "epoch_seconds | 0 | 1970-01-01T00:00",
        "epoch_millis | 1586082600000 | 2020-04-05T10:00",
        "epoch_millis | -1 | 1969-12-31T23:00"
      })
  void momentsAreReadAsTheMappingSays(String pattern, String text, String moment) {
    assertThat(hour(pattern, text)).isEqualTo(hourOf(LocalDateTime.parse(moment)));
    assertThat(hour(pattern, "\t" + text + " ")).isEqualTo(hourOf(LocalDateTime.parse(moment)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dd.MM.yyyy | 5.4.2020",
        "dd.MM.yyyy | 31.04.2020",
        "dd.MM.yyyy | 29.02.2021",
        "dd.MM.yyyy | 05.04.2020 10:30",
        "dd.MM.yyyy | 05.04.20",
        "dd.MM.yyyy | 05.04.0000",
        "dd.MM.yyyy | ``",
        "d.M.yy | 005.4.20",
        "d.M.yy | 5.13.20",
        "M/d/yyyy h:mm a | 4/5/2020 13:30 PM",
        "M/d/yyyy h:mm a | 4/5/2020 0:30 AM",
        "M/d/yyyy h:mm a | 4/5/2020 1:30",
        "M/d/yyyy h:mm a | 4/5/2020 1:30 XM",
        "MM/dd/yyyy HH:mm:ss | 04/05/2020 24:00:00",
        "MM/dd/yyyy HH:mm:ss | 04/05/2020 23:60:00",
        "MM/dd/yyyy HH:mm:ss | 04/05/2020 23:59:60",
        "dd-MMM-yyyy | 05-Mai-2020",
        "dd-MMM-yyyy | 05-April-2020",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:00.12",
        "yyyy-MM-dd HH:mm:ss[.SSS] | 2020-04-05 10:30:00.1234",
        "yyyy-MM-dd HH:mm:ss xxx | 2020-04-05 10:30:00 Z",
        "yyyy-MM-dd HH:mm:ss xxx | 2020-04-05 10:30:00 +18:01",
        "yyyy-MM-dd HH:mm:ss xxx | 2020-04-05 10:30:00 +02:60",
        "yyyy-MM-dd HH:mm:ss xxx | 2020-04-05 10:30:00 \u221202:00",
        "epoch_seconds | 1586082600000",
        "epoch_seconds | 1e9",
        "epoch_seconds | -",
        "epoch_seconds | 1.",
        "epoch_seconds | ``",
        "epoch_millis | 1586082600000.5"
      })
  void everythingElseIsInvalid(String pattern, String text) {
    assertThat(hour(pattern, text)).isEqualTo(BusinessClock.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dd.MM.yyyy q | q is none of",
        "dd.MM.yyyy q | at place 12",
        "dd.MM.YYYY | YYYY is none of",
        "DD.MM.yyyy | at place 1",
        "dd.mm.yyyy | there is no month",
        "dd.MM | there is no year",
        "yyyy-MM-dd hh:mm | h needs a",
        "yyyy-MM-dd HH:mm a | a needs h",
        "yyyy-MM-dd HH:mm yyyy | the year is there twice, at place 18",
        "yyyy-MM-dd mm | minutes and no hour",
        "yyyy-MM-dd HH:ss | seconds and no minutes",
        "yyyy-MM-dd HH:mm.SSS | a fraction and no seconds",
        "yyyy-MM-dd xxx | an offset and no hour",
        "yyyy-MM-dd[ HH:mm] | the hour may not be missing, at place 13",
        "dMyyyy | digits follow a field",
        "yyyy-MM-dd H[mm] | digits follow a field",
        "yyyy-M[-]dd | digits follow a field",
        "yyyy-MM-dd [HH[:mm]] | the hour may not be missing",
        "yyyy-MM-dd HH[:mm[:ss]] | [ stands within",
        "yyyy-MM-dd HH[:mm | [ is never closed",
        "yyyy-MM-dd HH] | ] closes nothing",
        "yyyy-MM-dd'T | a quote is never closed, at place 11",
        "yyyy-MM-dd{HH} | stands for nothing",
        "yyyy-MM-dd HH:mm:ss.SSSSSSSSSS | SSSSSSSSSS is none of",
        "yyyy-MM-dd HH:mm:ss z | z is none of",
        "` yyyy-MM-dd` | a blank begins or ends it",
        "`` | there is no year"
      })
  void errorsNameTheLetterAndThePlace(String pattern, String message) {
    assertThatThrownBy(() -> TimestampFormat.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static final String[] PATTERNS = {
    "dd.MM.yyyy HH:mm:ss",
    "d.M.yyyy H:mm",
    "M/d/yyyy h:mm:ss a",
    "MM/dd/yy hh:mm a",
    "yyyyMMddHHmmss",
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
    "d MMM yyyy HH:mm",
    "MMMM d, yyyy HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss xx",
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    "dd/MM/yyyy'@'HH:mm x",
    "yyyy/MM/dd HH:mm:ss Z",
    "dd.MM.yy HH:mm:ss.SSS XX",
    "yyyy-MM-dd HH"
  };

  @Test
  void whatJavaTimeWritesIsReadBackWithTheSameHour() {
    Random random = new Random(2020);
    for (int i = 0; i < 50_000; i++) {
      String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
      int year = pattern.contains("yyyy") ? 1 + random.nextInt(9_998) : 2000 + random.nextInt(100);
      OffsetDateTime moment =
          OffsetDateTime.of(
              LocalDateTime.of(year, 1 + random.nextInt(12), 1 + random.nextInt(28), 0, 0)
                  .plusSeconds(random.nextInt(86_400)),
              ZoneOffset.ofTotalSeconds(900 * (random.nextInt(145) - 72)));
      String text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(moment);
      boolean offset = pattern.matches(".*[XxZ].*");
      LocalDateTime expected =
          offset
              ? moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : moment.toLocalDateTime();
      boolean inRange = expected.getYear() >= 1 && expected.getYear() <= 9999;
      assertThat(hour(pattern, text))
          .as("%s by %s", text, pattern)
          .isEqualTo(inRange ? hourOf(expected) : BusinessClock.INVALID);
    }
  }

  @Test
  void damagedTextsAndRandomBytesNeverThrow() {
    Random random = new Random(3);
    String[] all = {
      "dd.MM.yyyy HH:mm:ss",
      "M/d/yyyy h:mm:ss a",
      "d MMM yyyy[ 'x']",
      "MMMM d, yyyy HH[mm]",
      "yyyy-MM-dd HH:mm:ss[.SSS][ xxx]",
      "epoch_seconds",
      "epoch_millis",
      "iso"
    };
    for (String pattern : all) {
      TimestampFormat format = TimestampFormat.of(pattern);
      int valid = 0;
      for (int i = 0; i < 10_000; i++) {
        String text = Bytes.mutated(random, format.describe(), "0129 .:/-+APMZ\u00e4");
        byte[] bytes = text.getBytes(UTF_8);
        if (random.nextInt(4) == 0) {
          random.nextBytes(bytes);
        }
        long found = Bytes.read(bytes, (in, start, end) -> format.hour(in, start, end, utc, null));
        valid += found == BusinessClock.INVALID ? 0 : 1;
      }
      assertThat(valid).as(pattern).isGreaterThan(1_500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd.MM.yyyy",
        "d.M.yy",
        "M/d/yyyy h:mm a",
        "MMMM d, yyyy",
        "d MMM yyyy",
        "iso",
        "epoch_seconds",
        "epoch_millis",
        "hours_since:2026-01-01",
        "yyyy-MM-dd HH:mm:ss[.SSS][ xxx]",
        "yyyy''MM''dd HH x"
      })
  void exampleIsAMomentOfTheFormat(String pattern) {
    TimestampFormat format = TimestampFormat.of(pattern);
    LocalDateTime moment = LocalDateTime.parse("2026-01-31T00:00");
    long found = hour(pattern, format.describe());
    assertThat(BusinessClock.day(found)).isEqualTo(moment.toLocalDate().toEpochDay());
    assertThat(format.expected()).contains(" such as " + format.describe());
  }

  @Test
  void exampleShowsEveryPart() {
    assertThat(TimestampFormat.of("dd.MM.yyyy HH:mm:ss[.SSS]['Z']").describe())
        .isEqualTo("31.01.2026 10:30:00.000Z");
  }

  @Test
  void dateWithoutTimeIsTheBusinessDayWhateverTheZone() {
    BusinessClock newYork = new BusinessClock(ZoneId.of("America/New_York"));
    TimestampFormat format = TimestampFormat.of("dd.MM.yyyy");
    byte[] text = "05.04.2020".getBytes(UTF_8);
    long hour = format.hour(text, 0, text.length, newYork, ZoneId.of("Asia/Tokyo"));
    assertThat(hour).isEqualTo(hourOf(LocalDateTime.parse("2020-04-05T00:00")));
    assertThat(format.hasTime()).isFalse();
    assertThat(TimestampFormat.of("dd.MM.yyyy HH").hasTime()).isTrue();
    assertThat(TimestampFormat.of("iso").hasTime()).isTrue();
  }

  @Test
  void offsetCountsBeforeTheZoneAndTheZoneBeforeTheBusiness() {
    BusinessClock newYork = new BusinessClock(ZoneId.of("America/New_York"));
    TimestampFormat format = TimestampFormat.of("yyyy-MM-dd HH:mm[ xxx]");
    byte[] without = "2020-04-05 10:30".getBytes(UTF_8);
    byte[] with = "2020-04-05 10:30 +02:00".getBytes(UTF_8);
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    assertThat(format.hour(without, 0, without.length, newYork, null))
        .isEqualTo(hourOf(LocalDateTime.parse("2020-04-05T10:00")));
    assertThat(format.hour(without, 0, without.length, newYork, tokyo))
        .isEqualTo(hourOf(LocalDateTime.parse("2020-04-04T21:00")));
    assertThat(format.hour(with, 0, with.length, newYork, tokyo))
        .isEqualTo(hourOf(LocalDateTime.parse("2020-04-05T04:00")));
  }

  @Test
  void whatIsExpectedIsSaidInWords() {
    assertThat(TimestampFormat.of("iso").expected()).isEqualTo(IsoTimestamp.expected());
    assertThat(TimestampFormat.of("d.M.yyyy").expected()).isEqualTo("d.M.yyyy such as 31.1.2026");
    assertThat(TimestampFormat.of("epoch_millis").expected())
        .isEqualTo("milliseconds since 1970 such as 1769855400000");
    assertThat(TimestampFormat.of("hours_since:2026-01-01").expected())
        .isEqualTo("whole hours since 2026-01-01 such as 743");
  }

  private static long hoursSince(String date, String hours, ZoneId business, ZoneId zone) {
    byte[] text = hours.getBytes(UTF_8);
    BusinessClock clock = new BusinessClock(business);
    return TimestampFormat.of("hours_since:" + date).hour(text, 0, text.length, clock, zone);
  }

  @Test
  void hoursAreCountedFromTheFirstMomentOfADay() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    long first = hourOf(LocalDateTime.parse("2026-01-01T00:00"));
    for (String hours : List.of("0", "00", " 0\t", "23", "24", "743", "0000008760")) {
      long count = Long.parseLong(hours.strip());
      assertThat(hoursSince("2026-01-01", hours, ZoneOffset.UTC, null)).isEqualTo(first + count);
    }
    assertThat(hoursSince("2026-01-01", "10", berlin, null)).isEqualTo(first + 10);
    assertThat(hoursSince("2026-01-01", "10", ZoneOffset.UTC, berlin)).isEqualTo(first + 9);
    assertThat(hoursSince("2026-03-29", "3", berlin, null))
        .as("the clock has skipped an hour")
        .isEqualTo(hourOf(LocalDateTime.parse("2026-03-29T04:00")));
    for (String none : List.of("", "-1", "1.5", "1,0", "00000000000", "9999999999", "x", "+1")) {
      assertThat(hoursSince("2026-01-01", none, ZoneOffset.UTC, null))
          .as(none)
          .isEqualTo(BusinessClock.INVALID);
    }
  }

  @Test
  void hoursAreCountedFromADateThatThereIs() {
    for (String date :
        List.of("", "2026", "2026-02-30", "2026-1-1", "+12026-01-01", "2026-01-01Z")) {
      assertThatThrownBy(() -> TimestampFormat.of("hours_since:" + date))
          .as(date)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2026-01-31");
    }
  }

  @Test
  void anOffsetThatMayBeMissingLeavesRoomForAZone() {
    assertThat(TimestampFormat.of("yyyy-MM-dd HH:mm xxx").hasOffset()).isTrue();
    assertThat(TimestampFormat.of("epoch_seconds").hasOffset()).isTrue();
    assertThat(TimestampFormat.of("yyyy-MM-dd HH:mm[ xxx]").hasOffset()).isFalse();
    assertThat(TimestampFormat.of("iso").hasOffset()).isFalse();
    assertThat(TimestampFormat.of("hours_since:2026-01-01").hasOffset()).isFalse();
  }
}
