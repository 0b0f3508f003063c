package daybook.reading;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  /** In their normal form; order: the components of this record. */
  private static final List<String> NAMES =
      Stream.of("timestamp", "type", "payment_method", "amount", "sleep_ms")
          .map(HeaderNames::normal)
          .toList();

  /** Only the last column may be missing. */
  private static final int NEEDED = 4;

  /** Whether {@link #read} takes the record. */
  static boolean isUsable(RecordScanner record) {
    if (record.problem() != null || hasLoneCarriageReturn(record)) {
      return false;
    }
    if (!record.ascii() && !new Utf8().isValid(record.bytes(), record.start(), record.end())) {
      return false;
    }
    List<String> names = names(record);
    return names.containsAll(NAMES.subList(0, NEEDED))
        && NAMES.stream().allMatch(name -> names.indexOf(name) == names.lastIndexOf(name));
  }

  /**
   * Reads the header record. Names are compared as {@link HeaderNames#normal} has them; other
   * columns are only counted. A carriage return without a line feed shows that lines end otherwise
   * here than they do in this file's program, so that its first rows would be taken for names.
   *
   * @param record stands at the header
   * @throws UnusableFileException if the record is broken, is not UTF-8, has a carriage return
   *     without a line feed, lacks a needed column, or has a known one twice
   */
  public static CsvHeader read(RecordScanner record) throws UnusableFileException {
    if (!isUsable(record)) {
      throw new UnusableFileException(Refusal.of(new byte[0], List.of(FirstRecord.of(record))));
    }
    List<String> names = names(record);
    int[] at = NAMES.stream().mapToInt(names::indexOf).toArray();
    return new CsvHeader(names.size(), at[0], at[1], at[2], at[3], at[4]);
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
      names.add(HeaderNames.normal(name));
    }
    return names;
  }
}
