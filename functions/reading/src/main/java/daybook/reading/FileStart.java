package daybook.reading;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The start of a file as text, for whoever looks for a mapping of it: unpacked, and in UTF-8
 * whatever its encoding. Nothing here decides how a file is read.
 */
public final class FileStart {

  /** Most bytes that are looked at, 1 MiB: a thousand long rows. */
  public static final int BYTES_MAX = 1024 * 1024;

  /** Most records that are given. */
  public static final int RECORDS_MAX = 1_050;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** What programs of one country's Windows write where they do not write UTF-8. */
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final byte[] text;
  private final boolean isWhole;
  private final String encoding;
  private final Optional<Refusal> noText;

  private FileStart(byte[] text, boolean isWhole, String encoding, Optional<Refusal> noText) {
    this.text = text;
    this.isWhole = isWhole;
    this.encoding = encoding;
    this.noText = noText;
  }

  /**
   * A record, cut at a delimiter.
   *
   * @param line physical line where it starts, from 1
   * @param cells without quotes and without blanks around them
   */
  public record Cells(long line, List<String> cells) {
    /** Copies the list. */
    public Cells {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Reads it.
   *
   * @param stored the file's bytes; closed by its caller
   * @throws IOException if they cannot be read; what is packed and damaged is read up to there
   */
  public static FileStart read(InputStream stored) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stored);
    bytes.mark(GZIP.length);
    boolean gzip = Arrays.equals(bytes.readNBytes(GZIP.length), GZIP);
    bytes.reset();
    InputStream in = gzip ? new GzipStream(bytes, OpenObject.INFLATED_BYTES_FREE) : bytes;
    byte[] start = upTo(in, BYTES_MAX + 1);
    boolean isWhole = start.length <= BYTES_MAX;
    byte[] looked = isWhole ? start : Arrays.copyOf(start, BYTES_MAX);
    return of(looked, isWhole);
  }

  private static byte[] upTo(InputStream in, int most) throws IOException {
    byte[] start = new byte[most];
    int length = 0;
    try {
      int more = 0;
      while (more >= 0 && length < most) {
        length += more;
        more = in.read(start, length, most - length);
      }
    } catch (BrokenStreamException e) {
      // What came before it is enough to look at.
    }
    return Arrays.copyOf(start, length);
  }

  private static FileStart of(byte[] bytes, boolean isWhole) {
    Optional<Refusal> noText =
        FileKind.of(bytes).filter(kind -> !kind.isText()).map(kind -> kind.refusal(bytes));
    TextEncoding wide = TextEncoding.of(bytes);
    if (wide != TextEncoding.UTF_8) {
      byte[] utf8 = utf8(bytes, wide.charset());
      return new FileStart(utf8, isWhole, wide.title(), noText);
    }
    boolean valid = isUtf8(bytes, isWhole);
    byte[] utf8 = valid ? bytes : utf8(bytes, WINDOWS);
    return new FileStart(
        utf8, isWhole, valid ? TextEncoding.UTF_8.title() : "windows-1252", noText);
  }

  private static byte[] utf8(byte[] bytes, Charset charset) {
    return new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
  }

  /** A character that the end cuts is none that is wrong. */
  private static boolean isUtf8(byte[] bytes, boolean isWhole) {
    int end = bytes.length;
    while (!isWhole && end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    int length = end == 0 ? bytes.length : end;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** As a mapping names it; what is recognised by itself is {@code UTF-16} or {@code UTF-8}. */
  public String encoding() {
    return encoding;
  }

  /** What it is, if it is no text. */
  public Optional<Refusal> noText() {
    return noText;
  }

  /** The first records that are not blank and not broken, at most {@link #RECORDS_MAX}. */
  public List<Cells> records(Dialect dialect) {
    int from = 0;
    String all = new String(text, 0, Math.min(text.length, 64), StandardCharsets.UTF_8);
    while (all.startsWith("\ufeff", from)) {
      from++;
    }
    int start = from * TextEncoding.UTF_8_MARK.length;
    int end = text.length;
    while (!isWhole && end > start && text[end - 1] != '\n') {
      end--;
    }
    Block block = new Block(text, start, end, start, end, true);
    RecordScanner records = new RecordScanner(block, 0, RecordScanner.RECORD_BYTES_MAX, dialect);
    Fields fields = new Fields(dialect);
    List<Cells> found = new ArrayList<>();
    while (found.size() < RECORDS_MAX && records.nextInBlock()) {
      if (!records.isBlank() && records.problem() == null) {
        fields.split(records);
        List<String> cells = new ArrayList<>(fields.count());
        for (int i = 0; i < fields.count(); i++) {
          cells.add(fields.text(i).strip());
        }
        found.add(new Cells(records.line(), cells));
      }
    }
    return found;
  }
}
