package daybook.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Text of another encoding as UTF-8, in constant memory. Byte order marks at its start are left
 * out; what is malformed becomes U+FFFD. Two readers see the same bytes, however the stream is cut
 * into reads, and where it breaks off they see every character before that place. Not safe for
 * threads.
 */
final class TranscodedStream extends InputStream {

  private static final int STORED_BUFFER_BYTES = 8 * 1024;
  private static final char MARK = '\ufeff';
  private static final char REPLACEMENT = '\ufffd';

  private final InputStream stored;
  private final CharsetDecoder decoder;

  /** Most bytes that one U+FFFD stands for. */
  private final int errorBytesMax;

  private final byte[] buffer = new byte[STORED_BUFFER_BYTES];

  /** What was read and is not decoded yet. */
  private final ByteBuffer encoded = ByteBuffer.allocate(STORED_BUFFER_BYTES).flip();

  private final CharBuffer characters = CharBuffer.allocate(STORED_BUFFER_BYTES);
  private byte[] given = new byte[0];
  private int next;
  private boolean begun;
  private boolean ended;

  /**
   * Begins with the first character.
   *
   * @param stored the text; closed with this
   * @param charset decodes it
   */
  TranscodedStream(InputStream stored, Charset charset) {
    this.stored = stored;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.errorBytesMax = charset.name().startsWith("UTF-16") ? Short.BYTES : Integer.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (next == given.length) {
      if (ended) {
        return -1;
      }
      transcode();
    }
    int count = Math.min(length, given.length - next);
    System.arraycopy(given, next, into, from, count);
    next += count;
    return count;
  }

  /** Takes what one read of the stream gives, which may be no whole character. */
  private void transcode() throws IOException {
    int count = stored.read(buffer, 0, buffer.length - encoded.remaining());
    ended = count < 0;
    encoded.compact().put(buffer, 0, Math.max(count, 0)).flip();
    characters.clear();
    CoderResult result = decoder.decode(encoded, characters, ended);
    while (result.isError()) {
      // The platform takes what follows a lone surrogate for part of it, which may be a line feed.
      encoded.position(encoded.position() + Math.min(result.length(), errorBytesMax));
      characters.put(REPLACEMENT);
      result = decoder.decode(encoded, characters, ended);
    }
    if (ended && result.isUnderflow()) {
      result = decoder.flush(characters);
    }
    if (result.isOverflow()) {
      // Each character takes a byte at least, and there is room for one of each byte.
      throw new IllegalStateException("more characters than bytes");
    }
    characters.flip();
    dropMarks();
    given = characters.toString().getBytes(StandardCharsets.UTF_8);
    next = 0;
  }

  private void dropMarks() {
    while (!begun && characters.hasRemaining()) {
      begun = characters.get(characters.position()) != MARK;
      characters.position(characters.position() + (begun ? 0 : 1));
    }
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
