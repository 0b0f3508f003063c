package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.PaymentMethod;
import daybook.core.TransactionType;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for totals.
 *
 * @param range the days from {@code from_date} to {@code to_date}
 * @param counts whether {@code include} asks for numbers of rows where they are not there anyway
 * @param currencies whether it asks for the currencies that the range has
 * @param money which rows {@code currency} asks for; empty where it is not said
 * @param types those that are asked for, in their order; unmodifiable
 * @param methods those that are asked for; all of them where empty; unmodifiable
 * @param period to which {@code group_by} adds up
 */
record StatsParameters(
    DateRange range,
    boolean counts,
    boolean currencies,
    Optional<Money> money,
    List<TransactionType> types,
    Set<String> methods,
    Period period) {

  /** Most payment methods of one request: more do not fit a line that every proxy takes. */
  static final int METHODS_MAX = 50;

  static final String CURRENCY = "currency";

  static final String REVERSED = "From parameter must be before or equal to To";

  private static final String FROM = "from_date";
  private static final String TO = "to_date";
  private static final String INCLUDE = "include";
  private static final String COUNTS = "counts";
  private static final String CURRENCIES = "currencies";
  private static final String TYPE = "type";
  private static final String METHOD = "payment_method";
  private static final String GROUP_BY = "group_by";

  /** What every route of totals knows. */
  static final Set<String> NAMES = names();

  /** The same and what {@code /stats} knows besides. */
  static final Set<String> NAMES_OF_STATS = names(TYPE, METHOD, GROUP_BY);

  /** Digits of ASCII only: the JDK's parser would take other scripts' digits, signs and years. */
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Copies the collections. */
  StatsParameters {
    types = List.copyOf(types);
    methods = Collections.unmodifiableSet(new TreeSet<>(methods));
  }

  private static Set<String> names(String... further) {
    Set<String> names = new TreeSet<>(List.of(FROM, TO, CURRENCY, INCLUDE));
    names.addAll(List.of(further));
    return Collections.unmodifiableSet(names);
  }

  /** Whether a payment method is asked for. */
  boolean wants(String method) {
    return methods.isEmpty() || methods.contains(method);
  }

  /**
   * Reads and checks them.
   *
   * @param values decoded values; a parameter given several times has them all, joined by commas
   * @throws RefusedException 422 for a missing, malformed, impossible or repeated date, for another
   *     {@code include} than it may be, for a malformed {@code currency} or {@code payment_method}
   *     and for an unknown {@code type} or {@code group_by}, naming every parameter that is wrong;
   *     400 for a range that is reversed or too long
   */
  static StatsParameters of(Map<String, String> values) throws RefusedException {
    Reading reading = new Reading(values, new LinkedHashMap<>());
    LocalDate from = reading.date(FROM);
    LocalDate to = reading.date(TO);
    Set<String> included = reading.included();
    Optional<Money> money = reading.money();
    List<TransactionType> types = reading.types();
    Set<String> methods = reading.methods();
    Period period = reading.period();
    if (from == null || to == null || !reading.errors.isEmpty()) {
      throw new RefusedException(Problem.badParameters(reading.errors));
    }
    long days = DateRange.days(from, to);
    if (days < 1) {
      throw new RefusedException(
          Problem.badRequest(REVERSED, both("is after " + TO, "is before " + FROM)));
    }
    if (days > DateRange.DAYS_MAX) {
      throw new RefusedException(
          Problem.badRequest(
              "At most %d days, found %d".formatted(DateRange.DAYS_MAX, days),
              both("is too long before " + TO, "is too long after " + FROM)));
    }
    return new StatsParameters(
        new DateRange(from, to),
        included.contains(COUNTS),
        included.contains(CURRENCIES),
        money,
        types,
        methods,
        period);
  }

  private static Map<String, String> both(String from, String to) {
    Map<String, String> errors = new LinkedHashMap<>();
    errors.put(FROM, from);
    errors.put(TO, to);
    return errors;
  }

  /**
   * Values and what is wrong with them.
   *
   * @param errors parameter to what is wrong with it, in the order of reading
   */
  private record Reading(Map<String, String> values, Map<String, String> errors) {

    @Nullable LocalDate date(String name) {
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

    @Nullable LocalDate noSuchDay(String name) {
      return wrong(name, "is impossible: there is no such day");
    }

    @Nullable LocalDate wrong(String name, String error) {
      errors.put(name, error);
      return null;
    }

    Set<String> included() {
      String text = values.get(INCLUDE);
      List<String> words = text == null ? List.of() : List.of(text.split(",", -1));
      Set<String> included = new TreeSet<>(words);
      if (included.size() < words.size() || !Set.of(COUNTS, CURRENCIES).containsAll(included)) {
        errors.put(
            INCLUDE, "is unknown: expected counts or currencies, each once, or no such parameter");
      }
      return included;
    }

    Optional<Money> money() {
      String text = values.get(CURRENCY);
      Optional<Money> money = Optional.ofNullable(text).flatMap(Money::parse);
      if (text != null && money.isEmpty()) {
        errors.put(
            CURRENCY,
            "is malformed: expected %s, once, or %s for rows without a currency"
                .formatted(Currency.EXPECTED, Money.NONE));
      }
      return money;
    }

    List<TransactionType> types() {
      String text = values.get(TYPE);
      if (text == null) {
        return TransactionType.KNOWN;
      }
      List<TransactionType> types =
          TransactionType.KNOWN.stream().filter(type -> type.csvName().equals(text)).toList();
      if (types.isEmpty()) {
        errors.put(TYPE, "is unknown: expected deposit or withdrawal, once");
      }
      return types;
    }

    Set<String> methods() {
      String text = values.get(METHOD);
      if (text == null) {
        return Set.of();
      }
      // No name has a comma.
      List<String> names = List.of(text.split(",", -1));
      if (names.size() > METHODS_MAX) {
        errors.put(METHOD, "is given too often: expected at most " + METHODS_MAX);
      } else if (!names.stream().allMatch(Reading::isName)) {
        errors.put(METHOD, "is malformed: expected a name such as visa, of up to 64 characters");
      }
      return new TreeSet<>(names);
    }

    private static boolean isName(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      return PaymentMethod.isName(utf8, 0, utf8.length);
    }

    Period period() {
      String text = values.get(GROUP_BY);
      Optional<Period> period = text == null ? Optional.of(Period.DAY) : Period.parse(text);
      if (period.isEmpty()) {
        errors.put(GROUP_BY, "is unknown: expected one of %s".formatted(Period.EXPECTED));
      }
      return period.orElse(Period.DAY);
    }
  }
}
