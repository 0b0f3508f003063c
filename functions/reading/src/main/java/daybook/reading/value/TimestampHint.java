package daybook.reading.value;

import java.util.List;
import java.util.Optional;

/** What is often written for a moment and is none that {@link IsoTimestamp} takes. */
final class TimestampHint {

  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String TIME = DATE + "[Tt ][0-9]{2}:[0-9]{2}";

  private static final List<TextTrap> TRAPS =
      List.of(
          TextTrap.unseen(),
          TextTrap.dash(""),
          TextTrap.of(
              DATE + "[Tt ]24:00.*",
              "24:00 ends a day for some and begins the next for others: write 00:00 of the day that"
                  + " is meant"),
          TextTrap.of(
              TIME + ":60.*",
              "second 60 is a leap second, which clocks do not count alike: write 59, or 00 of the"
                  + " next minute"),
          TextTrap.of(
              DATE,
              "a date without a time: a mapping with the timestamp format yyyy-MM-dd reads it"),
          TextTrap.of(
              "[0-9]{4}([./])[0-9]{1,2}[./][0-9]{1,2}.*",
              seen ->
                  "a mapping with a timestamp format such as yyyy%1$sMM%1$sdd HH:mm:ss reads it"
                      .formatted(seen)),
          TextTrap.of(
              "([0-9]{1,2}[-./][0-9]{1,2}[-./](?:[0-9]{4}|[0-9]{2}))(?![0-9]).*",
              seen ->
                  seen
                      + " may begin with the day or with the month: a mapping with a timestamp"
                      + " format such as dd/MM/yyyy says which"),
          TextTrap.of(
              "[0-9]{5}(?:[.,][0-9]+)?",
              "a spreadsheet keeps dates as such numbers: give the column the format"
                  + " yyyy-mm-dd hh:mm:ss there"),
          TextTrap.of(
              "[0-9]{10}(?:\\.[0-9]+)?",
              "it may be seconds since 1970: a mapping with the timestamp format epoch_seconds"
                  + " reads them"),
          TextTrap.of(
              "[0-9]{13}",
              "it may be milliseconds since 1970: a mapping with the timestamp format epoch_millis"
                  + " reads them"),
          TextTrap.of(
              "[0-9]{8}[Tt ]?[0-9]{4,6}.*",
              "a mapping with a timestamp format such as yyyyMMdd'T'HHmmss reads it"),
          TextTrap.of(
              TIME + ".*?(\\[[^\\]]*\\]|[A-Za-z][A-Za-z_/]{2,})",
              seen -> "a zone by name, " + Shown.cell(seen) + ": a mapping says what it means"),
          TextTrap.of(
              "(" + DATE + ")[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![0-9]).*",
              TimestampHint::ofDate));

  private TimestampHint() {}

  static Optional<String> of(byte[] in, int start, int end) {
    return TextTrap.hint(TRAPS, in, start, end);
  }

  /** Of a text whose date and time have the right form. */
  private static String ofDate(String date) {
    int year = Integer.parseInt(date, 0, 4, 10);
    int month = Integer.parseInt(date, 5, 7, 10);
    int day = Integer.parseInt(date, 8, 10, 10);
    return Digits.isDate(year, month, day)
        ? "what follows the time is no fraction and no offset such as +02:00"
        : "there is no such day: " + date;
  }
}
