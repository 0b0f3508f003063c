package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.AggregateKey;
import daybook.core.PaymentMethod;
import daybook.core.TransactionType;
import daybook.core.record.TransactionContent;
import daybook.core.settings.Variables;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of requests for lists of transactions. Each route knows some of them.
 *
 * @param from the first business day
 * @param to the last one, not before the first
 * @param type of the transactions; empty for all
 * @param paymentMethod likewise
 * @param status what they must be
 * @param cursor where the list goes on; empty for its beginning
 * @param limit most entries of the answer
 */
record ListParameters(
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Optional<String> type,
    Optional<String> paymentMethod,
    Status status,
    Optional<PlaceCursor> cursor,
    int limit) {

  /** What transactions are listed. */
  enum Status {
    /** They count. */
    APPROVED,
    /** They did. */
    DELETED,
    /** Attempts that are neither. */
    PENDING,
    /** Attempts that never will. */
    DECLINED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isOfAttempts() {
      return this == PENDING || this == DECLINED;
    }
  }

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String TYPE = "type";
  private static final String METHOD = "payment_method";
  private static final String STATUS = "status";
  private static final String CURSOR = "cursor";
  private static final String LIMIT = "limit";

  /** Of a range of days alone. */
  static final Set<String> RANGE = Set.of(FROM, TO);

  /** Of a list in parts. */
  static final Set<String> PARTS = Set.of(CURSOR, LIMIT);

  /** Of a user's list. */
  static final Set<String> ALL = Set.of(FROM, TO, TYPE, METHOD, STATUS, CURSOR, LIMIT);

  /** Most entries of one answer. */
  static final int LIMIT_MAX = 100;

  private static final int LIMIT_DEFAULT = 20;

  /** Digits of ASCII only: the JDK's parsers would take other scripts' digits, signs and years. */
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

  /**
   * Reads and checks them for a user's list or statistics.
   *
   * @param values decoded values
   * @throws RefusedException 422, naming every one that is wrong; 400 for a range that is reversed
   */
  static ListParameters ofUser(Map<String, String> values) throws RefusedException {
    Reading reading = new Reading(values, new LinkedHashMap<>());
    Status status = reading.status();
    return reading.read(
        status, status.isOfAttempts() ? PlaceCursor.ATTEMPTS : PlaceCursor.TRANSACTIONS);
  }

  /**
   * The same for changes.
   *
   * @throws RefusedException 422, naming every one that is wrong
   */
  static ListParameters ofChanges(Map<String, String> values) throws RefusedException {
    return new Reading(values, new LinkedHashMap<>()).read(Status.APPROVED, PlaceCursor.CHANGES);
  }

  /** Whether a transaction is of the days, type and method that are asked for. */
  boolean wants(TransactionContent content) {
    LocalDate day = content.counts().day();
    return from.filter(day::isBefore).isEmpty()
        && to.filter(day::isAfter).isEmpty()
        && type.map(word -> content.counts().type().isOf(TransactionType.ofCsvName(word)))
            .orElse(true)
        && paymentMethod.map(content.counts().paymentMethod()::equals).orElse(true);
  }

  /**
   * Values and what is wrong with them.
   *
   * @param errors parameter to what is wrong with it, in the order of reading
   */
  private record Reading(Map<String, String> values, Map<String, String> errors) {

    ListParameters read(Status status, char list) throws RefusedException {
      Optional<LocalDate> from = date(FROM);
      Optional<LocalDate> to = date(TO);
      Optional<String> type = type();
      Optional<String> method = method();
      Optional<PlaceCursor> cursor = cursor(list);
      int limit = limit();
      if (!errors.isEmpty()) {
        throw new RefusedException(Problem.badParameters(errors));
      }
      if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
        errors.put(FROM, "is after to");
        errors.put(TO, "is before from");
        throw new RefusedException(
            Problem.badRequest("from must be before or equal to to", errors));
      }
      return new ListParameters(from, to, type, method, status, cursor, limit);
    }

    private Optional<LocalDate> date(String name) {
      String text = values.get(name);
      if (text == null) {
        return Optional.empty();
      }
      if (!DATE.matcher(text).matches()) {
        errors.put(name, "is malformed: expected a date such as 2026-01-31, once");
        return Optional.empty();
      }
      try {
        LocalDate date = LocalDate.parse(text);
        if (!date.isBefore(AggregateKey.DAY_MIN)) {
          return Optional.of(date);
        }
      } catch (DateTimeException e) {
        // It is named below, as the year 0 is.
      }
      errors.put(name, "is impossible: there is no such day");
      return Optional.empty();
    }

    private Optional<String> type() {
      Optional<String> word = Optional.ofNullable(values.get(TYPE));
      if (word.isPresent()
          && TransactionType.KNOWN.stream().noneMatch(type -> type.csvName().equals(word.get()))) {
        errors.put(TYPE, "is unknown: expected deposit or withdrawal, once");
      }
      return word;
    }

    private Optional<String> method() {
      Optional<String> method = Optional.ofNullable(values.get(METHOD));
      byte[] name = method.orElse("x").getBytes(UTF_8);
      if (!PaymentMethod.isName(name, 0, name.length)) {
        errors.put(
            METHOD, "is malformed: expected a name such as visa, of up to 64 characters, once");
      }
      return method;
    }

    private Status status() {
      String word = values.getOrDefault(STATUS, Status.APPROVED.word());
      for (Status status : Status.values()) {
        if (status.word().equals(word)) {
          return status;
        }
      }
      errors.put(STATUS, "is unknown: expected approved, deleted, pending or declined, once");
      return Status.APPROVED;
    }

    private Optional<PlaceCursor> cursor(char list) {
      Optional<String> text = Optional.ofNullable(values.get(CURSOR));
      Optional<PlaceCursor> cursor = text.flatMap(one -> PlaceCursor.parse(list, one));
      if (text.isPresent() && cursor.isEmpty()) {
        errors.put(CURSOR, "is malformed: expected next_cursor of an answer, as it was");
      }
      return cursor;
    }

    private int limit() {
      String text = values.getOrDefault(LIMIT, Integer.toString(LIMIT_DEFAULT));
      Optional<Integer> number =
          DIGITS.matcher(text).matches()
              ? Variables.wholeNumber(text, 1, LIMIT_MAX)
              : Optional.empty();
      if (number.isEmpty()) {
        errors.put(LIMIT, "is wrong: expected a whole number from 1 to " + LIMIT_MAX + ", once");
      }
      return number.orElse(LIMIT_DEFAULT);
    }
  }
}
