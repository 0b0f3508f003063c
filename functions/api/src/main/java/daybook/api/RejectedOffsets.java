package daybook.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/**
 * Where the rows of a rejects file are in their own, one after the other: the second cell of each
 * record. A text may have line ends, within its quotes. Not safe for threads.
 */
final class RejectedOffsets implements PrimitiveIterator.OfLong {

  private static final long NONE = -1;

  private final BufferedReader lines;
  private long next;

  private RejectedOffsets(BufferedReader lines) throws IOException {
    this.lines = lines;
    record();
    this.next = read();
  }

  /**
   * Of a file from its header on.
   *
   * @param lines stays the caller's
   */
  static RejectedOffsets of(BufferedReader lines) throws IOException {
    return new RejectedOffsets(lines);
  }

  private long read() throws IOException {
    String first = record();
    if (first.isEmpty()) {
      return NONE;
    }
    String[] cells = first.split(",", 3);
    try {
      return Long.parseLong(cells[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("a rejects file is damaged: expected line and byte of a row", e);
    }
  }

  /** The first line of the next record; empty at the end. */
  private String record() throws IOException {
    String first = lines.readLine();
    if (first == null) {
      return "";
    }
    boolean quoted = isOdd(first);
    while (quoted) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("a rejects file is damaged: it ends within quotes");
      }
      quoted ^= isOdd(line);
    }
    return first;
  }

  private static boolean isOdd(String line) {
    return line.chars().filter(c -> c == '"').count() % 2 != 0;
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
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return offset;
  }
}
