package daybook.reading.mapping;

import daybook.reading.value.TimestampFormat;
import daybook.reading.value.Zones;
import java.util.Optional;

/** Which forms of a timestamp a mapping may name, and which zones: those that rows are read by. */
final class TimestampForms {

  /** For messages. */
  static final String EXPECTED =
      "iso, epoch_seconds, epoch_millis, hours_since:<date>,"
          + " or a pattern of y M d H m s such as yyyy-MM-dd HH:mm:ss";

  private TimestampForms() {}

  /** The form of a name, if it is one. */
  static Optional<TimestampFormat> of(String form) {
    try {
      return Optional.of(TimestampFormat.of(form));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it is a zone of the time zone database, an abbreviation or a fixed offset. */
  static boolean isZone(String zone) {
    return Zones.of(zone).isPresent();
  }
}
