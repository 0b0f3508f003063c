package daybook.http;

import java.math.BigDecimal;
import java.util.Locale;

/** What a client takes, by RFC 9110 section 12.5.1. */
final class Accepted {

  private static final String PARAMETER = ";";

  private Accepted() {}

  /**
   * Whether a client would rather have one type than another, which it gets where it does not care.
   *
   * @param accept the header, such as {@code text/csv, application/json;q=0.5}; empty where there
   *     is none
   * @param wanted the type asked about
   * @param usual the type that is sent otherwise
   */
  static boolean prefers(String accept, String wanted, String usual) {
    Weight mine = weight(accept, wanted);
    Weight other = weight(accept, usual);
    int byWeight = mine.quality.compareTo(other.quality);
    boolean more = byWeight == 0 ? mine.precision > other.precision : byWeight > 0;
    return more && mine.quality.signum() > 0;
  }

  /**
   * How much a type is wanted.
   *
   * @param precision of the range that says so: 2 is the type itself, 1 its kind, 0 any or none
   */
  private record Weight(BigDecimal quality, int precision) {}

  private static Weight weight(String accept, String type) {
    Weight found = new Weight(BigDecimal.ZERO, -1);
    for (String element : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(PARAMETER, -1);
      int precision = precision(parts[0].strip(), type);
      if (precision > found.precision) {
        found = new Weight(quality(parts), precision);
      }
    }
    return new Weight(found.quality, Math.max(0, found.precision));
  }

  private static int precision(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  /** A weight that is none counts for nothing. */
  private static BigDecimal quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        try {
          return new BigDecimal(parameter.substring(2).strip());
        } catch (NumberFormatException e) {
          return BigDecimal.ZERO;
        }
      }
    }
    return BigDecimal.ONE;
  }
}
