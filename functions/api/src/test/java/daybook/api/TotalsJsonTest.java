package daybook.api;

import static daybook.api.RecordedTotals.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.http.RefusedException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TotalsJsonTest {

  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2));

  private static SortedMap<AggregateKey, SortedMap<String, Sum>> emptyTotals() {
    SortedMap<AggregateKey, SortedMap<String, Sum>> totals = new TreeMap<>();
    RANGE.keys(View.TOTALS).forEach(key -> totals.put(key, new TreeMap<>()));
    return totals;
  }

  private static OneCurrency answer(SortedMap<AggregateKey, SortedMap<String, Sum>> totals) {
    return new OneCurrency(Optional.empty(), new Totals(totals), List.of());
  }

  private static String json(
      SortedMap<AggregateKey, SortedMap<String, Sum>> totals, String... parameters)
      throws RefusedException {
    Map<String, String> asked = new TreeMap<>();
    asked.put("from_date", "2026-01-01");
    asked.put("to_date", "2026-01-02");
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      asked.put(parts[0], parts[1]);
    }
    PeriodTotals periods = PeriodTotals.of(answer(totals), StatsParameters.of(asked));
    return new String(TotalsJson.write(periods), UTF_8);
  }

  @Test
  void everyDayHasBothGroupsAndAmountsHaveTwoDigits() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:withdrawals", "crypto", "25272.01");
    put(totals, "2026-01-01:deposits", "visa", "16330.70");
    put(totals, "2026-01-01:deposits", "paypal", "17587.00");

    assertThat(json(totals))
        .isEqualTo(
            "{\"data\":{\"2026-01-01\":{\"deposits\":{\"paypal\":17587.00,\"visa\":16330.70},"
                + "\"withdrawals\":{\"crypto\":25272.01}},"
                + "\"2026-01-02\":{\"deposits\":{},\"withdrawals\":{}}}}");
  }

  @Test
  void smallestAndLargestTotalsAreWrittenInFull() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:deposits", "a", "0.00");
    put(totals, "2026-01-01:deposits", "b", "0.07");
    put(totals, "2026-01-01:deposits", "c", "9999999999999.99");

    assertThat(json(totals)).contains("{\"a\":0.00,\"b\":0.07,\"c\":9999999999999.99}");
  }

  @Test
  void namesThatMeanSomethingElsewhereAreNamesHere() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:deposits", "__proto__", "1.00");
    put(totals, "2026-01-01:deposits", "constructor", "2.00");

    assertThat(json(totals)).contains("{\"__proto__\":1.00,\"constructor\":2.00}");
  }

  @Test
  void missingDayIsADefectAndNotAGap() throws RefusedException {
    var totals = emptyTotals();
    totals.remove(AggregateKey.parse("2026-01-02:withdrawals"));

    assertThatIllegalArgumentException().isThrownBy(() -> json(totals));
  }

  @Test
  void countsStandBesideTheTotalsAndUnknownOnesAreNull() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:deposits", "visa", "16330.70");
    totals.get(AggregateKey.parse("2026-01-01:deposits")).put("paypal", new Sum(100, Sum.UNKNOWN));
    totals
        .get(AggregateKey.parse("2026-01-02:withdrawals"))
        .put("crypto", new Sum(0, 3_000_000_000L));
    String data = json(totals);

    assertThat(json(totals, "include=counts"))
        .isEqualTo(
            data.substring(0, data.length() - 1)
                + ",\"counts\":{\"2026-01-01\":{\"deposits\":{\"paypal\":null,\"visa\":1},"
                + "\"withdrawals\":{}},"
                + "\"2026-01-02\":{\"deposits\":{},\"withdrawals\":{\"crypto\":3000000000}}}}");
  }

  @Test
  void periodsAreTheSumsOfTheirDays() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:deposits", "visa", "16330.70");
    put(totals, "2026-01-02:deposits", "visa", "0.30");
    put(totals, "2026-01-02:deposits", "paypal", "1.00");

    assertThat(json(totals, "group_by=month", "include=counts"))
        .isEqualTo(
            "{\"data\":{\"2026-01\":{\"deposits\":{\"paypal\":1.00,\"visa\":16331.00},"
                + "\"withdrawals\":{}}},"
                + "\"counts\":{\"2026-01\":{\"deposits\":{\"paypal\":1,\"visa\":2},"
                + "\"withdrawals\":{}}}}");
    assertThat(json(totals, "group_by=total")).startsWith("{\"data\":{\"total\":{\"deposits\"");
  }

  @Test
  void onlyWhatIsAskedForIsInTheAnswer() throws RefusedException {
    var totals = emptyTotals();
    put(totals, "2026-01-01:deposits", "visa", "3.00");
    put(totals, "2026-01-01:deposits", "Visa", "2.00");
    put(totals, "2026-01-02:withdrawals", "visa", "1.00");

    assertThat(json(totals, "type=deposit", "payment_method=visa,crypto"))
        .isEqualTo(
            "{\"data\":{\"2026-01-01\":{\"deposits\":{\"visa\":3.00}},"
                + "\"2026-01-02\":{\"deposits\":{}}}}");
  }

  @Test
  void sumThatIsTooLongIsRefusedAndNotWrong() {
    var totals = emptyTotals();
    totals.get(AggregateKey.parse("2026-01-01:deposits")).put("visa", new Sum(Long.MAX_VALUE, 1));
    put(totals, "2026-01-02:deposits", "visa", "0.01");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> json(totals, "group_by=week"))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
  }
}
