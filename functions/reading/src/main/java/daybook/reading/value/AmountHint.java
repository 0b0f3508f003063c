package daybook.reading.value;

import java.util.List;
import java.util.Optional;

/** What is often written for an amount and is none that {@link PlainAmount} takes. */
final class AmountHint {

  private static final String NEGATIVE = "a refund is written as a withdrawal of a positive amount";
  private static final String SEPARATORS = "[,.' \u2019\u00A0\u2009\u202F]";

  private static final List<TextTrap> TRAPS =
      List.of(
          TextTrap.unseen(),
          TextTrap.dash(", and an amount is not negative: " + NEGATIVE),
          TextTrap.of(
              "-[^-]*[0-9].*|.*[0-9][^-]*-|\\(.*[0-9].*\\)",
              "an amount is not negative: " + NEGATIVE),
          TextTrap.of(
              "[+]?[0-9.,]+[eE][+-]?[0-9]+",
              "a program wrote it with an exponent: let it write all digits, two after the point"),
          TextTrap.of(
              "[+]?[0-9]*\\.[0-9]{9,}",
              "a program computed it with binary fractions: let it round to two decimals"),
          TextTrap.of(
              "[+]?[0-9]+\\.[0-9]{3}",
              seen ->
                  seen
                      + " may have a thousands separator or three decimals (KWD, BHD, JOD): a mapping"
                      + " says which; where 1.000 is 1 and where it is 1000 nobody can see"),
          TextTrap.of(
              "[+]?[0-9]*\\.[0-9]{4,}", "it has more than two decimals, which nobody may round"),
          TextTrap.of(
              "[+]?[0-9]+,[0-9]{3}",
              seen ->
                  seen
                      + " may have a thousands separator or a decimal comma: a mapping says which"),
          TextTrap.of(
              "[+]?[0-9]*,[0-9]+",
              "it has a decimal comma: a mapping with \"decimal\": \",\" reads it"),
          TextTrap.of(
              "[+]?[0-9]{1,3}(?:" + SEPARATORS + "[0-9]{2,3})+(?:[.,][0-9]*)?",
              "its thousands are separated: a mapping with \"decimal\" and \"grouping\" reads it"),
          TextTrap.of(
              "[+]?[0-9]{12,}(?:\\.[0-9]*)?", "it has more than 11 digits before the point"),
          TextTrap.of(
              "\\p{Sc}.*[0-9].*|.*[0-9].*\\p{Sc}|[A-Za-z]{3} ?[0-9].*|.*[0-9] ?[A-Za-z]{3}",
              "a currency stands beside it: a mapping strips it"));

  private AmountHint() {}

  static Optional<String> of(byte[] in, int start, int end) {
    return TextTrap.hint(TRAPS, in, start, end);
  }
}
