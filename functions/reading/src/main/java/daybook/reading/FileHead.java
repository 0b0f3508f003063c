package daybook.reading;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The start of a file, unpacked, in which its header is looked for: always the same bytes, however
 * the file is read, so that everybody finds the same. Not safe for threads.
 */
final class FileHead {

  /** A header and fifty lines above it, of exports that people have; and two longest records. */
  static final int BYTES_MAX = 2 * RecordScanner.RECORD_BYTES_MAX;

  private static final String UTF_8 = "UTF-8";

  private final byte[] bytes;
  private final boolean isWhole;
  private final boolean isDecoded;
  private final Map<String, List<Line>> lines = new HashMap<>();

  /**
   * @param bytes the first ones, at most {@link #BYTES_MAX}
   * @param isWhole whether the file has no others
   * @param isDecoded whether they are UTF-8 that was made of something else, so that no mapping has
   *     a say in their encoding
   */
  FileHead(byte[] bytes, boolean isWhole, boolean isDecoded) {
    this.bytes = bytes;
    this.isWhole = isWhole;
    this.isDecoded = isDecoded;
  }

  /**
   * A record of the start.
   *
   * @param first the record
   * @param names its cells; none where it is broken or blank
   * @param isBlank whether there is nothing in it
   * @param isUtf8 whether its bytes are
   */
  record Line(FirstRecord first, List<String> names, boolean isBlank, boolean isUtf8) {}

  /**
   * The first records as a dialect cuts them, blank ones too: up to {@link FirstRecord#COUNT_MAX}
   * others.
   */
  List<Line> lines(Dialect dialect, Charset charset) {
    return lines.computeIfAbsent(dialect + " " + charset, key -> cut(dialect, decoded(charset)));
  }

  /** The first records as our own columns are written. */
  List<Line> ownLines() {
    return lines(Dialect.CSV, StandardCharsets.UTF_8);
  }

  /** The encoding that a mapping's name of one comes to here. */
  Charset charset(String encoding) {
    return isDecoded || encoding.equalsIgnoreCase(UTF_8)
        ? StandardCharsets.UTF_8
        : Charset.forName(encoding);
  }

  /** The first bytes. */
  byte[] bytes() {
    return bytes;
  }

  private byte[] decoded(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8)
        ? bytes
        : new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
  }

  private List<Line> cut(Dialect dialect, byte[] text) {
    int end = text.length;
    while (!isWhole && end > 0 && text[end - 1] != '\n') {
      end--;
    }
    // Where even the first line is longer it is shown as far as it is there.
    int length = end == 0 ? text.length : end;
    // A quoted cell that goes on behind these bytes is not decided: no header is looked for there.
    Block block = new Block(text, 0, length, 0, length, isWhole);
    RecordScanner records = new RecordScanner(block, 0, RecordScanner.RECORD_BYTES_MAX, dialect);
    Fields fields = new Fields(dialect);
    Utf8 utf8 = new Utf8();
    List<Line> found = new ArrayList<>();
    int notBlank = 0;
    while (notBlank < FirstRecord.COUNT_MAX && records.nextInBlock()) {
      boolean blank = records.isBlank() || isEmpty(fields, records);
      notBlank += blank ? 0 : 1;
      boolean valid =
          records.ascii() || utf8.isValid(records.bytes(), records.start(), records.end());
      List<String> names = blank || records.problem() != null ? List.of() : names(fields, records);
      found.add(new Line(FirstRecord.of(records), names, blank, valid));
    }
    return found;
  }

  /** Cells without content are nothing, as among rows. */
  private static boolean isEmpty(Fields fields, RecordScanner record) {
    return record.problem() == null && names(fields, record).stream().allMatch(String::isEmpty);
  }

  /** The cells of a record without blanks around them, none of a broken one. */
  static List<String> names(Dialect dialect, RecordScanner record) {
    return record.problem() == null ? names(new Fields(dialect), record) : List.of();
  }

  private static List<String> names(Fields fields, RecordScanner record) {
    fields.split(record);
    String[] names = new String[fields.count()];
    for (int i = 0; i < names.length; i++) {
      names[i] = trimmed(fields, i);
    }
    return Arrays.asList(names);
  }

  private static String trimmed(Fields fields, int field) {
    int start = fields.trimmedStart(field);
    int length = fields.trimmedEnd(field) - start;
    return new String(fields.bytes(), start, length, StandardCharsets.UTF_8);
  }
}
