package daybook.importer;

import daybook.reading.OpenObject;

/**
 * How objects are read.
 *
 * @param paced whether rows are followed by the pauses they ask for; one thread reads then
 * @param threads how many may read an object at once, at least 1; nothing of the result depends on
 *     it
 * @param blockBytes most bytes whose rows go into one batch, more than a record's
 */
public record ReadingOptions(boolean paced, int threads, int blockBytes) {

  /** As this machine can; a small Lambda function has one processor, or parts of two. */
  public static ReadingOptions of(boolean paced) {
    return new ReadingOptions(
        paced, Runtime.getRuntime().availableProcessors(), OpenObject.BLOCK_BYTES);
  }
}
