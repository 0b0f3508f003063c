package daybook.reading.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZonesTest {

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, Europe/Berlin",
    "America/New_York, America/New_York",
    "+02:00, +02:00",
    "-0530, -05:30",
    "+2, +02:00",
    "UTC, Z",
    "utc, Z",
    "GMT, Z",
    "Z, Z",
    "UTC+2, +02:00",
    "GMT-03:30, -03:30",
    "CET, +01:00",
    "CEST, +02:00",
    "cest, +02:00",
    "MESZ, +02:00",
    "EET, +02:00",
    "EEST, +03:00",
    "WET, Z",
    "WEST, +01:00",
    "BST, +01:00",
    "EST, -05:00",
    "EDT, -04:00",
    "CST, -06:00",
    "CDT, -05:00",
    "MST, -07:00",
    "MDT, -06:00",
    "PST, -08:00",
    "PDT, -07:00",
    "AEST, +10:00",
    "AEDT, +11:00",
    "JST, +09:00",
    "' CET ', +01:00"
  })
  void namesOfZones(String name, String zone) {
    assertThat(Zones.of(name)).contains(ZoneId.of(zone).normalized());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "IST",
        "AST",
        "SST",
        "XYZ",
        "Berlin",
        "europe/berlin",
        "+19:00",
        "\u221202:00",
        "CET/CEST",
        "+02:00 CET"
      })
  void whatIsNoZoneOrSeveral(String name) {
    assertThat(Zones.of(name)).isEmpty();
    assertThat(Zones.of(name + "x".repeat(10_000))).isEmpty();
  }

  @Test
  void everyRegionIsKnownByItsName() {
    for (String id : ZoneId.getAvailableZoneIds()) {
      assertThat(Zones.of(id)).as(id).isPresent();
    }
  }
}
