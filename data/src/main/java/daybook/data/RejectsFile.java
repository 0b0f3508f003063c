package daybook.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rejects file of one import, taken apart. Its header line and every quote are as {@link #text}
 * writes them: a file that was written otherwise is not the same text again.
 *
 * @param lines in the file's order
 */
public record RejectsFile(List<Line> lines) {

  private static final String HEADER = "line,byte_offset,reason,column,expected,text\n";

  /** Keeps a copy of the list. */
  public RejectsFile {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param reject what a golden case fixes
   * @param expected what was expected and what was found, in words that no golden case fixes: empty
   *     in its file, never in what an importer wrote
   */
  public record Line(GoldenCase.Reject reject, String expected) {

    private String text() {
      return "%d,%d,%s,%s,%s,%s\n"
          .formatted(
              reject.line(),
              reject.byteOffset(),
              reject.reason(),
              quoted(reject.column()),
              quoted(expected),
              quoted(reject.text()));
    }
  }

  /**
   * Takes a file apart.
   *
   * @throws CsvParseException when it is no CSV of as many fields in every line
   * @throws IllegalArgumentException when it has not six columns, or a place that is no number
   */
  public static RejectsFile of(byte[] file) {
    return new RejectsFile(
        reader(new String(file, UTF_8)).stream().skip(1).map(RejectsFile::line).toList());
  }

  private static CsvReader<CsvRecord> reader(String file) {
    return CsvReader.builder()
        .fieldSeparator(',')
        .quoteCharacter('"')
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.STRICT)
        .missingFieldStrategy(FieldMismatchStrategy.STRICT)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(false)
        .detectBomHeader(false)
        .ofCsvRecord(file);
  }

  private static Line line(CsvRecord line) {
    if (line.getFieldCount() != HEADER.split(",", -1).length) {
      throw new IllegalArgumentException(line.getFieldCount() + " columns in " + line);
    }
    return new Line(
        new GoldenCase.Reject(
            Long.parseLong(line.getField(0)),
            Long.parseLong(line.getField(1)),
            line.getField(2),
            line.getField(3),
            line.getField(5)),
        line.getField(4));
  }

  /** What the case fixes of every line. */
  public List<GoldenCase.Reject> rejects() {
    return lines.stream().map(Line::reject).toList();
  }

  /** The same with the column {@code expected} empty, as in the files of the golden cases. */
  public RejectsFile withoutExpected() {
    return new RejectsFile(lines.stream().map(line -> new Line(line.reject(), "")).toList());
  }

  /** The file as it is to be written: UTF-8 text with LF, the last three columns in quotes. */
  public String text() {
    return lines.stream().map(Line::text).collect(Collectors.joining("", HEADER, ""));
  }

  private static String quoted(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }
}
