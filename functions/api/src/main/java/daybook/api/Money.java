package daybook.api;

import daybook.core.Currency;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which rows an answer adds up: those of a currency, or those that name none. Those that name none
 * come last.
 *
 * @param currency empty for rows that name none
 */
record Money(Optional<Currency> currency) implements Comparable<Money> {

  /** How a request asks for rows that name no currency. */
  static final String NONE = "none";

  private static final Comparator<Money> ORDER =
      Comparator.comparing(
          money -> money.currency.orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));

  /** Reads what a request says; empty where it is no currency and not {@link #NONE}. */
  static Optional<Money> parse(String text) {
    return text.equals(NONE)
        ? Optional.of(new Money(Optional.empty()))
        : Currency.parse(text).map(currency -> new Money(Optional.of(currency)));
  }

  /** How a request asks for it. */
  String parameter() {
    return currency.map(Currency::code).orElse(NONE);
  }

  @Override
  public int compareTo(Money other) {
    return ORDER.compare(this, other);
  }

  /** As people read it. */
  @Override
  public String toString() {
    return currency.map(Currency::code).orElse("rows without a currency");
  }
}
