package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import daybook.core.Currency;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsParametersTest {

  private static Problem refused(Map<String, String> parameters) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> StatsParameters.of(parameters))
        .actual()
        .problem();
  }

  private static Map<String, String> range(String from, String to) {
    return Map.of("from_date", from, "to_date", to);
  }

  @Test
  void bothEndsAreInTheRangeAndTheRestIsAsItWouldBeWithoutParameters() throws RefusedException {
    var parameters = Map.of("from_date", "2026-01-01", "to_date", "2026-01-31");

    StatsParameters asked = StatsParameters.of(parameters);

    assertThat(asked.range())
        .isEqualTo(new DateRange(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)));
    assertThat(asked.range().keys(View.HOURS)).hasSize(62);
    assertThat(asked.counts()).isFalse();
    assertThat(asked.types()).isEqualTo(TransactionType.KNOWN);
    assertThat(asked.wants("visa")).isTrue();
    assertThat(asked.period()).isEqualTo(Period.DAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-1-1",
        "01/02/2026",
        "20260101",
        "2026-01-01T00:00:00",
        " 2026-01-01",
        "2026-01-01 ",
        "+2026-01-01",
        "-2026-01-01",
        "12026-01-01",
        "today",
        "٢٠٢٦-٠١-٠١",
        "2026-01-01\n",
        "' or 1=1"
      })
  void malformedDateIsRefused(String text) {
    Problem problem = refused(range(text, "2026-01-31"));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.detail())
        .isEqualTo("from_date is malformed: expected a date such as 2026-01-31");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "0000-01-01"
      })
  void impossibleDateIsRefused(String text) {
    Problem problem = refused(range("2026-01-01", text));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.detail()).isEqualTo("to_date is impossible: there is no such day");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01,2026-01-01", "2026-01-01,2026-01-05", ",", "2026-01-01,"})
  void repeatedDateIsRefused(String text) {
    Problem problem = refused(range(text, "2026-01-31"));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.detail())
        .isEqualTo("from_date must be given once: expected a date such as 2026-01-31");
  }

  @Test
  void everyWrongParameterIsNamedAtOnce() {
    Problem problem = refused(Map.of("from_date", ""));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).containsOnlyKeys("from_date", "to_date");
    assertThat(problem.detail())
        .isEqualTo(
            "from_date is missing: expected a date such as 2026-01-31; "
                + "to_date is missing: expected a date such as 2026-01-31");
  }

  @Test
  void countsAreIncludedWhereTheyAreAskedFor() throws RefusedException {
    var parameters =
        Map.of("from_date", "2026-01-01", "to_date", "2026-01-31", "include", "counts");

    assertThat(StatsParameters.of(parameters).counts()).isTrue();
    assertThat(StatsParameters.of(parameters).currencies()).isFalse();
  }

  @Test
  void currenciesAreIncludedBesideCounts() throws RefusedException {
    StatsParameters asked =
        StatsParameters.of(
            Map.of(
                "from_date", "2026-01-01",
                "to_date", "2026-01-31",
                "include", "currencies,counts"));

    assertThat(asked.counts()).isTrue();
    assertThat(asked.currencies()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Counts",
        "count",
        "counts,counts",
        "counts,hours",
        " counts",
        "counts,",
        "currencies,currencies"
      })
  void otherIncludeIsRefused(String text) {
    Problem problem =
        refused(Map.of("from_date", "2026-01-01", "to_date", "2026-01-31", "include", text));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).containsOnlyKeys("include");
    assertThat(problem.detail())
        .isEqualTo(
            "include is unknown: expected counts or currencies, each once, or no such parameter");
  }

  @Test
  void currencyIsOneOfThreeLettersOrNone() throws RefusedException {
    assertThat(StatsParameters.of(range("2026-01-01", "2026-01-31")).money()).isEmpty();
    assertThat(StatsParameters.of(ofCurrency("EUR")).money())
        .contains(new Money(Optional.of(new Currency("EUR"))));
    assertThat(StatsParameters.of(ofCurrency("none")).money())
        .contains(new Money(Optional.empty()));
  }

  private static Map<String, String> ofCurrency(String text) {
    return Map.of("from_date", "2026-01-01", "to_date", "2026-01-31", "currency", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eur", "EURO", "EUR,USD", "EUR ", "None", "€"})
  void otherCurrencyIsRefused(String text) {
    Problem problem = refused(ofCurrency(text));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).containsOnlyKeys("currency");
    assertThat(problem.detail())
        .isEqualTo(
            "currency is malformed: expected three capital letters such as EUR, once, or none for"
                + " rows without a currency");
  }

  @Test
  void wrongIncludeIsNamedBesideWrongDates() {
    Problem problem = refused(Map.of("from_date", "2026-01-01", "include", "hours"));

    assertThat(problem.errors()).containsOnlyKeys("to_date", "include");
  }

  @Test
  void parameterNamesAreExact() {
    assertThat(refused(Map.of("FROM_DATE", "2026-01-01", "to_date", "2026-01-01")).errors())
        .containsOnlyKeys("from_date");
  }

  @Test
  void reversedRangeIsRefused() {
    Problem problem = refused(range("2026-01-02", "2026-01-01"));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo("From parameter must be before or equal to To");
    assertThat(problem.errors())
        .containsExactly(
            entry("from_date", "is after to_date"), entry("to_date", "is before from_date"));
  }

  @ParameterizedTest
  @CsvSource({"2026-01-01, 2026-01-01, 1", "2024-01-01, 2024-12-31, 366"})
  void shortestAndLongestRangeAreTaken(String from, String to, int days) throws RefusedException {
    assertThat(StatsParameters.of(range(from, to)).range().keys(View.TOTALS)).hasSize(2 * days);
  }

  @ParameterizedTest
  @CsvSource({"2024-01-01, 2025-01-01, 367", "0001-01-01, 9999-12-31, 3652059"})
  void longerRangeIsRefused(String from, String to, int days) {
    Problem problem = refused(range(from, to));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo("At most 366 days, found " + days);
    assertThat(problem.errors()).containsOnlyKeys("from_date", "to_date");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> parameters = new TreeMap<>(range("2026-01-01", "2026-01-31"));
    parameters.put(name, value);
    return parameters;
  }

  @Test
  void typeAndMethodsAndPeriodAreRead() throws RefusedException {
    assertThat(StatsParameters.of(with("type", "withdrawal")).types())
        .containsExactly(TransactionType.WITHDRAWAL);
    assertThat(StatsParameters.of(with("payment_method", "visa,Straße (neu)")).methods())
        .containsExactly("Straße (neu)", "visa");
    assertThat(StatsParameters.of(with("group_by", "week")).period()).isEqualTo(Period.WEEK);
  }

  @ParameterizedTest
  @CsvSource({
    "type,deposits",
    "type,'deposit,withdrawal'",
    "type,''",
    "payment_method,''",
    "payment_method,'visa,'",
    "payment_method,a$b",
    "group_by,year",
    "group_by,DAY",
    "group_by,'day,week'"
  })
  void otherValueIsRefusedByName(String name, String value) {
    Problem problem = refused(with(name, value));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).containsOnlyKeys(name);
  }

  @Test
  void methodsAreBounded() throws RefusedException {
    String most = String.join(",", Collections.nCopies(StatsParameters.METHODS_MAX, "visa"));

    assertThat(StatsParameters.of(with("payment_method", most)).methods()).hasSize(1);
    assertThat(refused(with("payment_method", most + ",visa")).detail()).contains("at most 50");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-15,2026-W03,2026-01",
    "2027-01-01,2026-W53,2027-01",
    "2024-12-30,2025-W01,2024-12",
    "0001-01-01,0001-W01,0001-01",
    "9999-12-31,9999-W52,9999-12"
  })
  void weeksAreThoseOfIso(LocalDate day, String week, String month) {
    assertThat(Period.WEEK.of(day)).isEqualTo(week);
    assertThat(Period.MONTH.of(day)).isEqualTo(month);
    assertThat(Period.DAY.of(day)).isEqualTo(day.toString());
    assertThat(Period.TOTAL.of(day)).isEqualTo("total");
  }
}
