package daybook.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element of the transaction queue: what a stretch of one import adds to the totals. It is text
 * in UTF-8: a line with the identity, a line with the position after it as JSON, and the content;
 * in the first {@link Form} a line for every accepted row, {@code
 * 2026-01-15T10:30:00Z,deposit,paypal,12.30}. Later forms stand before the identity, {@code 2
 * 5f0c…e1:0:100}; of them only these two lines are the same. Immutable as long as nobody writes to
 * the arrays that come and go here uncopied.
 */
public final class Batch {

  /**
   * Most bytes of rows. A batch of this size costs Redis one element for about 700 rows, and a
   * function that holds a few dozen stays far below its memory.
   */
  public static final int ROWS_BYTES_MAX = 32 * 1024;

  /** A form before an identity. */
  private static final Pattern NAMED_FORM = Pattern.compile("([1-9][0-9]{0,8}) (.*)");

  private final int form;
  private final BatchId id;
  private final ImportPosition end;
  private final byte[] element;
  private final int rowsStart;

  private Batch(int form, BatchId id, ImportPosition end, byte[] element, int rowsStart) {
    this.form = form;
    this.id = id;
    this.end = end;
    this.element = element;
    this.rowsStart = rowsStart;
  }

  /**
   * Makes a batch.
   *
   * @param id its identity
   * @param end the position after it; its offset is where the identity ends
   * @param rows holds the rows, each ended by a line feed, from its start
   * @param rowsLength how many bytes of it, 0 to {@link #ROWS_BYTES_MAX}
   */
  public static Batch of(BatchId id, ImportPosition end, byte[] rows, int rowsLength) {
    if (id.to() != end.offset()) {
      throw new IllegalArgumentException("batch " + id + " ends at offset " + end.offset());
    }
    if (rowsLength < 0 || rowsLength > ROWS_BYTES_MAX) {
      throw new IllegalArgumentException("batch " + id + " has " + rowsLength + " bytes of rows");
    }
    byte[] head = (id + "\n" + ProtocolJson.write(end) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] element = new byte[head.length + rowsLength];
    System.arraycopy(head, 0, element, 0, head.length);
    System.arraycopy(rows, 0, element, head.length, rowsLength);
    return new Batch(Form.FIRST, id, end, element, head.length);
  }

  /**
   * Reads a queue element; its content is not looked at yet.
   *
   * @throws UnreadableBatchException if it does not begin with an identity and a position
   * @throws daybook.core.port.UnknownFormException if it is a batch of a later version
   */
  public static Batch decode(byte[] element) throws UnreadableBatchException {
    return decode(element, Form.NEWEST);
  }

  /**
   * The same for a reader that understands other forms.
   *
   * @param newestForm the newest that it understands
   */
  public static Batch decode(byte[] element, int newestForm) throws UnreadableBatchException {
    int idEnd = indexOfLineFeed(element, 0);
    try {
      String first = text(element, 0, idEnd);
      Matcher named = NAMED_FORM.matcher(first);
      boolean isNamed = named.matches();
      BatchId id = BatchId.parse(isNamed ? named.group(2) : first);
      int form = isNamed ? Integer.parseInt(named.group(1)) : Form.FIRST;
      Form.require("batch " + id, form, newestForm);
      int positionEnd = indexOfLineFeed(element, idEnd + 1);
      ImportPosition end = ProtocolJson.readPosition(text(element, idEnd + 1, positionEnd));
      if (id.to() != end.offset()) {
        throw new UnreadableBatchException("batch " + id + " ends at offset " + end.offset());
      }
      return new Batch(form, id, end, element, positionEnd + 1);
    } catch (IllegalArgumentException e) {
      throw new UnreadableBatchException("queue element without identity and position", e);
    }
  }

  private static int indexOfLineFeed(byte[] bytes, int from) throws UnreadableBatchException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    throw new UnreadableBatchException("queue element of fewer than two lines");
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Its form. */
  public int form() {
    return form;
  }

  /** Which rows these are. */
  public BatchId id() {
    return id;
  }

  /** The import's position after this batch. */
  public ImportPosition end() {
    return end;
  }

  /** The whole element as it lies in the queue; not copied. */
  public byte[] element() {
    return element;
  }

  /** Index in {@link #element()} of the first row's first byte. */
  public int rowsStart() {
    return rowsStart;
  }
}
