package daybook.reading;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into {@link Block}s. Memory is one block, whatever the length of a line: of one
 * that does not fit, what no record can hold is left out.
 *
 * <p>Where the stream breaks with an {@code IOException}, the lines before are given first, and the
 * exception then and from then on. Not safe for threads.
 */
final class Blocks {

  private final InputStream in;
  private final int blockBytes;
  private final int recordBytesMax;

  /** Enough to see that a line is too long, its line end left out. */
  private final int lineBytesMax;

  private final BooleanSupplier isHurried;

  /** What follows the last block's last line, as far as it was read. */
  private byte[] begun = new byte[0];

  /** Room for the next block: little at first, since most files are small. */
  private int likelyBytes;

  private long offset;
  private boolean ended;
  private @Nullable IOException failure;

  /**
   * Begins here.
   *
   * @param in gives the bytes from {@code offset} on; not closed here
   * @param offset bytes of the file before this place
   * @param blockBytes most bytes of a block, more than {@code recordBytesMax}
   * @param recordBytesMax most bytes of a record
   * @param isHurried asked after every read of the stream: whether a block should end with the last
   *     line that is there
   */
  Blocks(
      InputStream in, long offset, int blockBytes, int recordBytesMax, BooleanSupplier isHurried) {
    this.recordBytesMax = recordBytesMax;
    this.lineBytesMax = recordBytesMax + 2;
    if (blockBytes <= lineBytesMax) {
      throw new IllegalArgumentException("a block of " + blockBytes + " bytes holds no record");
    }
    this.in = in;
    this.offset = offset;
    this.blockBytes = blockBytes;
    this.likelyBytes = Math.min(OpenObject.READ_BYTES_MAX, blockBytes);
    this.isHurried = isHurried;
  }

  /** Most bytes of a record. */
  int recordBytesMax() {
    return recordBytesMax;
  }

  /** Whether a block should end with the last line that is there. */
  boolean isHurried() {
    return isHurried.getAsBoolean();
  }

  /** Offset in the file of the first byte that no block had. */
  long offset() {
    return offset;
  }

  /** Takes back what is left of the last block, which is the next one's beginning then. */
  void putBack(Block rest) {
    if (rest.length() > 0) {
      byte[] both = rest.and(new Block(begun, 0, begun.length, offset, offset, false)).bytes();
      offset = rest.offset();
      begun = both;
    }
  }

  /**
   * Passes over everything up to a place further on.
   *
   * @throws java.io.EOFException where the stream ends before
   */
  void skipTo(long place) throws IOException {
    int there = (int) Math.min(begun.length, place - offset);
    begun = Arrays.copyOfRange(begun, there, begun.length);
    offset += there;
    if (offset < place) {
      fail();
      in.skipNBytes(place - offset);
      offset = place;
    }
  }

  /**
   * The next block, of at least one line.
   *
   * @return null at the end of the file
   * @throws IOException if the stream cannot be read on
   */
  @Nullable Block next() throws IOException {
    int length = begun.length;
    byte[] bytes = Arrays.copyOf(begun, Math.max(likelyBytes, length));
    int linesEnd = afterLastLineFeed(bytes, 0, length);
    while (length < blockBytes && !isOver() && !(linesEnd > 0 && isHurried())) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(2 * length, blockBytes));
      }
      int count = read(bytes, length);
      linesEnd = Math.max(linesEnd, afterLastLineFeed(bytes, length, length + count));
      length += count;
    }
    likelyBytes = Math.min(bytes.length, blockBytes);
    if (linesEnd > 0 && !(ended && linesEnd < length)) {
      return cut(bytes, linesEnd, length);
    }
    if (ended) {
      begun = new byte[0];
      return length == 0 ? null : take(new Block(bytes, 0, length, offset, offset + length, true));
    }
    fail();
    return longLine(bytes);
  }

  private boolean isOver() {
    return ended || failure != null;
  }

  private int read(byte[] into, int from) {
    try {
      int count = in.read(into, from, Math.min(OpenObject.READ_BYTES_MAX, into.length - from));
      ended = count < 0;
      return Math.max(count, 0);
    } catch (IOException e) {
      failure = e;
      return 0;
    }
  }

  /** Throws what reading failed for, if it did. */
  private void fail() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Index after the last line feed, or 0. */
  private static int afterLastLineFeed(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private Block cut(byte[] bytes, int at, int length) {
    begun = Arrays.copyOfRange(bytes, at, length);
    return take(new Block(bytes, 0, at, offset, offset + at, ended && at == length));
  }

  private Block take(Block block) {
    offset = block.endOffset();
    return block;
  }

  /**
   * Takes a line that is longer than a block, and keeps of it what shows that it is. A run of
   * carriage returns that is left out may have been its line end, which is how a line of few bytes
   * comes to be here: then nothing but such is kept behind the longest record.
   */
  private Block longLine(byte[] start) throws IOException {
    byte[] line = Arrays.copyOf(start, lineBytesMax + 1);
    keepContent(line, start, recordBytesMax, start.length);
    byte[] more = new byte[OpenObject.READ_BYTES_MAX];
    long dropped = start.length;
    while (true) {
      int count = read(more, 0);
      fail();
      int lineFeed = LineEnds.lineFeed(more, 0, count);
      keepContent(line, more, 0, lineFeed);
      if (lineFeed < count) {
        line[lineBytesMax] = '\n';
        begun = Arrays.copyOfRange(more, lineFeed + 1, count);
        long end = offset + dropped + lineFeed + 1;
        return take(new Block(line, 0, line.length, offset, end, false));
      }
      dropped += count;
      if (ended) {
        begun = new byte[0];
        return take(new Block(line, 0, lineBytesMax, offset, offset + dropped, true));
      }
    }
  }

  /** Lets a line that has more than carriage returns where no record reaches show it. */
  private void keepContent(byte[] line, byte[] more, int from, int to) {
    for (int i = from; i < to && line[recordBytesMax] == '\r'; i++) {
      line[recordBytesMax] = more[i];
    }
  }
}
