package daybook.reading;

import daybook.core.protocol.RejectReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for the header of our own columns wherever a file may hide it, and says what is wrong. */
final class HeaderSearch {

  /** One control character in so many is no text. */
  private static final int TEXT_CHARACTERS_PER_CONTROL = 20;

  /** Most characters of a record that are looked at: a thousand names. */
  private static final int TEXT_MAX = 16 * 1024;

  private static final String PROPOSE = "./daybook map FILE proposes a mapping.";
  private static final String ADD_HEADER =
      "Its first line must name the columns " + String.join(", ", HeaderNames.NEEDED) + ".";

  /** How every rejects file begins, also those of earlier versions, which end otherwise. */
  private static final List<String> REJECTS_FILE = List.of("line", "byte_offset", "reason");

  /** A date of any order, or a number. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d.*|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}.*|[+-]?\\d+[.,]?\\d*");

  private final List<FirstRecord> records;
  private final String first;

  /** Each record by its likeliest delimiter. */
  private final List<HeaderCells> cells;

  /**
   * @param records from the one in the place of the header on
   */
  HeaderSearch(List<FirstRecord> records) {
    this.records =
        records.stream()
            .limit(FirstRecord.COUNT_MAX)
            .map(r -> new FirstRecord(r.line(), cut(r.text()), r.problem()))
            .toList();
    this.first = records.isEmpty() ? "" : this.records.get(0).text();
    this.cells = this.records.stream().map(r -> HeaderCells.likeliest(r.text())).toList();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), TEXT_MAX));
  }

  /** What is wrong, the surest answer first. */
  Refusal refusal() {
    return Stream.<Supplier<@Nullable Refusal>>of(
            this::noText,
            this::lineEnds,
            this::lineInQuotes,
            this::unusable,
            this::otherDelimiter,
            this::headerFurtherDown,
            this::likelyDelimiter,
            this::quotes,
            this::rejectsFile,
            this::unreadable,
            this::row)
        .flatMap(answer -> Optional.ofNullable(answer.get()).stream())
        .findFirst()
        .orElseGet(this::missing);
  }

  private @Nullable Refusal noText() {
    if (records.isEmpty()) {
      return new Refusal("empty", "There is nothing in the file but blank lines.");
    }
    long controls = first.chars().filter(c -> c < ' ' && "\t\r\n".indexOf(c) < 0).count();
    if (TEXT_CHARACTERS_PER_CONTROL * controls <= first.length()) {
      return null;
    }
    return controls == first.chars().filter(c -> c == 0).count()
        ? new Refusal(
            "nul_bytes",
            "There are NUL bytes where the header should be: the program that wrote the file"
                + " crashed, or its disk was full. Export it again.")
        : new Refusal("binary", "The file is no text, of a kind that is not known here.");
  }

  /** The first line goes on behind a carriage return that no line feed follows. */
  private @Nullable Refusal lineEnds() {
    int at = LineEnds.loneReturn(first);
    if (at < 0) {
      return null;
    }
    return refusal(
        "line_ends",
        "There is a carriage return without a line feed in the first line: old Macs end lines so."
            + " Save the file with LF or CR LF at the end of each line.",
        HeaderCells.likeliest(first.substring(0, at)));
  }

  private @Nullable Refusal lineInQuotes() {
    String line = first.strip();
    if (line.length() < 3 || !line.startsWith("\"") || !line.endsWith("\"")) {
      return null;
    }
    HeaderCells inner = HeaderCells.likeliest(HeaderCells.of(line, '\n').cells().get(0));
    boolean one = HeaderCells.of(line, inner.delimiter()).cells().size() == 1;
    if (!one || inner.cells().size() == 1) {
      return null;
    }
    return refusal(
        "line_in_quotes",
        "Each line is one cell in quotes that holds a whole row: the file was quoted twice. Take"
            + " away the quotes around each line, and make one of two quotes inside.",
        inner);
  }

  /** What is wrong with a header that has every column. */
  private @Nullable Refusal unusable() {
    HeaderCells here = HeaderCells.of(first, ',');
    if (!here.isHeader()) {
      return null;
    }
    if (!here.doubled().isEmpty()) {
      return refusal(
          "header_duplicate",
          "A column is there twice: "
              + String.join("; ", here.doubled())
              + ". Leave one, or rename the other.",
          here);
    }
    return first.indexOf('\ufffd') < 0
        ? null
        : refusal(
            "header_encoding",
            "The header is not UTF-8: it may be Windows-1252 or ISO-8859-1. Save it as UTF-8.",
            here);
  }

  /** A delimiter that a hint names, or that makes a header of the first record. */
  private @Nullable Refusal otherDelimiter() {
    HeaderCells here = cells.get(0);
    if (here.isHeader() && here.delimiter() != ',') {
      return delimiter(here, 0);
    }
    char hint = (char) SeparatorHint.of(first).orElse(',');
    if (hint == ',' || records.size() == 1 || cells.get(1).isHeader()) {
      return null;
    }
    return delimiter(HeaderCells.of(text(1), hint), 1);
  }

  private String text(int index) {
    return records.get(index).text();
  }

  private Refusal delimiter(HeaderCells cells, int index) {
    String line = index == 0 ? "" : ", and its header is in line " + records.get(index).line();
    return refusal(
        "delimiter",
        "Its fields are separated by "
            + name(cells.delimiter())
            + ", not by commas"
            + line
            + ". "
            + missing(cells)
            + "Save it with commas, or use a mapping: "
            + PROPOSE,
        cells);
  }

  private static String name(char delimiter) {
    return switch (delimiter) {
      case '\t' -> "tabs";
      case ';' -> "semicolons (;)";
      case ':' -> "colons (:)";
      case '|' -> "vertical bars (|)";
      default -> "\"" + delimiter + "\"";
    };
  }

  private @Nullable Refusal headerFurtherDown() {
    for (int i = 1; i < records.size(); i++) {
      HeaderCells here = cells.get(i);
      if (here.isHeader() && here.delimiter() != ',') {
        return delimiter(here, i);
      }
      if (here.isHeader()) {
        return refusal(
            "header_not_first",
            "The header is in line "
                + records.get(i).line()
                + ", behind other text. Delete the lines above it, or use a mapping: "
                + PROPOSE,
            here);
      }
    }
    return null;
  }

  /** At least half of the records have as many cells by it, and fewer have by the comma. */
  private @Nullable Refusal likelyDelimiter() {
    Columns best = columns(',');
    for (char delimiter : List.of(';', '\t', '|')) {
      Columns columns = columns(delimiter);
      // Decimal commas make two cells of each row too.
      boolean alike = columns.records() == best.records() && columns.count() > best.count();
      best = alike || columns.records() > best.records() ? columns : best;
    }
    if (best.delimiter() == ',' || 2 * best.records() < records.size()) {
      return null;
    }
    int header = 0;
    while (HeaderCells.of(text(header), best.delimiter()).cells().size() != best.count()) {
      header++;
    }
    return delimiter(HeaderCells.of(text(header), best.delimiter()), header);
  }

  /** How many records have the same number of cells, above one, by a delimiter. */
  private record Columns(char delimiter, int count, int records) {}

  private Columns columns(char delimiter) {
    Map<Integer, Integer> alike = new HashMap<>();
    Columns best = new Columns(delimiter, 1, 0);
    for (FirstRecord record : records) {
      int count = HeaderCells.of(record.text(), delimiter).cells().size();
      int same = count == 1 ? 0 : alike.merge(count, 1, Integer::sum);
      best = same > best.records() ? new Columns(delimiter, count, same) : best;
    }
    return best;
  }

  private @Nullable Refusal quotes() {
    RejectReason problem = records.get(0).problem();
    HeaderCells plain = HeaderCells.of(first.replace("\"", ""), ',');
    if (RejectReason.RECORD_TOO_LONG.equals(problem)) {
      return refusal(
          "header_too_long",
          "The first line has more than "
              + RecordScanner.RECORD_BYTES_MAX
              + " bytes. "
              + ADD_HEADER,
          plain);
    }
    if (problem == null && !(plain.isHeader() && first.indexOf('"') >= 0)) {
      return null;
    }
    return refusal(
        "header_quotes",
        "The quotes in the header are broken: one is not closed, or stands behind a blank or"
            + " before further characters. Write the names without quotes.",
        plain);
  }

  private @Nullable Refusal rejectsFile() {
    List<String> names = HeaderCells.of(first, ',').cells();
    boolean isRejects =
        names.size() > REJECTS_FILE.size()
            && names.subList(0, REJECTS_FILE.size()).equals(REJECTS_FILE);
    return isRejects
        ? new Refusal(
            "rejects_file",
            "This is the rejects file of an import. Correct these rows in the form of the file that"
                + " they come from, which ./daybook rejects KEY --as-source writes, and import them"
                + " with its header.")
        : null;
  }

  private @Nullable Refusal unreadable() {
    boolean broken = first.indexOf('\ufffd') >= 0;
    return broken && cells.get(0).cells().size() == 1
        ? new Refusal(
            "header_encoding",
            "The first line is not UTF-8, and no column can be read in it. Save the file as CSV"
                + " (UTF-8).")
        : null;
  }

  private @Nullable Refusal row() {
    HeaderCells best = likeliest();
    boolean values = best.cells().stream().anyMatch(cell -> VALUE.matcher(cell.strip()).matches());
    return best.found() == 0 && values
        ? new Refusal(
            "header_missing", "There is no header: the first line looks like a row. " + ADD_HEADER)
        : null;
  }

  /** Nothing else explains it. */
  private Refusal missing() {
    HeaderCells best = likeliest();
    String near = best.near().isEmpty() ? "" : String.join("; ", best.near()) + ". ";
    String encoding =
        first.indexOf('\ufffd') < 0 ? "" : "Some of it is not UTF-8: it may be Windows-1252. ";
    String sentences = missing(best) + near + encoding;
    return cells.stream().allMatch(one -> one.cells().size() == 1)
        ? refusal("one_column", sentences + "There is one column only. " + ADD_HEADER, best)
        : refusal(
            "header_missing", sentences + "Rename columns, or use a mapping: " + PROPOSE, best);
  }

  /** The first record, unless a further one has more names, and more than a row would have. */
  private HeaderCells likeliest() {
    HeaderCells best = cells.get(0);
    for (HeaderCells further : cells) {
      best = further.found() > Math.max(1, best.found()) ? further : best;
    }
    return best;
  }

  private static String missing(HeaderCells cells) {
    String names = String.join(", ", cells.missing());
    return switch (cells.missing().size()) {
      case 0 -> "";
      case 1 -> "Column " + names + " is missing. ";
      default -> "Columns " + names + " are missing. ";
    };
  }

  private static Refusal refusal(String reason, String sentences, HeaderCells cells) {
    return new Refusal(reason, sentences + " Found: " + cells.shown() + ".");
  }
}
