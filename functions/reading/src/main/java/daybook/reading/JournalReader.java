package daybook.reading;

import daybook.core.port.Rejects;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.RejectReason;
import daybook.core.record.JournalLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a journal from any position at which one starts. Journals are written by
 * Daybook alone; but whatever somebody else has put in their place is looked at line by line, and
 * none goes unseen. Lines end with a line feed and nothing else; the last one needs none. Not safe
 * for threads.
 */
public final class JournalReader implements AutoCloseable {

  /** Reason of a journal that does not begin with {@link JournalLine#HEADER}. */
  public static final String HEADER_REASON = "journal_header";

  /** Most lines of a group, rejected ones among them. */
  public static final int LINES_MAX = 4_096;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final Utf8 utf8 = new Utf8();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int end;

  /** What is kept of the line that is being read. */
  private final byte[] line = new byte[JournalLine.BYTES_MAX + 1];

  private int length;
  private long offset;
  private long lines;

  /**
   * What lines that follow one another are. It begins where the group before it ends.
   *
   * @param endOffset bytes before the place behind them
   * @param endLine lines before that place, the header among them
   * @param lines in order
   * @param rejectedRows what is no line, in order
   */
  public record Group(
      long endOffset, long endLine, List<Line> lines, List<Rejects.Row> rejectedRows) {}

  /**
   * A line.
   *
   * @param line what it says
   * @param offset byte where it starts
   * @param lineNumber from 1, which is the header's
   */
  public record Line(JournalLine line, long offset, long lineNumber) {}

  /**
   * Begins at a position: where a group ended, or at the start, where the header is read.
   *
   * @throws IOException if the object cannot be read
   * @throws UnusableFileException if it does not begin with the header of journals
   */
  public JournalReader(OpenObject.Opener opener, ImportPosition from)
      throws IOException, UnusableFileException {
    this.in = opener.open(from.offset());
    this.offset = from.offset();
    this.lines = from.line();
    if (offset == 0) {
      boolean isHeader = false;
      try {
        isHeader = nextLine() && text().equals(JournalLine.HEADER);
      } finally {
        if (!isHeader) {
          in.close();
        }
      }
      if (!isHeader) {
        throw new UnusableFileException(noHeader());
      }
    }
  }

  private Refusal noHeader() {
    String found = RejectText.of(line, 0, length);
    return new Refusal(
        HEADER_REASON,
        "Under %s only Daybook puts objects, and they begin with %s; found %s. A file of transactions belongs in another folder."
            .formatted(
                JournalLine.PREFIX, JournalLine.HEADER, found.isBlank() ? "nothing" : found));
  }

  /**
   * The next lines: at most as many as a batch has room for what they add, if all of them count.
   *
   * @return null at the end of the journal
   * @throws IOException if it cannot be read on
   */
  public @Nullable Group next() throws IOException {
    List<Line> read = new ArrayList<>();
    List<Rejects.Row> rejected = new ArrayList<>();
    long start = offset;
    int count = 0;
    long lineStart = offset;
    BatchFill fill = new BatchFill();
    boolean enough = false;
    while (!enough && nextLine()) {
      count++;
      take(lineStart, read, rejected, fill);
      lineStart = offset;
      enough = count == LINES_MAX || offset - start >= Batch.INPUT_BYTES_MAX || fill.isFull();
    }
    return count == 0 ? null : new Group(offset, lines, read, rejected);
  }

  private void take(long lineStart, List<Line> read, List<Rejects.Row> rejected, BatchFill fill) {
    String problem;
    if (length > JournalLine.BYTES_MAX) {
      problem = "expected at most %,d bytes in a line".formatted(JournalLine.BYTES_MAX);
    } else if (!utf8.isValid(line, 0, length)) {
      problem = "expected UTF-8";
    } else {
      try {
        JournalLine parsed = JournalLine.parse(text());
        read.add(new Line(parsed, lineStart, lines));
        parsed.entry().old().ifPresent(fill::addReversed);
        parsed.entry().replacement().ifPresent(fill::add);
        return;
      } catch (IllegalArgumentException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    Rejection why = new Rejection(RejectReason.JOURNAL_LINE, "", problem);
    rejected.add(
        new Rejects.Row(
            lines,
            lineStart,
            why.reason().code(),
            why.column(),
            why.expected(),
            RejectText.of(line, 0, length)));
  }

  private String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Goes to the next line, of which the start is kept; false where there is none. */
  private boolean nextLine() throws IOException {
    length = 0;
    long before = offset;
    while (next < end || load()) {
      int lineFeed = LineEnds.lineFeed(buffer, next, end);
      int kept = Math.min(lineFeed - next, line.length - length);
      System.arraycopy(buffer, next, line, length, kept);
      length += kept;
      boolean ended = lineFeed < end;
      int after = ended ? lineFeed + 1 : lineFeed;
      offset += after - next;
      next = after;
      if (ended) {
        break;
      }
    }
    boolean there = offset > before;
    lines += there ? 1 : 0;
    return there;
  }

  private boolean load() throws IOException {
    int more = in.read(buffer);
    while (more == 0) {
      more = in.read(buffer);
    }
    next = 0;
    end = Math.max(0, more);
    return more > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
