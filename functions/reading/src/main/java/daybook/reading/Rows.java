package daybook.reading;

import daybook.core.protocol.Batch;

/** The accepted rows of one batch, in their one form, each ended by a line feed. */
public final class Rows {

  /**
   * Most bytes of one row: a time stamp of 30, a type of 10, a payment method of 64, an amount of
   * 14, three commas and a line feed are 122.
   */
  static final int ROW_BYTES_MAX = 128;

  private final byte[] bytes = new byte[Batch.ROWS_BYTES_MAX];
  private int length;

  /** Whether one more row may not fit. */
  public boolean isFull() {
    return length > Batch.ROWS_BYTES_MAX - ROW_BYTES_MAX;
  }

  /** Takes every row out. */
  public void clear() {
    length = 0;
  }

  /** Holds the rows from its start. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the rows have, 0 to {@link Batch#ROWS_BYTES_MAX}. */
  public int length() {
    return length;
  }

  /** The row written from {@link #length()} on is one, and ends here. */
  void add(int end) {
    length = end;
  }
}
