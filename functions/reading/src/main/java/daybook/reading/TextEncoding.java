package daybook.reading;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the characters of a file are written, as far as its first bytes show it: by a byte order
 * mark, or, in two and four bytes a character, by the zero bytes beside ASCII text. Anything else
 * is taken for UTF-8, which shows later whether it is.
 */
enum TextEncoding {
  UTF_8("UTF-8", 1, 0, StandardCharsets.UTF_8),
  UTF_16_LE("UTF-16", 2, 0, StandardCharsets.UTF_16LE),
  UTF_16_BE("UTF-16", 2, 1, StandardCharsets.UTF_16BE),
  UTF_32_LE("UTF-32", 4, 0, Charset.forName("UTF-32LE")),
  UTF_32_BE("UTF-32", 4, 3, Charset.forName("UTF-32BE"));

  /** So many bytes decide: more would let a file's rows have a say. */
  static final int START_BYTES = 64;

  /** The UTF-8 byte order mark. */
  static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** So many ASCII characters beside zeros are no accident. */
  private static final int CHARACTERS_SHOWN = 4;

  private static final int MARK = 0xfeff;

  private final String title;
  private final int unitBytes;
  private final int lowByte;
  private final Charset charset;

  /**
   * @param unitBytes bytes of an ASCII character
   * @param lowByte index among them of the one that is not zero
   */
  TextEncoding(String title, int unitBytes, int lowByte, Charset charset) {
    this.title = title;
    this.unitBytes = unitBytes;
    this.lowByte = lowByte;
    this.charset = charset;
  }

  /** The name for people. */
  String title() {
    return title;
  }

  /** Decodes it; a mark is a character. */
  Charset charset() {
    return charset;
  }

  /**
   * The encoding of a file.
   *
   * @param start its first bytes: {@value #START_BYTES}, or all there are
   */
  static TextEncoding of(byte[] start) {
    // The mark of UTF-16 with a zero behind it is that of UTF-32, so the longer ones go first.
    for (TextEncoding wide : new TextEncoding[] {UTF_32_LE, UTF_32_BE, UTF_16_LE, UTF_16_BE}) {
      if (wide.unit(start, 0) == MARK || wide.isAsciiText(start)) {
        return wide;
      }
    }
    return UTF_8;
  }

  private boolean isAsciiText(byte[] start) {
    for (int i = 0; i < CHARACTERS_SHOWN; i++) {
      int unit = unit(start, i);
      if (unit != '\t' && unit != '\n' && unit != '\r' && (unit < ' ' || unit > '~')) {
        return false;
      }
    }
    return true;
  }

  /** A code unit as a number, or -1 where the bytes end. */
  private int unit(byte[] start, int index) {
    int from = index * unitBytes;
    if (from + unitBytes > start.length) {
      return -1;
    }
    int unit = 0;
    for (int i = 0; i < unitBytes; i++) {
      int shift = Byte.SIZE * Math.abs(i - lowByte);
      unit |= (start[from + i] & 0xff) << shift;
    }
    return unit;
  }
}
