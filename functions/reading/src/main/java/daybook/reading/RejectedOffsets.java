package daybook.reading;

import daybook.core.port.Rejects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a rejects file are in their own, one after the other: the second cell of each
 * line. A row has a line of its own, for texts are written without control characters, whatever the
 * record has in its quotes. Not safe for threads.
 */
public final class RejectedOffsets implements PrimitiveIterator.OfLong {

  /** The rejects file is not as one is written: it will not be so another time. */
  public static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private DamagedException(String what) {
      super("a rejects file is damaged: " + what);
    }
  }

  private static final long NONE = -1;

  private final BufferedReader lines;
  private final boolean inParts;
  private long next;

  private RejectedOffsets(BufferedReader lines) throws IOException {
    this.lines = lines;
    String first = lines.readLine();
    this.inParts = first != null && isInParts(first);
    this.next = offset(first);
  }

  /**
   * Of a file from its header on; of an empty one there are none.
   *
   * @param lines stays the caller's
   */
  public static RejectedOffsets of(BufferedReader lines) throws IOException {
    lines.readLine();
    return new RejectedOffsets(lines);
  }

  /** Whether a line is the one that stands for rows that are too many for one file. */
  public static boolean isInParts(String line) {
    return line.startsWith("0,0," + Rejects.IN_PARTS + ",");
  }

  /** The same of the first: then it is the only one, and at no place of its own. */
  public boolean inParts() {
    return inParts;
  }

  private static long offset(@Nullable String line) throws DamagedException {
    if (line == null) {
      return NONE;
    }
    try {
      return Long.parseLong(line.split(",", 3)[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new DamagedException("expected line and byte of a row, found " + e.getMessage());
    }
  }

  @Override
  public boolean hasNext() {
    return next != NONE;
  }

  @Override
  public long nextLong() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long offset = next;
    try {
      next = offset(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return offset;
  }
}
