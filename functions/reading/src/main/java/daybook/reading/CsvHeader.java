package daybook.reading;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the columns of a transaction are.
 *
 * @param columns how many fields every row has
 * @param timestamp index of the column, from 0
 * @param type index of the column
 * @param paymentMethod index of the column
 * @param amount index of the column
 * @param sleepMs index of the column, or {@link #ABSENT}
 */
public record CsvHeader(
    int columns, int timestamp, int type, int paymentMethod, int amount, int sleepMs) {

  /** The index of a column that is not there. */
  public static final int ABSENT = -1;

  /** Order: the components of this record. */
  private static final List<String> NAMES =
      List.of("timestamp", "type", "payment_method", "amount", "sleep_ms");

  /** Only the last column may be missing. */
  private static final int NEEDED = 4;

  /**
   * Reads the header record. Names are taken without blanks around them and in any case; other
   * columns are only counted. A carriage return without a line feed shows that lines end otherwise
   * here than they do in this file's program, so that its first rows would be taken for names.
   *
   * @param record stands at the header
   * @throws UnusableFileException if the record is broken, is not UTF-8, has a carriage return
   *     without a line feed, lacks a needed column, or has a known one twice
   */
  public static CsvHeader read(RecordScanner record) throws UnusableFileException {
    if (record.problem() != null || hasLoneCarriageReturn(record)) {
      throw new UnusableFileException(UnusableFileException.Reason.HEADER_MISSING);
    }
    if (!record.ascii() && !new Utf8().isValid(record.bytes(), record.start(), record.end())) {
      throw new UnusableFileException(UnusableFileException.Reason.HEADER_ENCODING);
    }
    return of(names(record));
  }

  private static boolean hasLoneCarriageReturn(RecordScanner record) {
    byte[] bytes = record.bytes();
    for (int i = record.start(); i < record.end(); i++) {
      if (bytes[i] == '\r' && (i + 1 == record.end() || bytes[i + 1] != '\n')) {
        return true;
      }
    }
    return false;
  }

  private static List<String> names(RecordScanner record) {
    Fields fields = new Fields(RecordScanner.RECORD_BYTES_MAX + 1);
    fields.split(record);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fields.count(); i++) {
      int length = fields.end(i) - fields.start(i);
      String name = new String(fields.bytes(), fields.start(i), length, StandardCharsets.UTF_8);
      names.add(name.strip().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static CsvHeader of(List<String> names) throws UnusableFileException {
    if (!names.containsAll(NAMES.subList(0, NEEDED))) {
      throw new UnusableFileException(UnusableFileException.Reason.HEADER_MISSING);
    }
    for (String name : NAMES) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new UnusableFileException(UnusableFileException.Reason.HEADER_DUPLICATE);
      }
    }
    int[] at = NAMES.stream().mapToInt(names::indexOf).toArray();
    return new CsvHeader(names.size(), at[0], at[1], at[2], at[3], at[4]);
  }
}
