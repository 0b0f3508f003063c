package daybook.reading;

import daybook.core.port.Rejects;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An object version opened for reading: its header first, then its records from any position on.
 * Gzip is known by its first bytes, whatever the object's name. Not safe for threads.
 */
public final class OpenObject implements Closeable {

  /**
   * An object may inflate to so many times its stored size. Transactions shrink to a fifth or a
   * tenth; what shrinks to less than this is no data.
   */
  public static final long INFLATION_RATIO_MAX = 200;

  /** An object may inflate to so many bytes, 64 MiB, whatever its stored size. */
  public static final long INFLATED_BYTES_FREE = 64L * 1024 * 1024;

  /**
   * Most bytes of a block: with what a record leaves over of the one before, a batch of the longest
   * kind.
   */
  public static final int BLOCK_BYTES = Batch.INPUT_BYTES_MAX - RecordScanner.RECORD_BYTES_MAX;

  /** Most bytes that are read before somebody in a hurry is asked: some 350 rows. */
  public static final int READ_BYTES_MAX = 16 * 1024;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** Opens the object's bytes from an offset on. */
  public interface Opener {
    /**
     * Opens them.
     *
     * @throws IOException as {@link SourceObjects#open} does
     */
    InputStream open(long offset) throws IOException;
  }

  private final Opener opener;
  private final ObjectVersion version;
  private final int blockBytes;
  private final BooleanSupplier isHurried;
  private InputStream bytes;
  private boolean gzip;
  private boolean transcoded;
  private Charset charset = StandardCharsets.UTF_8;
  private Blocks blocks;
  private RecordScanner records;
  private boolean rowsBegun;

  /** Opens the object at its start. */
  public OpenObject(Opener opener, ObjectVersion version) throws IOException {
    this(opener, version, BLOCK_BYTES, () -> false);
  }

  /**
   * The same for somebody in a hurry.
   *
   * @param blockBytes most bytes that are read before their rows are looked at, more than a record
   * @param isHurried asked while these are read: whether the rows that are there must not wait for
   *     more
   */
  public OpenObject(Opener opener, ObjectVersion version, int blockBytes, BooleanSupplier isHurried)
      throws IOException {
    this.opener = opener;
    this.version = version;
    this.blockBytes = blockBytes;
    this.isHurried = isHurried;
    this.bytes = new BufferedInputStream(opener.open(0));
    this.blocks = blocksFrom(0);
    this.records = recordsFrom(Dialect.CSV);
  }

  private Blocks blocksFrom(long offset) {
    // Nobody waits for a whole block to see the header alone.
    BooleanSupplier hurry = () -> !rowsBegun || isHurried.getAsBoolean();
    return new Blocks(bytes, offset, blockBytes, RecordScanner.RECORD_BYTES_MAX, hurry);
  }

  private RecordScanner recordsFrom(Dialect dialect) {
    return new RecordScanner(blocks, 0, RecordScanner.RECORD_BYTES_MAX, dialect);
  }

  /**
   * Finds by what the file is read, and reads its header; called first, and once.
   *
   * @param terms what rows are read by besides
   * @throws UnusableFileException if there is no usable header, or no mapping, or more than one;
   *     {@link #refusal} says what is there
   * @throws BrokenStreamException if the stream breaks off before its end
   */
  public Layout readHeader(LayoutChoice choice, FileTerms terms)
      throws IOException, UnusableFileException {
    gzip = startsWith(peek(GZIP.length), GZIP);
    if (gzip) {
      bytes = new BufferedInputStream(new GzipStream(bytes, inflatedMax()));
    }
    decode();
    long markBytes = skipMarks();
    byte[] start = peek(FileHead.BYTES_MAX);
    blocks = blocksFrom(markBytes);
    records = recordsFrom(Dialect.CSV);
    FileHead head = new FileHead(start, start.length < FileHead.BYTES_MAX, transcoded);
    LayoutChooser.Found found = find(head, choice, terms);
    begin(found, markBytes);
    boolean there = records.next();
    RowParser rows = new RowParser(found.layout(), new PaymentMethods(List.of()));
    for (int line = 1; there && line < found.lines(); line++) {
      if (rows.parse(records) == RowParser.Outcome.ACCEPTED) {
        throw new UnusableFileException(rowsAboveHeader());
      }
      there = records.next();
    }
    // Found in the first bytes, reached by the records: rows begin behind it, and nowhere else.
    if (!there
        || !FileHead.names(found.layout().dialect(), records).equals(found.layout().header())) {
      throw new IllegalStateException("the header was there a moment ago");
    }
    return found.layout();
  }

  /** Nobody would miss them: what is above a header is no row. */
  private Refusal rowsAboveHeader() {
    return new Refusal(
        "rows_above_header",
        "Line %d is a row that could count, and the header is below it: is this two files in one? Delete what is above the header, or make a file of its own of it."
            .formatted(records.line()));
  }

