package daybook.reading;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record as a reject shows it. The text is made when somebody asks for it: most rows are never
 * rejected. Immutable; keeps the block that it lies in.
 */
public final class RowText {

  private final byte[] bytes;
  private final int start;
  private final int end;

  /** The record that a scanner stands at, whose bytes nobody writes to. */
  RowText(RecordScanner record) {
    this(record.bytes(), record.start(), record.end());
  }

  private RowText(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** A record of this text. */
  static RowText of(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new RowText(bytes, 0, bytes.length);
  }

  /** Whether the records are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RowText text
        && Arrays.equals(bytes, start, end, text.bytes, text.start, text.end);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The record as {@link RejectText} shows it. */
  @Override
  public String toString() {
    return RejectText.of(bytes, start, end);
  }
}
