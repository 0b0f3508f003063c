package daybook.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.PaymentMethod;
import daybook.core.TransactionType;
import daybook.core.record.TransactionId;
import daybook.reading.value.BusinessClock;
import daybook.reading.value.IsoTimestamp;
import daybook.reading.value.PlainAmount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the fields of records by the rules of rows: what a file's cell is refused for, a field is,
 * and blanks around a value mean as little. A field that is {@code null} is as one that is not
 * there. Numbers are read by their characters: {@code 12.30} and {@code "12.30"} are the same
 * amount, and {@code 1e2} is none, as in a file. Not safe for threads.
 */
final class FieldReader {

  static final String ID = "transaction_id";
  static final String STATUS = "status";
  static final String FULL_NAME = "full_name";
  static final String NOTE = "note";

  /** Most characters of each. */
  static final int FULL_NAME_LENGTH_MAX = 200;

  static final int NOTE_LENGTH_MAX = 2_000;
  static final int CATEGORY_LENGTH_MAX = 64;

  private static final String EXPECTED_ID = "1 to 64 letters, digits and . _ : -";
  private static final List<String> STATUSES = List.of(Draft.APPROVED, "declined", "pending");

  /** Of ASCII, as a file has them: what other scripts have for capitals is none. */
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]{3}");

  /** What reads a field that is there; null takes it away. */
  private interface Field {
    void read(Json value);
  }

  private final Faults faults;
  private final BusinessClock clock;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private Draft draft = new Draft();

  FieldReader(Deployment deployment, Faults faults) {
    this.faults = faults;
    this.clock = new BusinessClock(deployment.zone());
    fields.put(ID, this::id);
    fields.put("timestamp", this::timestamp);
    fields.put("type", this::type);
    fields.put("payment_method", this::paymentMethod);
    fields.put("amount", this::amount);
    fields.put("currency", this::currency);
    fields.put(STATUS, this::status);
    fields.put("user_id", value -> key("user_id", value, id -> draft.userId = id));
    fields.put("merchant_id", value -> key("merchant_id", value, id -> draft.merchantId = id));
    fields.put("merchant_category", this::category);
    fields.put(FULL_NAME, value -> text(FULL_NAME, value, FULL_NAME_LENGTH_MAX, false));
    fields.put(NOTE, value -> text(NOTE, value, NOTE_LENGTH_MAX, true));
  }

  /**
   * Reads what is there into a draft; what is wrong goes to the faults.
   *
   * @param record of JSON
   * @return the draft
   */
  Draft read(Json record, Draft into) {
    draft = into;
    if (!(record instanceof Json.Fields given)) {
      faults.add("", record, "an object with the fields of a transaction");
      return draft;
    }
    given
        .byName()
        .forEach(
            (name, value) -> {
              Field field = fields.get(name);
              if (field == null) {
                faults.addUnknown(name, "only " + String.join(", ", fields.keySet()));
              } else {
                field.read(value);
              }
            });
    requireAll(given.byName());
    return draft;
  }

  /** Whether a record gives names or free text, and does not only take them away. */
  static boolean hasTexts(Json record) {
    return record instanceof Json.Fields given
        && List.of(FULL_NAME, NOTE).stream()
            .anyMatch(name -> !given.byName().getOrDefault(name, Json.NULL).equals(Json.NULL));
  }

  /** What every transaction has; where it is there and wrong, that was said. */
  private void requireAll(Map<String, Json> given) {
    require(given, "timestamp", draft.timestamp != null, IsoTimestamp.expected());
    require(given, "type", draft.type != null, expectedType());
    require(given, "payment_method", draft.paymentMethod != null, expectedMethod());
    require(given, "amount", draft.amount != null, PlainAmount.expected());
  }

  private void require(Map<String, Json> given, String name, boolean isThere, String expected) {
    boolean isSaid = !given.getOrDefault(name, Json.NULL).equals(Json.NULL);
    if (!isThere && !isSaid) {
      faults.add(name, expected);
    }
  }

  /** The text of a field without blanks around it; empty where it is none, or is not as it must. */
  private Optional<String> word(
      String name, Json value, String expected, Predicate<String> isRight) {
    if (value instanceof Json.Text text && isRight.test(stripped(text.value()))) {
      return Optional.of(stripped(text.value()));
    }
    faults.add(name, value, expected);
    return Optional.empty();
  }

  /** Without blanks and tabs around it, which mean nothing in a file. */
  private static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A field of a name that every record may lack. */
  private void key(String name, Json value, Consumer<Optional<String>> into) {
    into.accept(
        value.equals(Json.NULL)
            ? Optional.empty()
            : word(name, value, EXPECTED_ID, TransactionId::isId));
  }

  private void id(Json value) {
    key(ID, value, id -> draft.id = id.map(TransactionId::new));
  }

  private void timestamp(Json value) {
    draft.timestamp = null;
    if (value.equals(Json.NULL)) {
      return;
    }
    byte[] in = value instanceof Json.Text text ? text.value().getBytes(UTF_8) : new byte[0];
    long hour = IsoTimestamp.hour(in, 0, in.length, clock);
    if (hour == BusinessClock.INVALID) {
      faults.add(
          "timestamp",
          value,
          withHint(IsoTimestamp.expected(), IsoTimestamp.hint(in, 0, in.length)));
      return;
    }
    draft.timestamp = Instant.ofEpochMilli(IsoTimestamp.millis(in, 0, in.length, clock, null));
    draft.day = LocalDate.ofEpochDay(BusinessClock.day(hour));
    draft.hour = BusinessClock.hourOfDay(hour);
  }

  private static String withHint(String expected, Optional<String> hint) {
    return expected + hint.map(sentence -> "; " + sentence).orElse("");
  }

  private void type(Json value) {
    draft.type = null;
    if (!value.equals(Json.NULL)) {
      word("type", value, expectedType(), text -> typeOf(text).isPresent())
          .flatMap(FieldReader::typeOf)
          .ifPresent(type -> draft.type = type);
    }
  }

  private static Optional<TransactionType> typeOf(String text) {
    return TransactionType.KNOWN.stream()
        .filter(type -> type.csvName().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static String expectedType() {
    return "deposit or withdrawal";
  }

  private void paymentMethod(Json value) {
    draft.paymentMethod = null;
    if (!value.equals(Json.NULL)) {
      word("payment_method", value, expectedMethod(), FieldReader::isMethod)
          .ifPresent(method -> draft.paymentMethod = method);
    }
  }

  private static boolean isMethod(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return isWhole(text) && PaymentMethod.isName(bytes, 0, bytes.length);
  }

  private static String expectedMethod() {
    return "1 to 64 letters, digits, blanks and _ - + & / ( ) ' in normal form C, a letter or digit"
        + " first";
  }

  private void amount(Json value) {
    draft.amount = null;
    if (value.equals(Json.NULL)) {
      return;
    }
    byte[] in = digits(value).getBytes(UTF_8);
    long cents = PlainAmount.cents(in, 0, in.length);
    if (cents == PlainAmount.INVALID) {
      faults.add(
          "amount", value, withHint(PlainAmount.expected(), PlainAmount.hint(in, 0, in.length)));
      return;
    }
    draft.amount = new Amount(cents);
  }

  private static String digits(Json value) {
    if (value instanceof Json.Digits digits) {
      return digits.value();
    }
    return value instanceof Json.Text text ? text.value() : "";
  }

  private void currency(Json value) {
    draft.keepsGroup = false;
    draft.currency = Optional.empty();
    if (!value.equals(Json.NULL)) {
      draft.currency =
          word("currency", value, Currency.EXPECTED, text -> currencyOf(text).isPresent())
              .flatMap(FieldReader::currencyOf);
    }
  }

  private static Optional<Currency> currencyOf(String text) {
    return LETTERS.matcher(text).matches()
        ? Currency.parse(text.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  private void status(Json value) {
    draft.status =
        value.equals(Json.NULL)
            ? Draft.APPROVED
            : word(
                    STATUS,
                    value,
                    "one of " + String.join(", ", STATUSES),
                    text -> STATUSES.contains(text.toLowerCase(Locale.ROOT)))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .orElse(Draft.APPROVED);
  }

  private void category(Json value) {
    draft.merchantCategory = Optional.empty();
    if (!value.equals(Json.NULL)) {
      draft.merchantCategory =
          word(
              "merchant_category",
              value,
              "1 to %d characters, none of them a control".formatted(CATEGORY_LENGTH_MAX),
              text -> isText(text, CATEGORY_LENGTH_MAX, false));
    }
  }

  /** Nothing of such a value may be shown, wherever it stands. */
  private void text(String name, Json value, int lengthMax, boolean lines) {
    if (value.equals(Json.NULL)) {
      draft.texts.put(name, Optional.empty());
    } else if (value instanceof Json.Text text && isText(text.value(), lengthMax, lines)) {
      draft.texts.put(name, Optional.of(text.value()));
    } else {
      faults.add(
          name,
          "1 to %,d characters, none of them a control%s"
              .formatted(lengthMax, lines ? " but line ends and tabs" : ""));
    }
  }

  private static boolean isText(String text, int lengthMax, boolean lines) {
    int length = text.codePointCount(0, text.length());
    return length >= 1
        && length <= lengthMax
        && isWhole(text)
        && text.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')));
  }

  /** Whether no surrogate is alone in it, which UTF-8 could not say. */
  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
