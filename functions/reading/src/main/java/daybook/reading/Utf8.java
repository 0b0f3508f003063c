package daybook.reading;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8. Not safe for threads. */
final class Utf8 {

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /** One character a byte is the most there can be. */
  private final CharBuffer decoded = CharBuffer.allocate(RecordScanner.RECORD_BYTES_MAX);

  /** Whether the bytes of a record are whole, well-formed UTF-8. */
  boolean isValid(byte[] bytes, int start, int end) {
    decoded.clear();
    decoder.reset();
    ByteBuffer record = ByteBuffer.wrap(bytes, start, end - start);
    return !decoder.decode(record, decoded, true).isError() && !decoder.flush(decoded).isError();
  }
}
