package daybook.reading;

import daybook.core.protocol.RejectReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One of the first records of a file, in which a header is looked for.
 *
 * @param line physical line where it starts, from 1
 * @param text as it is written, without its line end; U+FFFD for what is no UTF-8
 * @param problem why it is no record, or null
 */
public record FirstRecord(long line, String text, @Nullable RejectReason problem) {

  /** A header is looked for in so many records: no preamble of an export is longer. */
  public static final int COUNT_MAX = 50;

  /** The record that a scanner stands at. */
  public static FirstRecord of(RecordScanner record) {
    int length = record.end() - record.start();
    String text = new String(record.bytes(), record.start(), length, StandardCharsets.UTF_8);
    return new FirstRecord(record.line(), text, record.problem());
  }
}
