package daybook.importer;

import daybook.reading.OpenObject;
import daybook.reading.RecordScanner;

/**
 * How objects are read.
 *
 * @param pacing whose rows are followed by the pauses they ask for; one thread reads these
 * @param threads how many may read an object at once, at least 1; nothing of the result depends on
 *     it
 * @param blockBytes most bytes of a block, whose rows go into one batch with what the block before
 *     left over; at least 65,539, so that it holds the longest record
 */
public record ReadingOptions(Pacing pacing, int threads, int blockBytes) {

  /** Checks the ranges. */
  public ReadingOptions {
    if (threads < 1 || blockBytes < RecordScanner.RECORD_BYTES_MAX + 3) {
      throw new IllegalArgumentException(
          "expected a thread and room for a record, found " + threads + " and " + blockBytes);
    }
  }

  /** As this machine can; a small Lambda function has one processor, or parts of two. */
  public static ReadingOptions of(Pacing pacing) {
    return new ReadingOptions(
        pacing, Runtime.getRuntime().availableProcessors(), OpenObject.BLOCK_BYTES);
  }
}
