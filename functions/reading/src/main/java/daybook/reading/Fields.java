package daybook.reading;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one record, as ranges of bytes. A record without quoted fields is cut at its commas
 * where it lies; any other is read by FastCSV, and its fields are copied without their quotes. Not
 * safe for threads.
 */
final class Fields {

  private static final CsvReader.CsvReaderBuilder QUOTED =
      CsvReader.builder()
          .fieldSeparator(',')
          .quoteCharacter('"')
          .commentStrategy(CommentStrategy.NONE)
          .skipEmptyLines(false)
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .allowUnclosedQuote(false)
          .trimWhitespacesAroundQuotes(false)
          .detectBomHeader(false)
          .maxBufferSize(2 * RecordScanner.RECORD_BYTES_MAX);

  /** Stands in for a carriage return. */
  private static final char CARRIAGE_RETURN = '\uffff';

  private final int countMax;
  private final int[] starts;
  private final int[] ends;
  private final byte[] unquoted = new byte[RecordScanner.RECORD_BYTES_MAX];
  private byte[] bytes = unquoted;
  private int count;

  /**
   * @param countMax most fields whose ranges are wanted; of a record with more only that is
   *     reported
   */
  Fields(int countMax) {
    this.countMax = countMax;
    this.starts = new int[countMax];
    this.ends = new int[countMax];
  }

  /** Takes the fields of a record that has no problem. */
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

  /** How many fields there are; one more than the most where there are more. */
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

  private void splitPlain(byte[] record, int from, int to) {
    int fieldStart = from;
    for (int i = from; i < to; i++) {
      if (record[i] == ',') {
        add(fieldStart, i);
        fieldStart = i + 1;
        if (count > countMax) {
          return;
        }
      }
    }
    add(fieldStart, to);
  }

  private void add(int fieldStart, int fieldEnd) {
    if (count < countMax) {
      starts[count] = fieldStart;
      ends[count] = fieldEnd;
    }
    count++;
  }

  /**
   * Gives FastCSV one character a byte, so that the fields come back as the same bytes. For FastCSV
   * a carriage return alone ends a line; here it is an ordinary character, for which one stands in
   * that no byte is.
   */
  private void splitQuoted(byte[] record, int from, int to) {
    String text = new String(record, from, to - from, StandardCharsets.ISO_8859_1);
    QUOTED.ofSingleCsvRecord(new Copy(), text.replace('\r', CARRIAGE_RETURN));
    count = Math.min(count, countMax + 1);
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
