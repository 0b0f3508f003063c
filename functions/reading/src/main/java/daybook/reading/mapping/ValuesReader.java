package daybook.reading.mapping;

import daybook.core.PaymentMethod;
import daybook.reading.mapping.Columns.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where a transaction's timestamp, amount, type and payment method come from. */
final class ValuesReader {

  /** Most symbols beside a number: each is tried for each amount. */
  static final int STRIP_MAX = 32;

  private static final String COLUMN = "a column's name";
  private static final String METHOD =
      "a payment method's name, 1 to " + PaymentMethod.LENGTH_MAX + " characters";
  private static final String TYPE =
      "by_sign, deposit, withdrawal, or an object: the words of a column";

  private final Part document;
  private final Columns columns;
  private final Problems problems;
  private final WordsReader words;

  ValuesReader(Part document, Columns columns, Problems problems, WordsReader words) {
    this.document = document;
    this.columns = columns;
    this.problems = problems;
    this.words = words;
  }

  /** When; empty where a part of it is wrong. */
  Optional<Mapping.Timestamp> timestamp() {
    String expected = "an object: column and format";
    Optional<Part> found = document.part("timestamp", Shape.TIMESTAMP, expected);
    if (!document.has("timestamp")) {
      document.problem("timestamp", expected);
    }
    return found.flatMap(this::timestamp);
  }

  private Optional<Mapping.Timestamp> timestamp(Part part) {
    Map<String, String> read = part.texts("columns", 1, COLUMN);
    part.text("column", COLUMN).ifPresent(column -> read.put(part.pointer("column"), column));
    read.forEach((at, column) -> columns.add(Role.TIMESTAMP, at, column));
    if (part.has("column") == part.has("columns") || (part.has("columns") && read.isEmpty())) {
      problems.add(part.pointer(), "no column, or both fields", "column, or columns");
    }
    Optional<String> format =
        part.required("format", TimestampForms.EXPECTED)
            .filter(
                form ->
                    TimestampForms.of(form).isPresent()
                        || wrong(part, "format", TimestampForms.EXPECTED));
    Optional<String> zone = part.text("zone", "a zone's name");
    zone.filter(name -> !TimestampForms.isZone(name))
        .ifPresent(name -> part.problem("zone", "a zone such as Europe/Berlin, UTC or +02:00"));
    Optional<String> zoneColumn = part.text("zone_column", COLUMN);
    zoneColumn.ifPresent(name -> columns.add(Role.ZONE, part.pointer("zone_column"), name));
    Map<String, String> zones = zones(part);
    checkZones(part, format);
    return format.map(
        form -> new Mapping.Timestamp(List.copyOf(read.values()), form, zone, zoneColumn, zones));
  }

  private Map<String, String> zones(Part part) {
    Map<String, String> zones = part.pairs("zones", "a zone's name");
    words.checkDifferent(zones.keySet(), part.pointer("zones"));
    zones.forEach(
        (word, zone) -> {
          if (!TimestampForms.isZone(zone)) {
            problems.add(
                Part.pointer(part.pointer("zones"), word),
                Json.quoted(zone),
                "a zone such as Europe/Berlin, UTC or +02:00");
          }
        });
    return zones;
  }

  private static void checkZones(Part part, Optional<String> format) {
    if (part.has("zone") && part.has("zone_column")) {
      part.problem("zone", "nothing beside zone_column");
    }
    if (part.has("zones") && !part.has("zone_column")) {
      part.problem("zones", "nothing without zone_column");
    }
    Optional<String> noZone =
        format
            .flatMap(TimestampForms::of)
            .flatMap(
                form ->
                    form.hasOffset()
                        ? Optional.of("nothing: the format has the offset")
                        : form.hasTime()
                            ? Optional.empty()
                            : Optional.of("nothing: a day without a time is that business day"));
    for (String name : List.of("zone", "zone_column")) {
      if (noZone.isPresent() && part.has(name)) {
        part.problem(name, noZone.get());
      }
    }
  }

  /** How much; empty where a part of it is wrong. */
  Optional<Mapping.Amount> amount() {
    String expected = "an object: column, or credit and debit";
    Optional<Part> found = document.part("amount", Shape.AMOUNT, expected);
    if (!document.has("amount")) {
      document.problem("amount", expected);
    }
    return found.flatMap(this::amount);
  }

  private Optional<Mapping.Amount> amount(Part part) {
    Optional<String> column = column(part, "column");
    Optional<String> credit = column(part, "credit");
    Optional<String> debit = column(part, "debit");
    boolean signed = part.flag("signed");
    List<String> strip = strip(part);
    boolean two = part.has("credit") && part.has("debit") && !part.has("column");
    boolean one = !part.has("credit") && !part.has("debit") && part.has("column");
    if (!one && !two) {
      problems.add(part.pointer(), "other columns", "column, or credit and debit");
    }
    if (!part.has("column") && part.has("signed")) {
      part.problem("signed", "nothing beside credit and debit");
    }
    if (two) {
      return credit.flatMap(in -> debit.map(out -> new Mapping.Amount.CreditDebit(in, out, strip)));
    }
    return column.map(name -> new Mapping.Amount.Column(name, signed, strip));
  }

  private Optional<String> column(Part part, String name) {
    Optional<String> column = part.text(name, COLUMN);
    column.ifPresent(text -> columns.add(Role.AMOUNT, part.pointer(name), text));
    return column;
  }

