package daybook.reading.value;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link IsoTimestamp} and {@link PlainAmount} read, by regular expressions and java.time. */
public final class SlowIso {

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(?<second>:[0-9]{2}"
              + "(?:[.,][0-9]{1,9})?)?"
              + "(?: ?(?<offset>Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)"
              + "(?<again> UTC|\\[UTC\\]|\\[GMT\\]|\\[Etc/UTC\\])?)?[ \t]*");

  private static final Pattern AMOUNT =
      Pattern.compile(
          "[ \t]*[+]?(?=[.]?[0-9])([0-9]{0,11}(?:\\.(?:[0-9]{0,2}|[0-9]{2}00+))?)[ \t]*");

  private SlowIso() {}

  /** The moment in UTC, to the minute; without offset it is in UTC. */
  public static Optional<LocalDateTime> utc(String text) {
    Matcher form = TIMESTAMP.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      String second = form.group("second") == null ? "" : form.group("second").replace(',', '.');
      LocalDateTime local = LocalDateTime.parse(form.group(1) + "T" + form.group(2) + second);
      ZoneOffset offset = offset(form.group("offset"));
      if (form.group("again") != null && !offset.equals(ZoneOffset.UTC)) {
        return Optional.empty();
      }
      return Optional.of(local.minusSeconds(offset.getTotalSeconds()).withSecond(0).withNano(0))
          .filter(utc -> utc.getYear() >= 1 && utc.getYear() <= 9999);
    } catch (DateTimeException noSuchMoment) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String text) {
    boolean isUtc = text == null || text.length() == 1 || text.equals("UTC") || text.equals("GMT");
    return isUtc ? ZoneOffset.UTC : ZoneOffset.of(text);
  }

  /** The digits of an amount, as unbounded numbers read them; empty if it is none. */
  public static Optional<String> amount(String text) {
    Matcher form = AMOUNT.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String digits = form.group(1);
    return Optional.of(digits.endsWith(".") ? digits + "0" : digits);
  }
}
