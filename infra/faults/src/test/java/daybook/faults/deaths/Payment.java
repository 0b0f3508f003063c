package daybook.faults.deaths;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * A transaction with an id, by its number: whoever brings it, in a file or a post, says the same.
 *
 * @param id its id
 * @param timestamp ISO, in UTC
 * @param type as rows and posts have it
 * @param cents what it was born with
 */
record Payment(String id, String timestamp, String type, String method, long cents) {

  /** Days before today that they are of, today included. */
  private static final int DAYS = 4;

  /** One in so many is of a day that has left the hot window, so many days ago. */
  private static final int LATE_EVERY = 50;

  private static final int LATE_DAYS = 30;
  private static final int CENTS_MAX = 99_999;
  private static final List<String> METHODS = List.of("apple_pay", "paypal", "visa");

  /** One in so many is corrected, and one in so many deleted. */
  private static final int CORRECTED_EVERY = 100;

  private static final int DELETED_EVERY = 1_000;

  /** That of a number, which seed and day determine with it. */
  static Payment of(long seed, int number, LocalDate today) {
    Random random = new Random(seed * 1_000_003 + number);
    random.nextInt();
    int ago = random.nextInt(LATE_EVERY) == 0 ? LATE_DAYS : random.nextInt(DAYS);
    return new Payment(
        "tx-" + number,
        "%sT%02d:30:00Z".formatted(today.minusDays(ago), random.nextInt(24)),
        random.nextBoolean() ? "deposit" : "withdrawal",
        METHODS.get(random.nextInt(METHODS.size())),
        1 + random.nextInt(CENTS_MAX));
  }

  /** Whether the client that posts it corrects it afterwards. */
  static boolean isCorrected(int number) {
    return number % CORRECTED_EVERY == CORRECTED_EVERY / 2;
  }

  /** Whether the client that posts it deletes it afterwards. */
  static boolean isDeleted(int number) {
    return number % DELETED_EVERY == DELETED_EVERY / 4;
  }

  /** What it is corrected to. */
  long correctedCents() {
    return cents + 100;
  }

  /** Of what counts. */
  String cell() {
    return cell("s");
  }

  /** Of what was taken back. */
  String reversedCell() {
    return cell("s_reversed");
  }

  private String cell(String suffix) {
    return timestamp.substring(0, 10) + "/" + type + suffix + "/" + method;
  }

  /** Cents as everybody writes them. */
  static BigDecimal amount(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  /** As a row of a file. */
  String row() {
    return String.join(",", id, timestamp, type, method, amount(cents).toString());
  }

  /** As a post. */
  String json() {
    return """
        {"transaction_id":"%s","timestamp":"%s","type":"%s","payment_method":"%s","amount":"%s"}\
        """
        .formatted(id, timestamp, type, method, amount(cents));
  }
}
