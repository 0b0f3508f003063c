package daybook.reading;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a file as they are in it, found by offsets of what they are read as: the same as the
 * file's own where this is UTF-8, and of UTF-8 that is made of it otherwise. What {@link
 * TranscodedStream} makes of each character is counted along. Not safe for threads.
 */
final class OriginalBytes {

  private static final char MARK = '\ufeff';

  /** Bytes of U+FFFD, and of all other characters of the basic plane behind U+07FF. */
  private static final int LONG_BYTES = 3;

  private final InputStream in;
  private final Charset charset;
  private final boolean wide;
  private final int[] lengths = new int[1 << Byte.SIZE];
  private long offset;
  private boolean begun;

  /**
   * @param in all bytes of the file, unpacked
   * @param charset of its text: UTF-8, UTF-16 of either order, or one of a byte a character
   */
  OriginalBytes(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
    this.wide =
        charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
    for (int i = 0; i < lengths.length; i++) {
      String character = new String(new byte[] {(byte) i}, charset);
      lengths[i] = isUtf8() ? 1 : character.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /**
   * Copies everything up to a place.
   *
   * @throws EOFException if the file ends before
   */
  void copyTo(long place, OutputStream out) throws IOException {
    if (!begun && !isUtf8() && !wide) {
      copyMarks(out);
    }
    begun = true;
    while (offset < place) {
      one(out);
    }
  }

  /** Marks of UTF-8 before a text that is read otherwise are no part of what it is read as. */
  private void copyMarks(OutputStream out) throws IOException {
    byte[] mark = TextEncoding.UTF_8_MARK;
    in.mark(mark.length);
    while (Arrays.equals(in.readNBytes(mark.length), mark)) {
      out.write(mark);
      in.mark(mark.length);
    }
    in.reset();
  }

  private void one(OutputStream out) throws IOException {
    if (wide) {
      oneWide(out);
      return;
    }
    int b = read();
    out.write(b);
    offset += lengths[b];
  }

  private void oneWide(OutputStream out) throws IOException {
    int unit = unit(out);
    if (unit == MARK && offset == 0) {
      return;
    }
    if (unit >= 0 && Character.isHighSurrogate((char) unit)) {
      int next = peekUnit();
      if (next >= 0 && Character.isLowSurrogate((char) next)) {
        unit(out);
        offset += LONG_BYTES + 1;
        return;
      }
    }
    offset += unit < 0 || unit >= 0x800 ? LONG_BYTES : unit < 0x80 ? 1 : 2;
  }

  /** The next unit of two bytes, written out; -1 for half of one at the end. */
  private int unit(OutputStream out) throws IOException {
    int first = read();
    out.write(first);
    int second = in.read();
    if (second < 0) {
      return -1;
    }
    out.write(second);
    return unit(first, second);
  }

  private int peekUnit() throws IOException {
    in.mark(Short.BYTES);
    int first = in.read();
    int second = in.read();
    in.reset();
    return second < 0 ? -1 : unit(first, second);
  }

  private int unit(int first, int second) {
    boolean little = charset.equals(StandardCharsets.UTF_16LE);
    return little ? second << Byte.SIZE | first : first << Byte.SIZE | second;
  }

  private int read() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the file ends before byte " + offset);
    }
    return b;
  }
}
