package daybook.api;

import daybook.core.AggregateKey;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the range of days from the parameters of a request; other parameters are ignored. */
final class StatsParameters {

  static final String REVERSED = "From parameter must be before or equal to To";

  private static final String FROM = "from_date";
  private static final String TO = "to_date";

  /** Digits of ASCII only: the JDK's parser would take other scripts' digits, signs and years. */
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Map<String, String> values;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private StatsParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The range that {@code from_date} and {@code to_date} name.
   *
   * @param values decoded values; a parameter given several times has them all, joined by commas
   * @throws RefusedException 422 for a missing, malformed, impossible or repeated date, naming
   *     every parameter that is wrong; 400 for a range that is reversed or too long
   */
  static DateRange range(Map<String, String> values) throws RefusedException {
    StatsParameters parameters = new StatsParameters(values);
    LocalDate from = parameters.date(FROM);
    LocalDate to = parameters.date(TO);
    if (from == null || to == null) {
      throw new RefusedException(Problem.badParameters(parameters.errors));
    }
    long days = DateRange.days(from, to);
    if (days < 1) {
      throw new RefusedException(Problem.badRequest(REVERSED));
    }
    if (days > DateRange.DAYS_MAX) {
      throw new RefusedException(
          Problem.badRequest("At most %d days, found %d".formatted(DateRange.DAYS_MAX, days)));
    }
    return new DateRange(from, to);
  }

  private @Nullable LocalDate date(String name) {
    String text = values.getOrDefault(name, "");
    if (text.isEmpty()) {
      return wrong(name, "is missing: expected a date such as 2026-01-31");
    }
    if (text.indexOf(',') >= 0) {
      return wrong(name, "must be given once: expected a date such as 2026-01-31");
    }
    if (!DATE.matcher(text).matches()) {
      return wrong(name, "is malformed: expected a date such as 2026-01-31");
    }
    try {
      LocalDate date = LocalDate.parse(text);
      return date.isBefore(AggregateKey.DAY_MIN) ? noSuchDay(name) : date;
    } catch (DateTimeException e) {
      return noSuchDay(name);
    }
  }

  private @Nullable LocalDate noSuchDay(String name) {
    return wrong(name, "is impossible: there is no such day");
  }

  private @Nullable LocalDate wrong(String name, String error) {
    errors.put(name, error);
    return null;
  }
}