  private List<String> strip(Part part) {
    String expected = "a symbol or word without digits, + - ( ), and blanks around it";
    Map<String, String> strip = part.texts("strip", 1, expected);
    strip.forEach(
        (at, symbol) -> {
          if (!symbol.equals(symbol.strip())
              || symbol
                  .codePoints()
                  .anyMatch(c -> Character.isDigit(c) || "+-()".indexOf(c) >= 0)) {
            problems.add(at, Json.quoted(symbol), expected);
          }
        });
    if (strip.size() > STRIP_MAX) {
      part.problem("strip", "at most " + STRIP_MAX);
    }
    return words.different(strip);
  }

  /** Which way it went, by the sign where nothing is said; empty where it is wrong. */
  Optional<Mapping.Type> type(Optional<Mapping.Amount> amount) {
    Optional<Mapping.Type> type =
        document.has("type") ? givenType() : Optional.of(new Mapping.Type.BySign());
    if (type.isPresent() && amount.isPresent()) {
      checkSign(type.get(), amount.get());
    }
    return type;
  }

  private Optional<Mapping.Type> givenType() {
    if (!document.isText("type")) {
      return document
          .part("type", Shape.TYPE, TYPE)
          .flatMap(part -> words.read(part, Mapping.Direction.values(), false))
          .map(Mapping.Type.ByWord::new);
    }
    return document
        .text("type", TYPE)
        .flatMap(
            text ->
                switch (text) {
                  case "by_sign" -> Optional.of(new Mapping.Type.BySign());
                  case "deposit" ->
                      Optional.of(new Mapping.Type.Constant(Mapping.Direction.DEPOSIT));
                  case "withdrawal" ->
                      Optional.of(new Mapping.Type.Constant(Mapping.Direction.WITHDRAWAL));
                  default -> {
                    document.problem("type", TYPE);
                    yield Optional.empty();
                  }
                });
  }

  private void checkSign(Mapping.Type type, Mapping.Amount amount) {
    boolean hasSign =
        amount instanceof Mapping.Amount.CreditDebit
            || (amount instanceof Mapping.Amount.Column column && column.signed());
    boolean needsSign =
        type instanceof Mapping.Type.BySign
            || (type instanceof Mapping.Type.ByWord by && asksForSign(by.words()));
    if (needsSign && !hasSign) {
      document.problem(
          "type",
          "no type by sign where the amount has none: \"signed\": true, or credit and debit");
    }
    if (type instanceof Mapping.Type.Constant && amount instanceof Mapping.Amount.CreditDebit) {
      document.problem("type", "nothing, or words: credit and debit say which way it went");
    }
  }

  private static boolean asksForSign(Mapping.Words<Mapping.Direction> words) {
    return words.meanings().containsValue(Mapping.Direction.SIGN)
        || words.otherwise().filter(Mapping.Direction.SIGN::equals).isPresent();
  }

  /** By which method; empty where a part of it is wrong. */
  Optional<Mapping.Method> paymentMethod() {
    String expected = "a payment method's name, or an object: column, or first_not_zero";
    if (document.isText("payment_method")) {
      return document
          .text("payment_method", METHOD)
          .filter(name -> isMethod(name, document.pointer("payment_method")))
          .map(Mapping.Method.Constant::new);
    }
    if (!document.has("payment_method")) {
      document.problem("payment_method", expected);
    }
    return document
        .part("payment_method", Shape.PAYMENT_METHOD, expected)
        .flatMap(part -> part.has("first_not_zero") ? firstNotZero(part) : byColumn(part));
  }

  private Optional<Mapping.Method> byColumn(Part part) {
    Optional<String> column = part.required("column", COLUMN + ", or first_not_zero");
    column.ifPresent(name -> columns.add(Role.WORDS, part.pointer("column"), name));
    Map<String, String> names = part.pairs("names", METHOD);
    String pointer = part.pointer("names");
    words.checkDifferent(names.keySet(), pointer);
    names.forEach((word, name) -> isMethod(name, Part.pointer(pointer, word)));
    if (names.containsKey("")) {
      problems.add(
          Part.pointer(pointer, ""), "the empty word", "otherwise: where the cell is empty");
    }
    Optional<String> otherwise =
        part.text("otherwise", METHOD).filter(name -> isMethod(name, part.pointer("otherwise")));
    return column.map(name -> new Mapping.Method.Column(name, names, otherwise));
  }

  private Optional<Mapping.Method> firstNotZero(Part part) {
    List<Map.Entry<String, String>> names = new ArrayList<>();
    String pointer = part.pointer("first_not_zero");
    part.pairs("first_not_zero", METHOD)
        .forEach(
            (column, name) -> {
              String at = Part.pointer(pointer, column);
              isMethod(name, at);
              columns.add(Role.AMOUNT, at, column);
              names.add(Map.entry(column, name));
            });
    for (String other : List.of("column", "names", "otherwise")) {
      if (part.has(other)) {
        part.problem(other, "nothing beside first_not_zero");
      }
    }
    if (names.isEmpty()) {
      part.problem("first_not_zero", "an object: column to payment method's name");
    }
    return Optional.of(new Mapping.Method.FirstNotZero(names));
  }

  /** Whether it is a payment method's name; notes it where it is none. */
  private boolean isMethod(String name, String pointer) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean is = PaymentMethod.isName(bytes, 0, bytes.length);
    if (!is) {
      problems.add(pointer, Json.quoted(name), METHOD);
    }
    return is;
  }

  private static boolean wrong(Part part, String name, String expected) {
    part.problem(name, expected);
    return false;
  }
}
