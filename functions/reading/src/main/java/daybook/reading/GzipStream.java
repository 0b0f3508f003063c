package daybook.reading;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip stream of one or more members (RFC 1952), checks every checksum, and stops at a
 * bound. Where the stream is damaged, every byte that can be had before the damage is given first,
 * however the stream is cut into reads: two readers see the same bytes. Not safe for threads.
 */
final class GzipStream extends InputStream {

  private static final int STORED_BUFFER_BYTES = 64 * 1024;
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int METHOD_DEFLATE = 8;
  private static final int FLAG_HEADER_CHECKSUM = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_RESERVED = 0xe0;

  private final InputStream stored;
  private final long inflatedMax;
  private final byte[] buffer = new byte[STORED_BUFFER_BYTES];
  private int next;
  private int end;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 contentChecksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private boolean begun;
  private boolean inMember;
  private boolean ended;
  private long inflated;

  /**
   * Begins with the first member's header.
   *
   * @param stored the gzip stream; closed with this
   * @param inflatedMax most bytes to give
   */
  GzipStream(InputStream stored, long inflatedMax) {
    this.stored = stored;
    this.inflatedMax = inflatedMax;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads as any stream does.
   *
   * @throws BrokenStreamException where the stream is damaged, ends too early, or goes on behind
   *     the bound
   */
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (inflated == inflatedMax) {
      if (inflate(new byte[1], 0, 1) < 0) {
        return -1;
      }
      throw new BrokenStreamException(
          BrokenStreamException.Reason.INFLATION_RATIO, "more than " + inflatedMax + " bytes");
    }
    int count = inflate(into, from, (int) Math.min(length, inflatedMax - inflated));
    inflated += Math.max(count, 0);
    return count;
  }

  private int inflate(byte[] into, int from, int length) throws IOException {
    while (inMember || beginMember()) {
      int count = inflateSome(into, from, length);
      if (count > 0) {
        contentChecksum.update(into, from, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsInput()) {
        fill();
      }
    }
    return -1;
  }

  /** Gives what precedes a damage; called once more, it throws. */
  private int inflateSome(byte[] into, int from, int length) throws IOException {
    if (inflater.needsInput() && next < end) {
      inflater.setInput(buffer, next, end - next);
      next = end;
    }
    long before = inflater.getBytesWritten();
    try {
      int count = inflater.inflate(into, from, length);
      if (inflater.needsDictionary()) {
        throw corrupt("a dictionary is needed");
      }
      return count;
    } catch (DataFormatException e) {
      int count = (int) (inflater.getBytesWritten() - before);
      if (count > 0) {
        return count;
      }
      throw corrupt(String.valueOf(e.getMessage()));
    }
  }

  /** Reads a member's header, or finds that there is no further member. */
  private boolean beginMember() throws IOException {
    ended = ended || (begun && next == end && !readStored());
    if (ended) {
      return false;
    }
    begun = true;
    headerChecksum.reset();
    require(headerByte() == MAGIC_1 && headerByte() == MAGIC_2, "no gzip header");
    require(headerByte() == METHOD_DEFLATE, "an unknown method");
    int flags = headerByte();
    require((flags & FLAGS_RESERVED) == 0, "unknown flags");
    skipHeaderBytes(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skipHeaderBytes(headerByte() | headerByte() << 8);
    }
    skipHeaderText((flags & FLAG_NAME) != 0);
    skipHeaderText((flags & FLAG_COMMENT) != 0);
    if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xffff;
      require(
          (headerByte() | headerByte() << 8) == expected, "the checksum of its header is wrong");
    }
    inflater.reset();
    contentChecksum.reset();
    inMember = true;
    return true;
  }

  private void skipHeaderBytes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void skipHeaderText(boolean there) throws IOException {
    int b = there ? headerByte() : 0;
    while (b != 0) {
      b = headerByte();
    }
  }

  private int headerByte() throws IOException {
    int b = storedByte();
    headerChecksum.update(b);
    return b;
  }

  private void endMember() throws IOException {
    next = end - inflater.getRemaining();
    inMember = false;
    require(
        littleEndian() == contentChecksum.getValue(),
        "its checksum is wrong, some of it was changed");
    require(
        littleEndian() == (inflater.getBytesWritten() & 0xffffffffL),
        "its length is wrong, some of it was changed");
  }

  private long littleEndian() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      number |= (long) storedByte() << shift;
    }
    return number;
  }

  private int storedByte() throws IOException {
    if (next == end) {
      fill();
    }
    return buffer[next++] & 0xff;
  }

  private void fill() throws IOException {
    if (!readStored()) {
      throw corrupt("it is cut off");
    }
  }

  private boolean readStored() throws IOException {
    int count = stored.read(buffer, 0, buffer.length);
    next = 0;
    end = Math.max(count, 0);
    return count > 0;
  }

  private void require(boolean condition, String otherwise) throws BrokenStreamException {
    if (!condition) {
      throw corrupt(otherwise);
    }
  }

  private BrokenStreamException corrupt(String what) {
    return new BrokenStreamException(
        BrokenStreamException.Reason.GZIP_CORRUPT,
        what + ", after " + inflated + " unpacked bytes");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    stored.close();
  }
}
