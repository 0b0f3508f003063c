package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Rejects.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of rejected rows: {@code line,byte_offset,reason,"column","expected","text"} and a line
 * feed, quotes doubled. Parts have no header, so that joining them is copying rows. Rows of parts
 * that a version before 0.3.0 put have no column and no expectation, and get empty ones. Not safe
 * for threads.
 */
final class RejectsCsv {

  /** First line of a composed file. */
  static final String HEADER = "line,byte_offset,reason,column,expected,text\n";

  /** Bytes read at once. */
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Digits of the largest long. */
  private static final int NUMBER_DIGITS_MAX = 19;

  private static final Pattern REASON = Pattern.compile("[a-z0-9_]+");

  /** Commas before the first cell in quotes. */
  private static final int COMMAS_BEFORE_QUOTES = 3;

  /** What a row without column and expectation gets in their place. */
  private static final byte[] EMPTY_CELLS = "\"\",\"\",".getBytes(UTF_8);

  /**
   * Most bytes of the first cell in quotes, which is held until it is known whether others follow,
   * 64 KiB: ten times the longest text of a version that put no others.
   */
  private static final int FIRST_CELL_BYTES_MAX = 64 * 1024;

  /** Two numbers and their commas. */
  private static final int HEAD_BYTES_MAX = 2 * (NUMBER_DIGITS_MAX + 1);

  private final OutputStream out;
  private final long rowsEnd;
  private long lastOffset = -1;
  private String part = "";

  private final byte[] head = new byte[HEAD_BYTES_MAX];
  private int headBytes;
  private int commas;
  private long offset;
  private boolean quoted;
  private final ByteArrayOutputStream firstCell = new ByteArrayOutputStream();

  /**
   * Writes to a composed file, which has its header already.
   *
   * @param rowsEnd rows from this byte on are left out
   */
  RejectsCsv(OutputStream out, long rowsEnd) {
    this.out = out;
    this.rowsEnd = rowsEnd;
  }

  /** The rows as a part. */
  static String part(List<Row> rows) {
    StringBuilder csv = new StringBuilder();
    for (Row row : rows) {
      if (!REASON.matcher(row.reason()).matches()) {
        throw new IllegalArgumentException("expected a code, found reason " + row.reason());
      }
      csv.append(row.line()).append(',').append(row.offset()).append(',').append(row.reason());
      for (String cell : List.of(row.column(), row.expected(), row.text())) {
        csv.append(",\"").append(cell.replace("\"", "\"\"")).append('"');
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * Copies the rows of a part that lie behind the last row copied. Parts must come in ascending
   * order of where they start. As each part holds every rejected row of its stretch, a row that
   * another part overtook was in that part too.
   *
   * @param key names the part in messages
   * @throws IOException if the part cannot be read, or is damaged
   */
  void append(String key, InputStream content) throws IOException {
    part = key;
    byte[] buffer = new byte[BUFFER_BYTES];
    startRow();
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      for (int i = 0; i < count; i++) {
        take(buffer[i]);
      }
    }
    if (headBytes > 0) {
      throw damaged("it ends within a row");
    }
  }

  private IOException damaged(String found) {
    return new IOException("%s is damaged: %s".formatted(part, found));
  }

  private void startRow() {
    headBytes = 0;
    commas = 0;
    offset = 0;
    quoted = false;
    firstCell.reset();
  }

  private void take(byte b) throws IOException {
    if (commas < 2) {
      takeHead(b);
      return;
    }
    quoted ^= b == '"';
    if (!quoted && b == ',') {
      endCell();
      copy(b);
      commas++;
    } else if (!quoted && b == '\n') {
      if (commas == COMMAS_BEFORE_QUOTES && isWanted()) {
        out.write(EMPTY_CELLS);
      }
      endCell();
      copy(b);
      lastOffset = Math.max(lastOffset, offset);
      startRow();
    } else if (commas == COMMAS_BEFORE_QUOTES) {
      hold(b);
    } else {
      copy(b);
    }
  }

  private void copy(byte b) throws IOException {
    if (isWanted()) {
      out.write(b);
    }
  }

  private void hold(byte b) throws IOException {
    if (firstCell.size() == FIRST_CELL_BYTES_MAX) {
      throw damaged("a first cell of more than " + FIRST_CELL_BYTES_MAX + " bytes");
    }
    firstCell.write(b);
  }

  private void endCell() throws IOException {
    if (isWanted()) {
      firstCell.writeTo(out);
    }
    firstCell.reset();
  }

  private boolean isWanted() {
    return offset > lastOffset && offset < rowsEnd;
  }

  private void takeHead(byte b) throws IOException {
    boolean digit = b >= '0' && b <= '9';
    if ((b != ',' && !digit) || headBytes == HEAD_BYTES_MAX) {
      throw damaged("expected a number, found byte " + b);
    }
    head[headBytes++] = b;
    if (digit && commas == 1) {
      offset = withDigit(offset, b - '0');
    }
    if (b == ',' && ++commas == 2 && isWanted()) {
      out.write(head, 0, headBytes);
    }
  }

  private long withDigit(long number, int digit) throws IOException {
    if (number > (Long.MAX_VALUE - digit) / 10) {
      throw damaged("an offset of more than 64 bits");
    }
    return 10 * number + digit;
  }
}
