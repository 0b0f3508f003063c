package daybook.reading;

import daybook.reading.value.Cells;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of one record, as ranges of bytes. A record without quoted fields is cut at its
 * delimiters where it lies; any other is read by FastCSV, and its fields are copied without their
 * quotes. Not safe for threads.
 */
final class Fields {

  /**
   * Stands in for a carriage return, which ends a line for FastCSV: a character that no byte has,
   * and whose lower byte is the carriage return's.
   */
  private static final char CARRIAGE_RETURN = '\u010d';

  /** Room for as many at first; a record has at most one more than it has bytes. */
  private static final int CELLS_USUAL = 64;

  private final byte delimiter;
  private final CsvReader.CsvReaderBuilder quotedRecords;
  private int[] starts = new int[CELLS_USUAL];
  private int[] ends = new int[CELLS_USUAL];
  private final byte[] unquoted = new byte[RecordScanner.RECORD_BYTES_MAX];
  private byte[] bytes = unquoted;
  private int count;

  /** Takes records of a dialect. */
  Fields(Dialect dialect) {
    this.delimiter = dialect.delimiter();
    this.quotedRecords = quotedRecords(dialect);
  }

  private static CsvReader.CsvReaderBuilder quotedRecords(Dialect dialect) {
    // Without a quote there are no quoted records, and the reader has to have one.
    int quote = dialect.quote() == Dialect.NO_QUOTE ? '"' : dialect.quote();
    return CsvReader.builder()
        .fieldSeparator((char) dialect.delimiter())
        .quoteCharacter((char) quote)
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(false)
        .detectBomHeader(false)
        .maxBufferSize(2 * RecordScanner.RECORD_BYTES_MAX);
  }

  /** Takes the fields of a record that has no problem, and was found in the same dialect. */
  void split(RecordScanner record) {
    count = 0;
    if (record.quoted()) {
      bytes = unquoted;
      splitQuoted(record.bytes(), record.start(), record.end());
    } else {
      bytes = record.bytes();
      splitPlain(record.bytes(), record.start(), record.end());
    }
  }

  /** How many fields there are, at least one. */
  int count() {
    return count;
  }

  /** Holds the bytes of every field. */
  byte[] bytes() {
    return bytes;
  }

  /** Index of the first byte of a field. */
  int start(int field) {
    return starts[field];
  }

  /** Index after the last byte of a field. */
  int end(int field) {
    return ends[field];
  }

  /** Begins a record whose fields are found by somebody else, and lie in these bytes. */
  void begin(byte[] record) {
    bytes = record;
    count = 0;
  }

  /** The bytes of a field as text; U+FFFD for what is no UTF-8. */
  String text(int field) {
    return new String(bytes, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  /** Whether a field has nothing but blanks. */
  boolean isBlank(int field) {
    return Cells.start(bytes, starts[field], ends[field]) == ends[field];
  }

  /** Index of the first byte of a field that is no blank. */
  int trimmedStart(int field) {
    return Cells.start(bytes, starts[field], ends[field]);
  }

  /** Index after the last byte of a field that is no blank; its end where all are. */
  int trimmedEnd(int field) {
    return Cells.end(bytes, trimmedStart(field), ends[field]);
  }

  /** Empties the fields that have one of these texts, in every case as it is written. */
  void emptyThose(List<byte[]> texts) {
    for (int field = 0; field < count; field++) {
      int start = trimmedStart(field);
      int end = trimmedEnd(field);
      for (byte[] text : texts) {
        if (Arrays.equals(bytes, start, end, text, 0, text.length)) {
          ends[field] = start;
          starts[field] = start;
        }
      }
    }
  }

  private void splitPlain(byte[] record, int from, int to) {
    byte end = delimiter;
    int fieldStart = from;
    for (int i = from; i < to; i++) {
      if (record[i] == end) {
        add(fieldStart, i);
        fieldStart = i + 1;
      }
    }
    add(fieldStart, to);
  }

  /** Adds a field to those that were found. */
  void add(int fieldStart, int fieldEnd) {
    if (count == starts.length) {
      grow();
    }
    starts[count] = fieldStart;
    ends[count] = fieldEnd;
    count++;
  }

  private void grow() {
    starts = Arrays.copyOf(starts, 2 * count);
    ends = Arrays.copyOf(ends, 2 * count);
  }

  /** Gives FastCSV one character a byte, so that the fields come back as the same bytes. */
  private void splitQuoted(byte[] record, int from, int to) {
    String text = new String(record, from, to - from, StandardCharsets.ISO_8859_1);
    quotedRecords.ofSingleCsvRecord(new Copy(), text.replace('\r', CARRIAGE_RETURN));
  }

  /** Copies each field. */
  private final class Copy extends CsvCallbackHandler<Fields> {
    private int length;

    @Override
    protected RecordType getRecordType() {
      return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
      return count;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
      length = 0;
      count = 0;
    }

    @Override
    protected void addField(char[] characters, int offset, int fieldLength, boolean wasQuoted) {
      int fieldStart = length;
      for (int i = 0; i < fieldLength; i++) {
        char c = characters[offset + i];
        unquoted[length++] = c == CARRIAGE_RETURN ? (byte) '\r' : (byte) c;
      }
      add(fieldStart, length);
    }

    @Override
    protected void setComment(char[] characters, int offset, int fieldLength) {
      throw new IllegalStateException("comments are switched off");
    }

    @Override
    protected void setEmpty() {
      throw new IllegalStateException("a record with a quoted field is not empty");
    }

    @Override
    protected Fields buildRecord() {
      return Fields.this;
    }
  }
}
