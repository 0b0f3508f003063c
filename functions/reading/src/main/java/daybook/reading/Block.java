package daybook.reading;

/**
 * Some bytes of a file that follow one another and end with a line, or with the file. In the middle
 * of a line that is too long for any record bytes may have been left out; it is the last line then.
 * Nobody writes to the array once it is made.
 */
final class Block {

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final long offset;
  private final long endOffset;
  private final boolean last;

  /**
   * @param bytes holds them
   * @param from index of the first one
   * @param to index after the last one
   * @param offset offset in the file of the first one
   * @param endOffset offset in the file after the last one
   * @param last whether the file is known to end here
   */
  Block(byte[] bytes, int from, int to, long offset, long endOffset, boolean last) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.offset = offset;
    this.endOffset = endOffset;
    this.last = last;
  }

  /** Nothing, at an offset in the file. */
  static Block nothing(long offset) {
    return new Block(new byte[0], 0, 0, offset, offset, false);
  }

  /** Holds the bytes; not copied. */
  byte[] bytes() {
    return bytes;
  }

  /** Index of the first byte. */
  int from() {
    return from;
  }

  /** Index after the last byte. */
  int to() {
    return to;
  }

  /** Offset in the file of the first byte. */
  long offset() {
    return offset;
  }

  /** Offset in the file after the last byte. */
  long endOffset() {
    return endOffset;
  }

  /** Whether the file is known to end here. */
  boolean last() {
    return last;
  }

  /** How many bytes there are. */
  int length() {
    return to - from;
  }

  /** What is left of this block from an index on. */
  Block rest(int index) {
    return new Block(bytes, index, to, offset + index - from, endOffset, last);
  }

  /** The same as the last one of its file. */
  Block asLast() {
    return new Block(bytes, from, to, offset, endOffset, true);
  }

  /** These bytes and those of the block that follows. */
  Block and(Block next) {
    byte[] both = new byte[length() + next.length()];
    System.arraycopy(bytes, from, both, 0, length());
    System.arraycopy(next.bytes, next.from, both, length(), next.length());
    return new Block(both, 0, both.length, offset, next.endOffset, next.last);
  }
}
