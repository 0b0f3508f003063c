package daybook.core;

import daybook.core.port.OtherDeploymentException;
import daybook.core.settings.Variables;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What all rows of one database have in common, whichever function, file or year they come from.
 *
 * @param zone whose dates the business days are; zones of the same fixed offset are equal
 * @param currency of the rows that name none, and of the groups that name none; empty where nobody
 *     has said it
 */
public record Deployment(ZoneId zone, Optional<Currency> currency) {

  /** The variable of the zone. */
  public static final String BUSINESS_ZONE = "BUSINESS_ZONE";

  /** The variable of the currency. */
  public static final String CURRENCY = "CURRENCY";

  /** Names of the variables that it is read from. */
  public static final List<String> VARIABLES = List.of(BUSINESS_ZONE, CURRENCY);

  /** Where nothing is set, and what a database is of that was begun before there was a choice. */
  public static final Deployment DEFAULT = new Deployment(ZoneOffset.UTC, Optional.empty());

  private static final String UTC = "UTC";

  /** Brings zones of one fixed offset, such as UTC and Z, to the same value. */
  public Deployment {
    zone = zone.normalized();
  }

  /** Reads {@code BUSINESS_ZONE} (UTC) and {@code CURRENCY} (none). */
  public static Deployment from(Variables variables) {
    return new Deployment(zone(variables), currency(variables));
  }

  private static ZoneId zone(Variables variables) {
    String text = variables.text(BUSINESS_ZONE, UTC);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      variables.problem(
          "%s is '%s': expected a region such as Europe/Berlin, an offset such as +02:00, or UTC"
              .formatted(BUSINESS_ZONE, text));
      return ZoneOffset.UTC;
    }
  }

  private static Optional<Currency> currency(Variables variables) {
    String text = variables.text(CURRENCY, "");
    Optional<Currency> currency = Currency.parse(text);
    if (currency.isEmpty() && !text.isEmpty()) {
      variables.problem(
          "%s is '%s': expected %s, or nothing".formatted(CURRENCY, text, Currency.EXPECTED));
    }
    return currency;
  }

  /**
   * What a database keeps on, in which this is kept, when somebody comes with another one. Who
   * names no currency takes over the one that is kept. Where none is kept, the rows counted so far
   * are declared to be of the one that is named now.
   *
   * @throws OtherDeploymentException if days or money would be counted otherwise than those before
   */
  public Deployment agreeing(Deployment other) {
    if (!zone.equals(other.zone)) {
      throw new OtherDeploymentException(BUSINESS_ZONE, zoneName(), other.zoneName());
    }
    if (currency.isEmpty()) {
      return other;
    }
    if (other.currency.isPresent() && !other.currency.equals(currency)) {
      throw new OtherDeploymentException(
          CURRENCY, currency.get().code(), other.currency.get().code());
    }
    return this;
  }

  /** The zone as the variable names it; {@code UTC} for every name of it. */
  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? UTC : zone.getId();
  }
}
