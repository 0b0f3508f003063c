package daybook.api;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What days are added up to. */
enum Period {
  /** {@code 2026-01-15}. */
  DAY(LocalDate::toString),
  /** Of ISO 8601, Monday to Sunday: {@code 2026-W03}. */
  WEEK(
      day ->
          "%04d-W%02d"
              .formatted(
                  day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
  /** {@code 2026-01}. */
  MONTH(day -> YearMonth.from(day).toString()),
  /** All of them: {@code total}. */
  TOTAL(day -> "total");

  /** Their names in requests. */
  static final String EXPECTED =
      Arrays.stream(values()).map(Period::word).collect(Collectors.joining(", "));

  // A method reference without state, which the compiler's check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<LocalDate, String> name;

  Period(Function<LocalDate, String> name) {
    this.name = name;
  }

  /** The period of a name in a request. */
  static Optional<Period> parse(String word) {
    return Arrays.stream(values()).filter(period -> period.word().equals(word)).findAny();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the one that a day is in. Names of later days come later. */
  String of(LocalDate day) {
    return name.apply(day);
  }
}
