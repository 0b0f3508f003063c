package daybook.local.produce;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes transactions as a payment service sees them: most by few users at few merchants, small
 * amounts mostly and a few large ones, by the hours that people are awake. Each is a function of
 * seed and number alone, so any thread makes any of them, and the same again. Safe for threads.
 */
public final class TransactionMaker {

  /** Different users. */
  public static final int USERS = 5_000;

  /** Different merchants, each of one category. */
  public static final int MERCHANTS = 200;

  /** Odd, so that no two numbers are the same one by it: 2^64 over the golden ratio. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** Half of all amounts are below it. */
  private static final int MEDIAN_CENTS = 2_400;

  /** Of the amounts' logarithms: one in a thousand is some forty times the median. */
  private static final double DEVIATION = 1.2;

  private static final long CENTS_MAX = 10_000_000;
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final int MILLIS_A_SECOND = 1_000;

  /** How often something is done in each hour of a day, from 0 to 23. */
  private static final int[] HOURS = {
    8, 5, 3, 2, 2, 4, 10, 22, 38, 47, 52, 58, 66, 62, 54, 52, 56, 64, 74, 78, 70, 52, 32, 16
  };

  private static final int[] METHOD_WEIGHTS = {45, 25, 14, 10, 6};
  private static final List<String> METHODS =
      List.of("visa", "paypal", "apple_pay", "wire", "crypto");
  private static final int[] TYPE_WEIGHTS = {7, 3};
  private static final List<String> TYPES = List.of("deposit", "withdrawal");
  private static final int[] STATUS_WEIGHTS = {94, 3, 3};
  private static final List<String> STATUSES = List.of("approved", "pending", "declined");
  private static final List<String> CATEGORIES =
      List.of("groceries", "travel", "books", "fuel", "games", "clothes", "music", "pharmacy");
  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Zoë", "Noor", "Łukasz", "Mei", "José", "Anna", "Tariq", "Ingrid", "Sam");
  private static final List<String> LAST_NAMES =
      List.of("Example", "Müller", "García", "Nowak", "Tanaka", "O'Neill", "Haddad", "Berg");

  /** One in so many has a note. */
  private static final int NOTES_ONE_IN = 10;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final long seed;
  private final LocalDate from;
  private final int days;
  private final List<String> currencies;

  /**
   * @param seed another one makes other transactions, with other ids
   * @param from first day
   * @param days days from then on, at least 1
   * @param currencies each as often as the others; none for transactions that name none
   */
  public TransactionMaker(long seed, LocalDate from, int days, List<String> currencies) {
    this.seed = seed;
    this.from = from;
    this.days = days;
    this.currencies = List.copyOf(currencies);
  }

  /**
   * The transaction of a number.
   *
   * @param number from 0
   */
  public MadeTransaction make(long number) {
    Random random = new Random(mixed(seed ^ mixed(number * STEP)));
    int user = skewed(random, USERS);
    int merchant = skewed(random, MERCHANTS);
    long day = from.plusDays(random.nextInt(days)).toEpochDay();
    long second =
        day * HOURS.length * SECONDS_AN_HOUR
            + (long) weighted(random, HOURS) * SECONDS_AN_HOUR
            + random.nextInt(SECONDS_AN_HOUR);
    Instant at = Instant.ofEpochMilli(second * MILLIS_A_SECOND + random.nextInt(MILLIS_A_SECOND));
    // StrictMath, which has the same digits on every machine.
    double amount = MEDIAN_CENTS * StrictMath.exp(random.nextGaussian() * DEVIATION);
    return new MadeTransaction(
        "made-%s-%d".formatted(Long.toString(seed, Character.MAX_RADIX), number),
        MILLIS.format(at),
        TYPES.get(weighted(random, TYPE_WEIGHTS)),
        METHODS.get(weighted(random, METHOD_WEIGHTS)),
        Math.min(CENTS_MAX, Math.max(1, StrictMath.round(amount))),
        currencies.isEmpty() ? "" : currencies.get(random.nextInt(currencies.size())),
        STATUSES.get(weighted(random, STATUS_WEIGHTS)),
        String.format(Locale.ROOT, "user-%04d", user),
        String.format(Locale.ROOT, "merchant-%03d", merchant),
        CATEGORIES.get(merchant % CATEGORIES.size()),
        FIRST_NAMES.get(user % FIRST_NAMES.size())
            + " "
            + LAST_NAMES.get(user / FIRST_NAMES.size() % LAST_NAMES.size()),
        random.nextInt(NOTES_ONE_IN) == 0 ? "made for a measurement, number " + number : "");
  }

  /** The low ones often, the high ones seldom, and all of them. */
  private static int skewed(Random random, int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * bound);
  }

  private static int weighted(Random random, int[] weights) {
    int all = 0;
    for (int weight : weights) {
      all += weight;
    }
    int left = random.nextInt(all);
    int index = 0;
    while (left >= weights[index]) {
      left -= weights[index];
      index++;
    }
    return index;
  }

  /** SplitMix64's last step: neighbours have nothing in common behind it. */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
