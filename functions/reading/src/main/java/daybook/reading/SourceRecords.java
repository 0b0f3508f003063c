package daybook.reading;

import daybook.core.protocol.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.PrimitiveIterator;

/**
 * Some records of a file with their own bytes, behind everything up to its header: a file of the
 * same layout, to be corrected and sent in. What was packed is not packed again. Not safe for
 * threads.
 */
public final class SourceRecords {

  private static final long NONE = Long.MAX_VALUE;

  private final OpenObject.Opener opener;
  private final ObjectVersion version;
  private final LayoutChoice choice;
  private final FileTerms terms;

  /**
   * @param choice by which the file was read
   * @param terms by which it was read
   */
  public SourceRecords(
      OpenObject.Opener opener, ObjectVersion version, LayoutChoice choice, FileTerms terms) {
    this.opener = opener;
    this.version = version;
    this.choice = choice;
    this.terms = terms;
  }

  /**
   * Writes them.
   *
   * @param offsets bytes of the inflated stream as rejects name them, ascending: the record in
   *     which one stands is written, and one with several of them once
   * @return how many records were written
   * @throws UnusableFileException if the file has no usable header
   * @throws IOException if it cannot be read, or {@code out} not written
   */
  public long copy(PrimitiveIterator.OfLong offsets, OutputStream out)
      throws IOException, UnusableFileException {
    try (OpenObject object = new OpenObject(opener, version)) {
      object.readHeader(choice, terms);
      try (InputStream bytes = object.reopened()) {
        OriginalBytes original = new OriginalBytes(bytes, object.charset());
        original.copyTo(object.records().nextOffset(), out);
        return copy(object.records(), original, offsets, out);
      }
    }
  }

  private static long copy(
      RecordScanner records,
      OriginalBytes original,
      PrimitiveIterator.OfLong offsets,
      OutputStream out)
      throws IOException {
    long count = 0;
    long wanted = next(offsets);
    while (wanted != NONE && records.next()) {
      if (wanted < records.nextOffset()) {
        original.copyTo(records.offset(), OutputStream.nullOutputStream());
        original.copyTo(records.nextOffset(), out);
        count++;
        while (wanted < records.nextOffset()) {
          wanted = next(offsets);
        }
      }
    }
    return count;
  }

  private static long next(PrimitiveIterator.OfLong offsets) {
    return offsets.hasNext() ? offsets.nextLong() : NONE;
  }
}
