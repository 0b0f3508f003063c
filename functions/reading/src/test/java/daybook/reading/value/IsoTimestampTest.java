package daybook.reading.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimestampTest {

  private final BusinessClock utc = new BusinessClock(ZoneOffset.UTC);

  private long hour(String text) {
    return Bytes.read(text, (in, start, end) -> IsoTimestamp.hour(in, start, end, utc));
  }

  private static long expected(String text) {
    Optional<LocalDateTime> slow = SlowIso.utc(text);
    return slow.isEmpty()
        ? BusinessClock.INVALID
        : slow.get().toLocalDate().toEpochDay() * 24 + slow.get().getHour();
  }

  private static long hourOf(String local) {
    LocalDateTime moment = LocalDateTime.parse(local);
    return moment.toLocalDate().toEpochDay() * 24 + moment.getHour();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "2026-01-15T10:30:00|2026-01-15T10:00",
        "2026-01-15T10:30:00Z|2026-01-15T10:00",
        "2024-07-05T10:30|2024-07-05T10:00",
        "2024-07-05T10:30Z|2024-07-05T10:00",
        "2024-07-05T10:30+02|2024-07-05T08:00",
        "2024-07-05T10:30:00+0200|2024-07-05T08:00",
        "2024-07-05T10:30:00+02|2024-07-05T08:00",
        "2024-07-05t10:30:00z|2024-07-05T10:00",
        "2020-10-05 21:25:58.745232+02|2020-10-05T19:00",
        "2020-10-06 00:10:00+02|2020-10-05T22:00",
        "2024-07-05 10:30:00.0000000 +02:00|2024-07-05T08:00",
        "2024-07-05 10:30:00+00:00|2024-07-05T10:00",
        "2020-03-05 07:33:09 +0200|2020-03-05T05:00",
        "2020-03-05 07:33:09 Z|2020-03-05T07:00",
        "2020-03-05 07:33:09 UTC|2020-03-05T07:00",
        "2020-03-05 07:33:09.123456 UTC|2020-03-05T07:00",
        "2020-03-05 07:33:09 +0000 UTC|2020-03-05T07:00",
        "2020-03-05T07:33:09Z[UTC]|2020-03-05T07:00",
        "2020-03-05T07:33:09Z[Etc/UTC]|2020-03-05T07:00",
        "2020-03-05T07:33:09,5|2020-03-05T07:00",
        " \t2023-08-05T10:00:00 |2023-08-05T10:00",
        "2022-07-05T23:59:59.999999999|2022-07-05T23:00",
        "2024-02-29T00:00:00-18:00|2024-02-29T18:00",
        "0001-01-01T00:00|0001-01-01T00:00",
        "0000-12-31T23:30-01:00|0001-01-01T00:00",
        "9999-12-31T23:59:59|9999-12-31T23:00"
      })
  void formsThatMeanOneMoment(String text, String hour) {
    assertThat(hour(text)).isEqualTo(hourOf(hour)).isEqualTo(expected(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2022-07-05T24:00:00",
        "2022-07-05T24:00",
        "2022-07-05T23:59:60",
        "2024-07-05T10:30:00\u221202:00",
        "2024-07-05",
        "20240705T103000",
        "24-07-05T10:30:00",
        "2023-02-29T10:00:00",
        "2023-13-01T10:00:00",
        "2023-00-01T10:00:00",
        "2023-01-00T10:00:00",
        "2024-07-05T10:30.5",
        "2024-07-05T10:30:00.",
        "2024-07-05T10:30:00,",
        "2024-07-05T10:30:00.1234567890",
        "2024-07-05T10",
        "2024-07-05  10:30:00",
        "2024-07-05T10:30:00  +02:00",
        "2024-07-05T10:30:00\t+02:00",
        "2024-07-05T10:30:00+2",
        "2024-07-05T10:30:00+020",
        "2024-07-05T10:30:00+02:0",
        "2024-07-05T10:30:00+18:01",
        "2024-07-05T10:30:00+02:60",
        "2024-07-05T10:30:00+1860",
        "2024-07-05T10:30:00+02:00:00",
        "2024-07-05T10:30:00+02:00[Europe/Paris]",
        "2024-07-05T10:30:00+02:00[UTC]",
        "2024-07-05T10:30:00[UTC]",
        "2024-07-05T10:30:00 CEST",
        "2024-07-05T10:30:00 +0200 CEST",
        "2024-07-05T10:30:00utc",
        "2024-07-05T10:30:00ZZ",
        "2024-07-05T10:30:00Z Z",
        "05/04/2020 10:30",
        "5 Apr 2020",
        "44197.5",
        "1593942600",
        "\u200E2023-10-05T10:00:00",
        "\u00A02023-10-05T10:00:00",
        "+2024-07-05T10:30:00",
        "2024-07-05T10:30:0",
        "0000-12-31T23:30",
        "9999-12-31T23:30-01:00",
        "2024-7-05T10:30:00",
        "2024-07-05T1:30:00"
      })
  void everythingElseIsRefused(String text) {
    assertThat(hour(text)).isEqualTo(BusinessClock.INVALID).isEqualTo(expected(text));
  }

  @Test
  void randomTextsAreReadAsJavaTimeReadsThem() {
    Random random = new Random(20240705);
    String[] offsets = {
      "",
      "Z",
      "z",
      " Z",
      "+02",
      "-0330",
      "+05:45",
      " +00:00",
      " UTC",
      "GMT",
      "+0000 UTC",
      "Z[UTC]",
      "-18:00",
      "+18:00",
      " -18:01",
      "+14:60",
      "+00[GMT]"
    };
    String[] seconds = {"", ":00", ":59", ":60", ":07.5", ":07,123456789", ":7", ":07.1234567891"};
    int moments = 0;
    for (int i = 0; i < 100_000; i++) {
      int year = random.nextInt(20) == 0 ? random.nextInt(10_000) : 1995 + random.nextInt(60);
      String text =
          "%04d-%02d-%02d%s%02d:%02d%s%s"
              .formatted(
                  year,
                  random.nextInt(14),
                  random.nextInt(33),
                  "TTt ".charAt(random.nextInt(4)),
                  random.nextInt(26),
                  random.nextInt(62),
                  seconds[random.nextInt(seconds.length)],
                  offsets[random.nextInt(offsets.length)]);
      text = random.nextBoolean() ? text : Bytes.mutated(random, text, "0129 :-+.,TZ[]\t\u00a0");
      long expected = expected(text);
      moments += expected == BusinessClock.INVALID ? 0 : 1;
      if (hour(text) != expected) {
        assertThat(hour(text)).as(text).isEqualTo(expected);
      }
    }
    assertThat(moments).isGreaterThan(15_000);
  }

  @Test
  void randomBytesNeverThrow() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      long found = Bytes.read(bytes, (in, start, end) -> IsoTimestamp.hour(in, start, end, utc));
      assertThat(found).isEqualTo(expected(new String(bytes, ISO_8859_1)));
      IsoTimestamp.hint(bytes, 0, bytes.length);
    }
  }

  @Test
  void withoutOffsetItIsInTheBusinessZoneOrInTheOneThatIsGiven() {
    BusinessClock newYork = new BusinessClock(ZoneId.of("America/New_York"));
    byte[] text = "2024-08-05T22:30:00".getBytes(UTF_8);
    byte[] offset = "2024-08-05T22:30:00-05:00".getBytes(UTF_8);
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(IsoTimestamp.hour(text, 0, text.length, newYork))
        .isEqualTo(hourOf("2024-08-05T22:00"));
    assertThat(IsoTimestamp.hour(offset, 0, offset.length, newYork))
        .isEqualTo(hourOf("2024-08-05T23:00"));
    assertThat(IsoTimestamp.hour(text, 0, text.length, newYork, berlin))
        .isEqualTo(hourOf("2024-08-05T16:00"));
    assertThat(IsoTimestamp.hour(offset, 0, offset.length, newYork, berlin))
        .isEqualTo(hourOf("2024-08-05T23:00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2022-07-05T24:00:00 | 24:00 ends a day",
        "2022-07-05T23:59:60 | leap second",
        "2024-07-05 | a date without a time",
        "05/04/2020 10:30 | 05/04/2020 may begin with the day or with the month",
        "5.4.20 | 5.4.20 may begin with the day",
        "2020/04/05 10:30 | yyyy/MM/dd",
        "44197.5 | a spreadsheet keeps dates as such numbers",
        "44197 | a spreadsheet",
        "20240705T103000 | yyyyMMdd",
        "1593942600 | epoch_seconds",
        "1593942600000 | epoch_millis",
        "2024-07-05T10:30:00\u221202:00 | its minus sign is <U+2212> and not -",
        "\u200E2023-10-05T10:00:00 | cannot be seen stands in it: <U+200E>",
        "2024-07-05 10:30:00 CEST | a zone by name, CEST",
        "2024-07-05T10:30:00+02:00[Europe/Paris] | a zone by name, [Europe/Paris]",
        "2023-02-29T10:00:00 | there is no such day: 2023-02-29",
        "2023-02-28T10:00:00+2 | what follows the time"
      })
  void knownTrapsAreNamed(String text, String hint) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(hour(text)).isEqualTo(BusinessClock.INVALID);
    assertThat(IsoTimestamp.hint(bytes, 0, bytes.length).orElseThrow()).contains(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "12.30", "deposit"})
  void otherTextsHaveNoHint(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(IsoTimestamp.hint(bytes, 0, bytes.length)).isEmpty();
  }
}
