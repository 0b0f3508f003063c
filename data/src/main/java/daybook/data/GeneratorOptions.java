package daybook.data;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@link TransactionGenerator} is to make.
 *
 * @param rows rows beside the header, 1 to {@value #ROWS_MAX}
 * @param from first day
 * @param days days in a row from the first one, 1 to {@value #DAYS_MAX}; the last one is not after
 *     9999-12-31
 * @param seed any number; another seed gives other rows
 * @param methods payment methods, 1 to {@value #METHODS_MAX} different ones of {@link
 *     #METHOD_PATTERN}
 * @param minAmount smallest amount, 0.00 to {@link #AMOUNT_MAX}, in cents at the finest
 * @param maxAmount largest amount, {@code minAmount} to {@link #AMOUNT_MAX}
 * @param sleepMsTotal exact sum of the column {@code sleep_ms}, in milliseconds, 0 to {@value
 *     #SLEEP_MS_A_ROW_MAX} times the rows
 * @param currencies codes for a column {@code currency}, 0 to {@value #CURRENCIES_MAX} different
 *     ones of {@link #CURRENCY_PATTERN}; no column where there are none
 * @param statuses words for a column {@code status}, 0 to {@value #STATUSES_MAX} of {@link
 *     #STATUS_WORDS}, a word that comes twice for twice as many rows; no column where there are
 *     none
 */
public record GeneratorOptions(
    long rows,
    LocalDate from,
    int days,
    long seed,
    List<String> methods,
    BigDecimal minAmount,
    BigDecimal maxAmount,
    long sleepMsTotal,
    List<String> currencies,
    List<String> statuses) {

  /** Rows of a file: some 46 GB, more than one import is meant for; keeps sums within a long. */
  public static final long ROWS_MAX = 1_000_000_000;

  /** Days of a file: a hundred years, whose names are kept in memory. */
  public static final int DAYS_MAX = 36_525;

  /** Different payment methods that an import takes from one file. */
  public static final int METHODS_MAX = 200;

  /** Milliseconds that a row may wait on average: a day, so that no value has ten digits. */
  public static final long SLEEP_MS_A_ROW_MAX = 86_400_000;

  /** The largest amount that an import takes: eleven digits before the point. */
  public static final BigDecimal AMOUNT_MAX = new BigDecimal("99999999999.99");

  /** A payment method that an import takes. */
  public static final Pattern METHOD_PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** Currencies of a file: as many as a bank deals in. */
  public static final int CURRENCIES_MAX = 100;

  /** A code of a currency. */
  public static final Pattern CURRENCY_PATTERN = Pattern.compile("[A-Z]{3}");

  /** Parts of the rows that can be told apart by their status: a hundred of a hundred. */
  public static final int STATUSES_MAX = 100;

  /** What an import takes for a status; only the first one is money. */
  public static final List<String> STATUS_WORDS = List.of("approved", "pending", "declined");

  /** Milliseconds a row when nothing else is said. */
  public static final long SLEEP_MS_A_ROW = 12;

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** The options of {@code data/transactions_1_month.csv}. */
  public static final GeneratorOptions SAMPLE =
      new GeneratorOptions(
          5_000,
          LocalDate.of(2026, 1, 1),
          30,
          20_260_101,
          List.of("apple_pay", "crypto", "paypal", "visa", "wire"),
          new BigDecimal("5.00"),
          new BigDecimal("2000.00"),
          5_000 * SLEEP_MS_A_ROW);

  /** Options for a file without the columns {@code currency} and {@code status}. */
  public GeneratorOptions(
      long rows,
      LocalDate from,
      int days,
      long seed,
      List<String> methods,
      BigDecimal minAmount,
      BigDecimal maxAmount,
      long sleepMsTotal) {
    this(rows, from, days, seed, methods, minAmount, maxAmount, sleepMsTotal, List.of(), List.of());
  }

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException when a value is out of its range
   */
  public GeneratorOptions {
    methods = List.copyOf(methods);
    minAmount = minAmount.setScale(2);
    maxAmount = maxAmount.setScale(2);
    require(rows >= 1 && rows <= ROWS_MAX, "rows", rows);
    require(days >= 1 && days <= DAYS_MAX, "days", days);
    require(from.getYear() >= 1 && isUpToLastDay(from, days), "from", from);
    require(!methods.isEmpty() && methods.size() <= METHODS_MAX, "methods", methods.size());
    require(new HashSet<>(methods).size() == methods.size(), "methods", methods);
    for (String method : methods) {
      require(METHOD_PATTERN.matcher(method).matches(), "methods", method);
    }
    require(minAmount.signum() >= 0, "minAmount", minAmount);
    require(maxAmount.compareTo(minAmount) >= 0, "maxAmount", maxAmount);
    require(maxAmount.compareTo(AMOUNT_MAX) <= 0, "maxAmount", maxAmount);
    require(
        sleepMsTotal >= 0 && sleepMsTotal <= rows * SLEEP_MS_A_ROW_MAX,
        "sleepMsTotal",
        sleepMsTotal);
    currencies = List.copyOf(currencies);
    statuses = List.copyOf(statuses);
    require(areCurrencies(currencies), "currencies", currencies);
    require(areStatuses(statuses), "statuses", statuses);
  }

  /** Whether these are codes for a column {@code currency}. */
  public static boolean areCurrencies(List<String> codes) {
    return codes.size() <= CURRENCIES_MAX
        && new HashSet<>(codes).size() == codes.size()
        && codes.stream().allMatch(code -> CURRENCY_PATTERN.matcher(code).matches());
  }

  /** Whether these are words for a column {@code status}. */
  public static boolean areStatuses(List<String> words) {
    return words.size() <= STATUSES_MAX && STATUS_WORDS.containsAll(words);
  }

  /** Whether so many days end by the last one that there is. */
  public static boolean isUpToLastDay(LocalDate from, int days) {
    return !from.isAfter(LAST_DAY.minusDays(days - 1L));
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }
}
