package daybook.reading;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates a gzip stream of one or more members (RFC 1952), checks every checksum, and stops at a
 * bound. Zeros behind a member are padding, as block devices and tapes leave it: at the end of the
 * stream, or before a further member. Where the stream is damaged, every byte that can be had
 * before the damage is given first, however the stream is cut into reads: two readers see the same
 * bytes, and the damage is reported again by every further read. Not safe for threads.
 */
final class GzipStream extends InputStream {

  private static final int STORED_BUFFER_BYTES = 64 * 1024;

  /** Bytes that are no gzip are counted up to this, for a message: reading more takes too long. */
  private static final long TRAILING_BYTES_COUNTED_MAX = 1024 * 1024;

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
  private int headerBytes;
  private boolean begun;
  private boolean inMember;
  private boolean ended;
  private long inflated;

  /** Zero bytes behind the last member. */
  private long padding;

  private @Nullable BrokenStreamException damage;

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
    if (damage != null) {
      throw damage;
    }
    if (inflated == inflatedMax) {
      if (inflate(new byte[1], 0, 1) < 0) {
        return -1;
      }
      throw broken(
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
    ended = ended || (begun && !skipPadding());
    if (ended) {
      return false;
    }
    headerChecksum.reset();
    headerBytes = 0;
    boolean isGzip = headerByte() == MAGIC_1 && headerByte() == MAGIC_2;
    if (begun && !isGzip) {
      throw corrupt(trailing() + " bytes behind its last member are no gzip");
    }
    require(isGzip, "no gzip header");
    begun = true;
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

  /** False at the end of the stream. */
  private boolean skipPadding() throws IOException {
    padding = 0;
    while (next < end || readStored()) {
      while (next < end && buffer[next] == 0) {
        next++;
        padding++;
      }
      if (next < end) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes follow the last member, padding included, in words. */
  private String trailing() throws IOException {
    long count = padding + headerBytes;
    while (count <= TRAILING_BYTES_COUNTED_MAX && (next < end || readStored())) {
      count += end - next;
      next = end;
    }
    return count > TRAILING_BYTES_COUNTED_MAX
        ? "more than " + TRAILING_BYTES_COUNTED_MAX
        : Long.toString(count);
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
    headerBytes++;
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
    return broken(
        BrokenStreamException.Reason.GZIP_CORRUPT,
        what + ", after " + inflated + " unpacked bytes");
  }

  private BrokenStreamException broken(BrokenStreamException.Reason reason, String message) {
    damage = new BrokenStreamException(reason, message);
    return damage;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    stored.close();
  }
}
