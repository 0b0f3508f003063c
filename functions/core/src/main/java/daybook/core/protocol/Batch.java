package daybook.core.protocol;

import daybook.core.FieldName;
import daybook.core.Totals;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element of the transaction queue: what a stretch of one import adds to every view. It is text
 * in UTF-8: a line with the form and the identity, {@code 2 5f0c…e1:0:100}, a line with the
 * position after it as JSON, and the content: in form 2 a line for each aggregate with its sums,
 * {@code 2026-01-15:deposits paypal 12.30 2}. The first {@link Form} is not named, and has a line
 * for every accepted row instead. Of later forms only the first two lines are the same. Immutable
 * as long as nobody writes to the arrays that come and go here uncopied.
 */
public final class Batch {

  /** The form of batches that are made here. */
  static final int FORM = 2;

  /**
   * Most bytes of the object in one batch, 2 MiB inflated, some 45,000 rows: in random order over a
   * month batches of any length have the same sums, so that long ones cost less of everybody; and
   * so few that a range which must be set aside stays small.
   */
  public static final int INPUT_BYTES_MAX = 2 * 1024 * 1024;

  /**
   * Most sums after which no further row is taken, of all views together, as {@link FieldName}
   * counts them: some 330 KB of text, and 1.4 MB with names at their longest, so that a full queue
   * of random rows stays within memory.
   */
  public static final int SUMS_MAX = 16_384;

  /**
   * Most aggregates after which no further row is taken, of all views together: a year of days in
   * random order has as many, and a step has room for their keys on every kind of server.
   */
  public static final int AGGREGATES_MAX = 1_536;

  /**
   * Most totals that its rows may change before no further row is taken: its days and types, times
   * the fields of all views in it, as {@link FieldName} counts them, for a step that changes an
   * aggregate has all of its fields written to history. So it stays below {@link
   * daybook.core.port.HotTotals#CHECKPOINT_TOTALS_MAX}, also where some days have more fields than
   * the batch.
   */
  public static final int CHANGES_MAX = 60_000;

  /** A form before an identity. */
  private static final Pattern NAMED_FORM = Pattern.compile("([1-9][0-9]{0,8}) (.*)");

  private final int form;
  private final BatchId id;
  private final ImportPosition end;
  private final byte[] element;
  private final int contentStart;

  private Batch(int form, BatchId id, ImportPosition end, byte[] element, int contentStart) {
    this.form = form;
    this.id = id;
    this.end = end;
    this.element = element;
    this.contentStart = contentStart;
  }

  /**
   * Makes a batch.
   *
   * @param id its identity
   * @param end the position after it; its offset is where the identity ends
   * @param sums what its rows add up to, the same money and rows in every view
   */
  public static Batch of(BatchId id, ImportPosition end, Totals sums) {
    return of(id, end, SumLines.of(sums));
  }

  /**
   * The same, of sums that are written already.
   *
   * @param lines the content, as {@link SumLines} write it
   */
  public static Batch of(BatchId id, ImportPosition end, String lines) {
    if (id.to() != end.offset()) {
      throw new IllegalArgumentException("batch " + id + " ends at offset " + end.offset());
    }
    String head = FORM + " " + id + "\n" + ProtocolJson.write(end) + "\n";
    byte[] headBytes = head.getBytes(StandardCharsets.UTF_8);
    byte[] lineBytes = lines.getBytes(StandardCharsets.UTF_8);
    byte[] element = Arrays.copyOf(headBytes, headBytes.length + lineBytes.length);
    System.arraycopy(lineBytes, 0, element, headBytes.length, lineBytes.length);
    return new Batch(FORM, id, end, element, headBytes.length);
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

  /** Which stretch of which import this is. */
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

  /**
   * SHA-1 of the element in hexadecimal, as Redis computes it. Batches of one identity may hold
   * different sums, where an import was begun twice with different terms.
   */
  public String digest() {
    return digest(element);
  }

  /** The same of any element. */
  public static String digest(byte[] element) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(element));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /**
   * What it adds to every view.
   *
   * @throws UnreadableBatchException if its content has another form, or adds up to more than 2^63
   *     cents
   * @throws daybook.core.port.UnknownFormException if it has a view of a later version
   */
  public Totals sums() throws UnreadableBatchException {
    BatchSums sums = new BatchSums();
    sums.add(this);
    return sums.sums();
  }

  /** Index in {@link #element()} of the first byte behind the position. */
  public int contentStart() {
    return contentStart;
  }
}