  private LayoutChooser.Found find(FileHead head, LayoutChoice choice, FileTerms terms)
      throws IOException, UnusableFileException {
    Optional<FileKind> kind = FileKind.of(head.bytes()).filter(k -> !k.isText());
    if (kind.isPresent()) {
      nextRecord();
      throw new UnusableFileException(kind.get().refusal(head.bytes()));
    }
    try {
      return new LayoutChooser(head, terms).find(choice);
    } catch (UnusableFileException e) {
      // Where the stream breaks before a header could be read, this says so instead.
      if (nextRecord() && SeparatorHint.of(records).orElse(0) == Dialect.CSV.delimiter()) {
        nextRecord();
      }
      throw e;
    }
  }

  /** Reads from the start in the file's own encoding and dialect. */
  private void begin(LayoutChooser.Found found, long markBytes) {
    long offset = markBytes;
    if (!found.charset().equals(StandardCharsets.UTF_8)) {
      transcoded = true;
      charset = found.charset();
      bytes = new BufferedInputStream(new TranscodedStream(bytes, charset));
      offset = 0;
    }
    blocks = blocksFrom(offset);
    records = recordsFrom(found.layout().dialect());
  }

  /** Makes UTF-8 of UTF-16. */
  private void decode() throws IOException {
    TextEncoding encoding = TextEncoding.of(peek(TextEncoding.START_BYTES));
    transcoded = encoding == TextEncoding.UTF_16_LE || encoding == TextEncoding.UTF_16_BE;
    if (transcoded) {
      charset = encoding.charset();
      bytes = new BufferedInputStream(new TranscodedStream(bytes, charset));
    }
  }

  /** Skips the marks of UTF-8: programs put one before another's. */
  private long skipMarks() throws IOException {
    byte[] mark = TextEncoding.UTF_8_MARK;
    long skipped = 0;
    while (startsWith(peek(mark.length), mark)) {
      bytes.skipNBytes(mark.length);
      skipped += mark.length;
    }
    return skipped;
  }

  /** Goes to the next record that is not blank; false at the end of the file. */
  private boolean nextRecord() throws IOException {
    boolean there = records.next();
    while (there && records.isBlank()) {
      there = records.next();
    }
    return there;
  }

  /** The next bytes, which stay; what a damage leaves of them, for later reads meet it again. */
  private byte[] peek(int count) throws IOException {
    byte[] start = new byte[count];
    bytes.mark(count);
    int length = 0;
    try {
      int more = 0;
      while (more >= 0 && length < count) {
        length += more;
        more = bytes.read(start, length, count - length);
      }
    } catch (BrokenStreamException e) {
      // It comes again behind the bytes before it.
    }
    bytes.reset();
    return Arrays.copyOf(start, length);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** What stands in the place of a header, as the only line of the rejects file. */
  public Rejects.Row refusal(Refusal refusal) {
    boolean nothing = records.line() == 0 || records.isBlank();
    return new Rejects.Row(
        nothing ? 1 : records.line(),
        nothing ? 0 : records.offset(),
        refusal.reason(),
        "",
        refusal.detail(),
        nothing ? "" : RejectText.of(records));
  }

  /**
   * The rows after a position. Called after {@link #readHeader}, and once; closed by its caller.
   *
   * @param threads how many may read at once
   * @throws BrokenStreamException if the stream breaks off before that position
   */
  public RowReader rowsFrom(ImportPosition position, Layout layout, int threads)
      throws IOException {
    boolean isFurther = position.offset() > records.nextOffset();
    long line = isFurther ? position.line() : records.nextLine();
    blocks.putBack(records.rest());
    if (isFurther) {
      goTo(position.offset());
    }
    rowsBegun = true;
    return new RowReader(layout, blocks, line, position.methods(), threads);
  }

  private void goTo(long offset) throws IOException {
    if (gzip || transcoded) {
      try {
        blocks.skipTo(offset);
      } catch (EOFException e) {
        throw new BrokenStreamException(
            BrokenStreamException.Reason.GZIP_CORRUPT, "it ends before " + offset);
      }
    } else {
      bytes.close();
      bytes = opener.open(offset);
      blocks = blocksFrom(offset);
    }
  }

  /** The encoding of its text, unpacked; known once the header was read. */
  Charset charset() {
    return charset;
  }

  /** Its bytes from the start on, unpacked if need be; known likewise, and closed by its caller. */
  InputStream reopened() throws IOException {
    InputStream stored = new BufferedInputStream(opener.open(0));
    return gzip ? new BufferedInputStream(new GzipStream(stored, inflatedMax())) : stored;
  }

  /**
   * Reads its bytes to their end, unpacked, whatever they are; instead of anything else.
   *
   * @throws BrokenStreamException if the stream breaks off before its end
   */
  public void readThrough() throws IOException {
    gzip = startsWith(peek(GZIP.length), GZIP);
    try (InputStream all = reopened()) {
      all.transferTo(OutputStream.nullOutputStream());
    }
  }

  private long inflatedMax() {
    return Math.max(INFLATED_BYTES_FREE, INFLATION_RATIO_MAX * version.sizeBytes());
  }

  /** The records from where the header is looked for. */
  public RecordScanner records() {
    return records;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
