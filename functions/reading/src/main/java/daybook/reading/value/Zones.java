package daybook.reading.value;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Zones by the names that cells and mappings give them.
 *
 * <p>An abbreviation says its own offset, summer or winter: {@code CET} is an hour and {@code CEST}
 * two hours east of UTC on every day of the year. Of abbreviations that several countries use,
 * those are taken that payment exports print ({@code CST} of North America, {@code BST} of
 * Britain); where exports differ ({@code IST}, {@code AST}, {@code SST}) there is no zone.
 */
public final class Zones {

  /** The longest name of a region has some 30 characters. */
  private static final int LENGTH_MAX = 64;

  private static final Map<String, ZoneId> ABBREVIATIONS = new HashMap<>();

  static {
    at("+00:00", "Z", "UTC", "UT", "GMT", "WET");
    at("+01:00", "CET", "MET", "MEZ", "WEST", "BST");
    at("+02:00", "CEST", "MEST", "MESZ", "EET", "SAST");
    at("+03:00", "EEST", "MSK");
    at("+07:00", "WIB");
    at("+08:00", "AWST", "HKT", "SGT");
    at("+09:00", "JST", "KST");
    at("+09:30", "ACST");
    at("+10:00", "AEST");
    at("+10:30", "ACDT");
    at("+11:00", "AEDT");
    at("+12:00", "NZST");
    at("+13:00", "NZDT");
    at("-02:30", "NDT");
    at("-03:00", "ART", "BRT");
    at("-03:30", "NST");
    at("-04:00", "EDT");
    at("-05:00", "EST", "CDT");
    at("-06:00", "CST", "MDT");
    at("-07:00", "MST", "PDT");
    at("-08:00", "PST", "AKDT");
    at("-09:00", "AKST");
    at("-10:00", "HST");
  }

  private Zones() {}

  private static void at(String offset, String... abbreviations) {
    for (String abbreviation : abbreviations) {
      ABBREVIATIONS.put(abbreviation, ZoneOffset.of(offset));
    }
  }

  /**
   * The zone of a name: a region such as {@code Europe/Berlin}, an offset such as {@code +02:00},
   * {@code +0200}, {@code +2} or {@code UTC+2}, or an abbreviation, in any case; blanks around it
   * mean nothing. Making it makes objects; remembering it by its text is the caller's.
   *
   * @return empty where it is none of these
   */
  public static Optional<ZoneId> of(String name) {
    String text = name.strip();
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    ZoneId abbreviated = ABBREVIATIONS.get(text.toUpperCase(Locale.ROOT));
    if (abbreviated != null) {
      return Optional.of(abbreviated);
    }
    try {
      return Optional.of(ZoneId.of(text).normalized());
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  /** What is expected, in words. */
  public static String expected() {
    return "a time zone such as Europe/Berlin, +02:00 or CEST";
  }
}
