package daybook.local.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.reading.value.AmountFormat;
import daybook.reading.value.AmountFormat.Grouping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the forms that fit every amount of some columns. */
final class AmountSniffer {

  /** A sign or code of a currency, or another short word, before a number. */
  private static final Pattern BEFORE =
      Pattern.compile("^[-+(\\u2212\\s]*([\\p{L}\\p{Sc}]{1,4})[-+(\\u2212\\s]*\\d");

  /** The same behind one. */
  private static final Pattern BEHIND =
      Pattern.compile("\\d[-)\\u2212.,\\s]*?\\s*([\\p{L}\\p{Sc}]{1,4})[-)\\u2212\\s]*$");

  private static final int STRIPPED_MAX = 4;

  private AmountSniffer() {}

  /**
   * How amounts are written.
   *
   * @param decimal the decimal mark
   * @param grouping between thousands
   * @param strip what stands beside numbers
   * @param signed whether one is below zero
   */
  record Form(char decimal, Grouping grouping, List<String> strip, boolean signed) {

    /**
     * Whether some value shows that the mark between thousands is none of decimals: it is there
     * twice, or beside the decimal mark.
     */
    boolean isSure(List<String> values) {
      char mark = mark();
      return mark == 0
          || values.stream()
              .anyMatch(
                  value ->
                      value.indexOf(mark) != value.lastIndexOf(mark)
                          || (value.indexOf(mark) >= 0 && value.indexOf(decimal) >= 0));
    }

    /** Whether the mark is in a value. */
    boolean isGrouped(String value) {
      return value.indexOf(mark()) >= 0;
    }

    /** The mark between thousands, or 0 where it is none that decimals may have. */
    private char mark() {
      return switch (grouping) {
        case POINT -> '.';
        case COMMA -> ',';
        default -> 0;
      };
    }
  }

  /**
   * What fits some amounts.
   *
   * @param form fits all; empty where none does, or two give other amounts
   * @param candidates two forms that both fit and give other amounts for one of them
   * @param example that one
   */
  record Found(Optional<Form> form, List<Form> candidates, String example) {

    static final Found NOTHING = new Found(Optional.empty(), List.of(), "");

    /** Whether some amount is below zero, in whatever form. */
    boolean isSigned() {
      return Stream.concat(form.stream(), candidates.stream()).anyMatch(Form::signed);
    }

    /** Whether any form fits. */
    boolean fits() {
      return form.isPresent() || !candidates.isEmpty();
    }
  }

  /** A form, and what the values are in it. */
  private record Read(Form form, List<Long> cents) {}

  /** The forms of some values; of none there is none. */
  static Found of(List<String> values) {
    List<String> strip = strip(values);
    if (values.isEmpty() || strip.size() > STRIPPED_MAX) {
      return Found.NOTHING;
    }
    Optional<Read> point =
        first(
            '.',
            List.of(Grouping.NONE, Grouping.COMMA, Grouping.APOSTROPHE, Grouping.BLANK),
            strip,
            values);
    Optional<Read> comma =
        first(
            ',',
            List.of(Grouping.NONE, Grouping.POINT, Grouping.APOSTROPHE, Grouping.BLANK),
            strip,
            values);
    if (point.isPresent() && comma.isPresent()) {
      for (int i = 0; i < values.size(); i++) {
        if (!point.get().cents().get(i).equals(comma.get().cents().get(i))) {
          return new Found(
              Optional.empty(), List.of(point.get().form(), comma.get().form()), values.get(i));
        }
      }
    }
    return new Found(point.or(() -> comma).map(Read::form), List.of(), "");
  }

  private static Optional<Read> first(
      char decimal, List<Grouping> groupings, List<String> strip, List<String> values) {
    for (Grouping grouping : groupings) {
      AmountFormat format =
          AmountFormat.of(decimal, grouping, EnumSet.allOf(AmountFormat.Negative.class), strip);
      List<Long> cents = cents(format, values);
      if (cents.size() == values.size()) {
        boolean signed = cents.stream().anyMatch(value -> value < 0);
        return Optional.of(new Read(new Form(decimal, grouping, strip, signed), cents));
      }
    }
    return Optional.empty();
  }

  /** All of them, or those before the first that is none. */
  private static List<Long> cents(AmountFormat format, List<String> values) {
    return values.stream()
        .map(value -> value.getBytes(UTF_8))
        .mapToLong(bytes -> format.cents(bytes, 0, bytes.length))
        .takeWhile(cents -> cents != AmountFormat.INVALID)
        .boxed()
        .toList();
  }

  private static List<String> strip(List<String> values) {
    TreeSet<String> found = new TreeSet<>();
    for (String value : values) {
      for (Pattern pattern : List.of(BEFORE, BEHIND)) {
        Matcher around = pattern.matcher(value);
        if (around.find()) {
          found.add(around.group(1));
        }
      }
    }
    return new ArrayList<>(found);
  }

  /** An amount as a form reads it, with two digits. */
  static String read(Form form, String value) {
    AmountFormat format =
        AmountFormat.of(
            form.decimal(),
            form.grouping(),
            EnumSet.allOf(AmountFormat.Negative.class),
            form.strip());
    byte[] bytes = value.getBytes(UTF_8);
    return BigDecimal.valueOf(format.cents(bytes, 0, bytes.length), 2).toPlainString();
  }
}
