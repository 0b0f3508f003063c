package daybook.reading;

import daybook.core.protocol.RejectReason;
import daybook.reading.QuoteSearch.State;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a CSV file: where each starts, in bytes and in physical lines, and its
 * bytes, which stay valid until the next call of {@link #next()}. A blank line is a record here, so
 * that somebody keeps count of the time that a file of nothing else takes.
 *
 * <p>A quote opens a quoted field only where a field starts. Where quotes are broken, or a record
 * over several lines is too long, only its first physical line is taken, and reading goes on with
 * the next one; so an unclosed quote costs one row, not the rest of the file. What such a search
 * for a closing quote has found is kept, and a later one that gets to the same place takes it over;
 * so every byte is looked at a few times at most, also in a file that opens a quote on every line.
 *
 * <p>Where the stream fails in the middle of a record, that record has not been read: the position
 * stays where the last one ended, and nothing more can be read. Not safe for threads.
 */
public final class RecordScanner {

  /**
   * Most bytes of a record, its line end left out. A row needs a hundred; this leaves room for long
   * notes in columns that nobody reads, and bounds what an unclosed quote can swallow.
   */
  public static final int RECORD_BYTES_MAX = 65_536;

  /** Size of a block in longest records, where nobody says another one. */
  private static final int BLOCK_RECORDS = 4;

  /** Gives the blocks behind the first one; null where that one is all there is to read. */
  private final @Nullable Blocks source;

  private final int recordBytesMax;
  private final Dialect dialect;
  private Block block;
  private byte[] buffer;

  /** Index of the first byte that no record has taken yet. */
  private int next;

  private long nextOffset;
  private long nextLine;

  private int start;
  private int contentEnd;
  private long offset;
  private long line;
  private boolean quoted;
  private boolean ascii;

  /** Whether the record goes on behind the block. */
  private boolean open;

  private @Nullable RejectReason problem;
  private @Nullable QuoteSearch searched;

  /**
   * Reads a stream from here on.
   *
   * @param in gives the bytes from {@code offset} on; not closed here
   * @param offset bytes of the stream before this place
   * @param line physical lines before this place
   */
  RecordScanner(InputStream in, long offset, long line) {
    this(in, offset, line, RECORD_BYTES_MAX);
  }

  /** The same with another bound on records, at least 2. */
  RecordScanner(InputStream in, long offset, long line, int recordBytesMax) {
    this(
        new Blocks(in, offset, BLOCK_RECORDS * recordBytesMax, recordBytesMax, () -> false),
        line,
        recordBytesMax,
        Dialect.CSV);
  }

  /** Reads all blocks that there are. */
  RecordScanner(Blocks source, long line, int recordBytesMax, Dialect dialect) {
    this(source, Block.nothing(source.offset()), line, recordBytesMax, dialect);
  }

  /** Reads one block, before which there are so many physical lines. */
  RecordScanner(Block block, long line, int recordBytesMax, Dialect dialect) {
    this(null, block, line, recordBytesMax, dialect);
  }

  private RecordScanner(
      @Nullable Blocks source, Block block, long line, int recordBytesMax, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
    this.recordBytesMax = recordBytesMax;
    this.block = block;
    this.buffer = block.bytes();
    this.next = block.from();
    this.nextOffset = block.offset();
    this.nextLine = line;
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end of the stream; there is no record then
   */
  public boolean next() throws IOException {
    while (next < block.to() || loadNext()) {
      if (nextInBlock()) {
        return true;
      }
      Block more = source == null ? null : source.next();
      load(more == null ? rest().asLast() : rest().and(more));
    }
    return false;
  }

  /**
   * The same without the stream.
   *
   * @return false at the end of the block, or before a record that goes on behind it: {@link
   *     #rest()} begins there
   */
  boolean nextInBlock() {
    if (next == block.to()) {
      return false;
    }
    start = next;
    offset = nextOffset;
    line = nextLine + 1;
    quoted = false;
    open = false;
    problem = null;
    find();
    if (open) {
      take(start, line - 1);
    }
    return !open;
  }

  private boolean loadNext() throws IOException {
    Block more = source == null || block.last() ? null : source.next();
    if (more != null) {
      load(more);
    }
    return more != null;
  }

  private void load(Block more) {
    block = more;
    buffer = more.bytes();
    next = more.from();
  }

  /** What no record has taken yet of the block that is being read. */
  Block rest() {
    return block.rest(next);
  }

  /** Holds the record's bytes from {@link #start()} to {@link #end()}; never to be written to. */
  public byte[] bytes() {
    return buffer;
  }

  /** Index of the record's first byte. */
  public int start() {
    return start;
  }

  /**
   * Index after the record's last byte, its line end left out. Of a line that is too long, only the
   * first {@link #RECORD_BYTES_MAX} bytes are there.
   */
  public int end() {
    return contentEnd;
  }

  /** Offset in the stream of the record's first byte, from 0. */
  public long offset() {
    return offset;
  }

  /** Physical line where the record starts, from 1. */
  public long line() {
    return line;
  }

  /** How many physical lines the record takes, from 1. */
  public long lines() {
    return nextLine - line + 1;
  }

  /** These lines, in order; of a record that has a problem there is one. */
  public List<PhysicalLine> physicalLines() {
    return PhysicalLine.of(this);
  }

  /** Whether this is a line with nothing but blanks and tabs, if anything: no row. */
  public boolean isBlank() {
    return problem == null && LineEnds.isBlank(buffer, start, contentEnd);
  }

  /** Whether a field of the record is in quotes. */
  public boolean quoted() {
    return quoted;
  }

  /** Whether every byte of the record is below 0x80. */
  public boolean ascii() {
    return ascii;
  }

  /**
   * Why these bytes are no record: {@link RejectReason#RECORD_TOO_LONG} or {@link
   * RejectReason#QUOTING}; null where they are one.
   */
  public @Nullable RejectReason problem() {
    return problem;
  }

  /** Offset in the stream after the record and its line end. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Physical lines before {@link #nextOffset()}. */
  public long nextLine() {
    return nextLine;
  }

  /**
   * Lets rows be taken that need no record made of them, from where the next record starts.
   *
   * @param sums to which they are added; not full
   * @return how many were taken; the next record follows them
   */
  int takePlain(PlainRows rows, RowSums sums) {
    int after = rows.take(buffer, next, block.to(), sums);
    take(after, nextLine + rows.taken());
    return rows.taken();
  }

  /** Lets one row be taken likewise, at which this stands then; false where it needs a record. */
  boolean takeSplit(SplitRows rows) {
    int after = rows.row(buffer, next, block.to());
    if (after >= 0) {
      start = next;
      offset = nextOffset;
      line = nextLine + 1;
      endAtLineFeed(after - 1);
    }
    return after >= 0;
  }

  /** Offset in the stream of the array's first byte. */
  private long base() {
    return block.offset() - block.from();
  }

  /** Whether there is a byte at an index. */
  private boolean isThere(int index) {
    return index < block.to();
  }

  /** Finds the end of the record as long as it has no quoted field. */
  private void find() {
    byte[] bytes = buffer;
    byte delimiter = dialect.delimiter();
    int quote = dialect.quote();
    int bound = start + recordBytesMax;
    int bits = 0;
    int i = start;
    for (int limit = Math.min(block.to(), bound); i < limit; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        ascii = bits >= 0;
        endAtLineFeed(i);
        return;
      }
      if (b == quote && (i == start || bytes[i - 1] == delimiter)) {
        quoted = true;
        findQuoted(i, bits);
        return;
      }
      bits |= b;
    }
    ascii = bits >= 0;
    takeLine(i, null);
  }

  private void endAtLineFeed(int at) {
    contentEnd = LineEnds.contentEnd(buffer, start, at);
    take(at + 1, line);
  }

  private void take(int nextIndex, long linesBefore) {
    next = nextIndex;
    // In the middle of the last line bytes may have been left out.
    nextOffset = nextIndex == block.to() ? block.endOffset() : base() + nextIndex;
    nextLine = linesBefore;
  }

  /**
   * Takes the physical line that the record starts with, whatever its quotes.
   *
   * @param from the line has no line feed before this index
   * @param reason why it is no record, if it is not too long either
   */
  private void takeLine(int from, @Nullable RejectReason reason) {
    int bound = start + recordBytesMax;
    int i = LineEnds.lineFeed(buffer, from, block.to());
    boolean ended = isThere(i);
    contentEnd = ended ? LineEnds.contentEnd(buffer, start, i) : i;
    problem = reason;
    if (contentEnd > bound) {
      contentEnd = bound;
      problem = RejectReason.RECORD_TOO_LONG;
    }
    take(ended ? i + 1 : i, line);
  }

  /** Finds the end of a record from its first quoted field on. */
  private void findQuoted(int openingQuote, int bitsBefore) {
    int bound = start + recordBytesMax;
    int bits = bitsBefore;
    int firstLineFeed = -1;
    long lines = line;
    State state = State.INSIDE;
    int i = openingQuote + 1;
    while (i < bound && isThere(i)) {
      byte b = buffer[i];
      bits |= b;
      if (state == State.AFTER_QUOTE ? endsQuoted(b) : b == '\n' && state != State.INSIDE) {
        break;
      }
      state = state.after(b, dialect);
      i++;
      if (b == '\n') {
        lines++;
        firstLineFeed = firstLineFeed < 0 ? i - 1 : firstLineFeed;
        if (searched != null && base() + i <= searched.to()) {
          i = (int) (searched.to() - base());
          state = searched.state();
          lines = searched.line();
          bits = -1;
        }
      }
    }
    if (!isThere(i) && !block.last()) {
      open = true;
      return;
    }
    ascii = bits >= 0;
    endQuoted(firstLineFeed, new QuoteSearch(base() + i, state, lines));
  }

  /** Whether a byte behind a closing quote belongs to no field: only a line end may begin there. */
  private boolean endsQuoted(byte b) {
    return b != dialect.quote() && b != dialect.delimiter();
  }

  /**
   * Decides what a record with quoted fields is, once its end, the end of the stream or the bound
   * is reached.
   *
   * @param search ends at the line end, at what may not follow a closing quote, at the end of the
   *     stream, or at the bound
   */
  private void endQuoted(int firstLineFeed, QuoteSearch search) {
    int at = (int) (search.to() - base());
    int lineFeed = LineEnds.lineFeedOf(buffer, at, block.to());
    State state = search.state();
    if (state == State.INSIDE) {
      reject(firstLineFeed, search, RejectReason.QUOTING);
    } else if (!isThere(at)) {
      contentEnd = at;
      take(at, search.line());
    } else if (lineFeed >= 0) {
      endAtLineFeed(lineFeed);
      nextLine = search.line();
    } else {
      boolean closed = state != State.AFTER_QUOTE || buffer[at] == dialect.delimiter();
      reject(firstLineFeed, search, closed ? RejectReason.RECORD_TOO_LONG : RejectReason.QUOTING);
    }
  }

  /** Takes the first physical line only. */
  private void reject(int firstLineFeed, QuoteSearch search, RejectReason reason) {
    if (firstLineFeed < 0) {
      takeLine((int) (search.to() - base()), reason);
    } else {
      searched = search;
      endAtLineFeed(firstLineFeed);
      problem = reason;
    }
  }
}
