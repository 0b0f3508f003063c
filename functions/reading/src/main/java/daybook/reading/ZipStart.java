package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a ZIP archive is, by the entries that begin in its first bytes. Office documents name their
 * parts by their program's folder ({@code xl/}, {@code word/}); Excel puts the list of types first
 * and pads it, so that nothing else may begin there, but the list names the parts too. OpenDocument
 * puts its type first, unpacked.
 */
final class ZipStart {

  private static final String SIGNATURE = "PK\u0003\u0004";
  private static final int METHOD_AT = 8;
  private static final int NAME_LENGTH_AT = 26;
  private static final int EXTRA_LENGTH_AT = 28;
  private static final int NAME_AT = 30;
  private static final int METHOD_DEFLATED = 8;

  /** The parts are named in the first bytes of the list of types. */
  private static final int INFLATED_MAX = 4 * 1024;

  private static final List<String> TYPE_ENTRIES =
      List.of("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "mimetype");

  private ZipStart() {}

  /** The kind of an archive that begins with these bytes. */
  static FileKind kind(byte[] start) {
    String words = String.join("\n", words(start));
    if (words.contains("xl/") || words.contains("spreadsheetml") || words.contains("Excel")) {
      return FileKind.XLSX;
    }
    if (words.contains("oasis.opendocument.spreadsheet")) {
      return FileKind.ODS;
    }
    boolean document =
        words.contains("word/")
            || words.contains("ppt/")
            || words.contains("wordprocessingml")
            || words.contains("presentationml")
            || words.contains("oasis.opendocument");
    return document ? FileKind.DOCX : FileKind.ZIP;
  }

  /** Names of entries, and the content of those that say what the archive is. */
  private static List<String> words(byte[] start) {
    String raw = new String(start, ISO_8859_1);
    List<String> words = new ArrayList<>();
    for (int at = raw.indexOf(SIGNATURE); at >= 0; at = raw.indexOf(SIGNATURE, at + 1)) {
      if (at + NAME_AT > start.length) {
        break;
      }
      int nameEnd = at + NAME_AT + number(start, at + NAME_LENGTH_AT);
      int content = nameEnd + number(start, at + EXTRA_LENGTH_AT);
      String name = raw.substring(at + NAME_AT, Math.min(nameEnd, raw.length()));
      words.add(name);
      if (TYPE_ENTRIES.contains(name) && content < start.length) {
        boolean deflated = number(start, at + METHOD_AT) == METHOD_DEFLATED;
        words.add(deflated ? inflated(start, content) : raw.substring(content));
      }
    }
    return words;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << Byte.SIZE);
  }

  /** As much as can be had: most of the entry lies behind. */
  private static String inflated(byte[] start, int from) {
    byte[] content = new byte[INFLATED_MAX];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(start, from, start.length - from);
      int length = inflater.inflate(content);
      return new String(content, 0, length, ISO_8859_1);
    } catch (DataFormatException notDeflated) {
      return "";
    } finally {
      inflater.end();
    }
  }
}
