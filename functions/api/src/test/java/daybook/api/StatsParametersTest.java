package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import daybook.core.Currency;
import daybook.core.View;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
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
  void bothEndsAreInTheRangeAndOtherParametersIgnored() throws RefusedException {
    var parameters = Map.of("from_date", "2026-01-01", "to_date", "2026-01-31", "type", "none");

    StatsParameters asked = StatsParameters.of(parameters);

    assertThat(asked.range())
        .isEqualTo(new DateRange(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)));
    assertThat(asked.range().keys(View.HOURS)).hasSize(62);
    assertThat(asked.counts()).isFalse();
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
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Counts", "count", "counts,counts", "counts,hours", " counts"})
  void otherIncludeIsRefused(String text) {
    Problem problem =
        refused(Map.of("from_date", "2026-01-01", "to_date", "2026-01-31", "include", text));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).containsOnlyKeys("include");
    assertThat(problem.detail())
        .isEqualTo("include is unknown: expected counts, once, or no such parameter");
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
}
