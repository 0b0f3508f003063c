package daybook.api;

import static daybook.api.RecordedTotals.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HoursJsonTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final DateRange RANGE = new DateRange(DAY, DAY);

  private final SortedMap<AggregateKey, SortedMap<String, Sum>> totals = new TreeMap<>();

  HoursJsonTest() {
    HoursJson.VIEWS.forEach(
        view -> RANGE.keys(view).forEach(key -> totals.put(key, new TreeMap<>())));
  }

  private String json() {
    return new String(
        HoursJson.write(
            RANGE, new OneCurrency(Optional.empty(), new Totals(totals), List.of()), false),
        UTF_8);
  }

  @Test
  void hoursAreInOrderWithAmountAndCount() {
    put(totals, "2026-01-01:deposits", "visa", "12.30");
    put(totals, "hours:2026-01-01:deposits", "23", "12.00");
    put(totals, "hours:2026-01-01:deposits", "00", "0.30");

    assertThat(json())
        .isEqualTo(
            "{\"data\":{\"2026-01-01\":{\"deposits\":{"
                + "\"00\":{\"amount\":0.30,\"count\":1},\"23\":{\"amount\":12.00,\"count\":1}},"
                + "\"withdrawals\":{}}}}");
  }

  @Test
  void hoursThatAreUnknownAreNullAndNotNothing() {
    put(totals, "2026-01-01:withdrawals", "visa", "12.30");

    assertThat(json())
        .isEqualTo("{\"data\":{\"2026-01-01\":{\"deposits\":{},\"withdrawals\":null}}}");
  }

  @Test
  void hoursWhoseTotalsAreStillOnTheirWayAreShown() {
    put(totals, "hours:2026-01-01:deposits", "07", "1.00");

    assertThat(json()).contains("\"deposits\":{\"07\":{\"amount\":1.00,\"count\":1}}");
  }

  @Test
  void unknownCountIsNull() {
    totals
        .get(AggregateKey.parse("hours:2026-01-01:deposits"))
        .put("07", new Sum(100, Sum.UNKNOWN));

    assertThat(json()).contains("{\"07\":{\"amount\":1.00,\"count\":null}}");
  }

  @Test
  void missingDayIsADefectAndNotAGap() {
    totals.remove(AggregateKey.parse("hours:2026-01-01:withdrawals"));

    assertThatIllegalArgumentException().isThrownBy(this::json);
  }
}
