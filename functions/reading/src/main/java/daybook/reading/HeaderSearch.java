package daybook.reading;

import daybook.core.protocol.RejectReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for the header of our own columns in every way a file may hide it, and says where it is.
 */
final class HeaderSearch {

  static final String EMPTY = "empty";
  static final String NUL_BYTES = "nul_bytes";
  static final String BINARY = "binary";
  static final String LINE_ENDS = "line_ends";
  static final String LINE_IN_QUOTES = "line_in_quotes";
  static final String DELIMITER = "delimiter";
  static final String HEADER_NOT_FIRST = "header_not_first";
  static final String HEADER_DUPLICATE = "header_duplicate";
  static final String HEADER_ENCODING = "header_encoding";
  static final String HEADER_QUOTES = "header_quotes";
  static final String HEADER_TOO_LONG = "header_too_long";
  static final String HEADER_MISSING = "header_missing";
  static final String ONE_COLUMN = "one_column";

  private static final String PROPOSE = "./daybook map FILE proposes a mapping. ";
  private static final String ADD_HEADER =
      "Its first line must name the columns " + String.join(", ", HeaderNames.NEEDED) + ". ";

  /** One control character in so many is no text. */
  private static final int TEXT_CHARACTERS_PER_CONTROL = 20;

  /** Names are not so long: what is looked at of one record. */
  private static final int TEXT_MAX = 64 * 1024;

  private static final Pattern VALUE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d.*|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}.*|[+-]?\\d+[.,]?\\d*");

  private final List<FirstRecord> records;
  private final String first;

  /**
   * @param records from the one in the place of the header on
   */
  HeaderSearch(List<FirstRecord> records) {
    this.records = records.subList(0, Math.min(records.size(), FirstRecord.COUNT_MAX));
    this.first = records.isEmpty() ? "" : cut(records.get(0).text());
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), TEXT_MAX));
  }

  /** What is wrong, the surest answer first. */
  Refusal refusal() {
    return Stream.<Supplier<Optional<Refusal>>>of(
            this::noText,
            this::lineEnds,
            this::lineInQuotes,
            this::here,
            this::otherDelimiter,
            this::quotes,
            this::further,
            this::likelyDelimiter)
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(this::missing);
  }

  private Optional<Refusal> noText() {
    if (records.isEmpty()) {
      return Optional.of(refusal(EMPTY, "There is nothing in the file but blank lines. "));
    }
    long controls =
        first.chars().filter(c -> c < ' ' && c != '\t' && c != '\r' && c != '\n').count();
    if (TEXT_CHARACTERS_PER_CONTROL * controls <= first.length()) {
      return Optional.empty();
    }
    long zeros = first.chars().filter(c -> c == 0).count();
    return Optional.of(
        zeros == controls
            ? refusal(
                NUL_BYTES,
                "There are NUL bytes where the header should be: the program that wrote the file"
                    + " crashed, or its disk was full. Make it once more. ")
            : refusal(BINARY, "The file is no text: it has control characters. Save it as CSV. "));
  }

  /** The first line goes on behind a carriage return that no line feed follows. */
  private Optional<Refusal> lineEnds() {
    int at = first.indexOf('\r');
    if (at < 0) {
      return Optional.empty();
    }
    HeaderCells cells = HeaderCells.likeliest(first.substring(0, at).strip());
    String named = cells.isHeader() ? "The header ends with" : "The first line has";
    return Optional.of(
        refusal(
            LINE_ENDS,
            named
                + " a carriage return alone, as lines of old Macs do. Save the file with line feeds"
                + " (LF or CR LF) at the ends of its lines. ",
            cells));
  }

  private Optional<Refusal> lineInQuotes() {
    String line = first.strip();
    HeaderCells outer = HeaderCells.of(line, '\n');
    boolean quoted = line.length() > 2 && line.startsWith("\"") && line.endsWith("\"");
    if (!quoted || outer.cells().size() != 1) {
      return Optional.empty();
    }
    HeaderCells inner = HeaderCells.likeliest(outer.cells().get(0));
    boolean one = HeaderCells.of(line, inner.delimiter()).cells().size() == 1;
    if (!one || inner.cells().size() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        refusal(
            LINE_IN_QUOTES,
            "Each line is one cell in quotes that holds the whole row: the file was quoted twice."
                + " Take the quotes around each line away, and make two quotes inside one. ",
            inner));
  }

  /** What is wrong with a header that has every column. */
  private Optional<Refusal> here() {
    HeaderCells cells = HeaderCells.of(first, ',');
    if (!cells.isHeader()) {
      return Optional.empty();
    }
    if (!cells.doubled().isEmpty()) {
      String places = String.join("; ", cells.doubled());
      return Optional.of(
          refusal(
              HEADER_DUPLICATE,
              "A column is there twice: " + places + ". Leave one, or rename the other. ",
              cells));
    }
    if (first.indexOf('\ufffd') >= 0) {
      return Optional.of(
          refusal(
              HEADER_ENCODING,
              "The header is not UTF-8: it may be Windows-1252 or ISO-8859-1. Save it as UTF-8. ",
              cells));
    }
    return Optional.empty();
  }

  private Optional<Refusal> otherDelimiter() {
    int hint = SeparatorHint.of(first).orElse(',');
    if (hint == ',' || records.size() == 1) {
      return header(0).filter(cells -> cells.delimiter() != ',').map(cells -> delimiter(cells, 0));
    }
    HeaderCells named = HeaderCells.of(cut(records.get(1).text()), (char) hint);
    boolean right = header(1).map(cells -> cells.delimiter() == hint).orElse(true);
    return right ? Optional.of(delimiter(named, 1)) : Optional.empty();
  }

  private Refusal delimiter(HeaderCells cells, int index) {
    String line = index == 0 ? "" : ", and its header is in line " + records.get(index).line();
    String lacks = cells.isHeader() ? "" : missing(cells);
    return refusal(
        DELIMITER,
        "Its fields are separated by "
            + name(cells.delimiter())
            + ", not by commas"
            + line
            + ". "
            + lacks
            + "Save it with commas, or use a mapping: "
            + PROPOSE,
        cells);
  }

  private Optional<Refusal> quotes() {
    RejectReason problem = records.get(0).problem();
    HeaderCells cells = HeaderCells.of(first.replace("\"", ""), ',');
    if (RejectReason.RECORD_TOO_LONG.equals(problem)) {
      return Optional.of(
          refusal(
              HEADER_TOO_LONG,
              "The first line has more than "
                  + RecordScanner.RECORD_BYTES_MAX
                  + " bytes. "
                  + ADD_HEADER,
              cells));
    }
    if (problem == null && !(cells.isHeader() && first.indexOf('"') >= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        refusal(
            HEADER_QUOTES,
            "The quotes in the header are broken: one is not closed, or it stands behind a blank or"
                + " before other characters. Write the names without quotes. ",
            cells));
  }

  private Optional<Refusal> further() {
    for (int i = 1; i < records.size(); i++) {
      HeaderCells cells = header(i).orElse(null);
      if (cells != null && cells.delimiter() != ',') {
        return Optional.of(delimiter(cells, i));
      }
      if (cells != null) {
        return Optional.of(
            refusal(
                HEADER_NOT_FIRST,
                "The header is in line "
                    + records.get(i).line()
                    + ", and other text before it. Delete the lines above it, or use a mapping: "
                    + PROPOSE,
                cells));
      }
    }
    return Optional.empty();
  }

  private Optional<HeaderCells> header(int index) {
    HeaderCells cells = HeaderCells.likeliest(cut(records.get(index).text()));
    return cells.isHeader() ? Optional.of(cells) : Optional.empty();
  }

  /** The first two lines have the same cells by another delimiter, and one each by the comma. */
  private Optional<Refusal> likelyDelimiter() {
    String second = records.size() > 1 ? cut(records.get(1).text()) : first;
    if (HeaderCells.of(first, ',').cells().size() > 1) {
      return Optional.empty();
    }
    for (char delimiter : List.of(';', '\t', '|')) {
      HeaderCells cells = HeaderCells.of(first, delimiter);
      int count = cells.cells().size();
      if (count > 1 && HeaderCells.of(second, delimiter).cells().size() == count) {
        return Optional.of(delimiter(cells, 0));
      }
    }
    return Optional.empty();
  }

  /** Nothing else explains it. */
  private Refusal missing() {
    HeaderCells cells = likeliest();
    boolean unreadable = first.indexOf('\ufffd') >= 0;
    if (unreadable && cells.cells().size() == 1) {
      return new Refusal(
          HEADER_ENCODING,
          "The first line is not UTF-8, and no header in it can be read. Save the file as CSV (UTF-8).");
    }
    if (cells.found() == 0 && isRow(cells)) {
      return new Refusal(
          HEADER_MISSING,
          "There is no header: the first line looks like a row. " + ADD_HEADER.strip());
    }
    boolean oneColumn =
        records.stream().allMatch(r -> HeaderCells.likeliest(cut(r.text())).cells().size() == 1);
    String encoding = unreadable ? "Some of it is not UTF-8: it may be Windows-1252. " : "";
    String near = cells.near().isEmpty() ? "" : String.join("; ", cells.near()) + ". ";
    String sentences = missing(cells) + near + encoding;
    return oneColumn
        ? refusal(ONE_COLUMN, "There is one column only. " + sentences + ADD_HEADER, cells)
        : refusal(
            HEADER_MISSING, sentences + "Rename the columns, or use a mapping: " + PROPOSE, cells);
  }

  /** The record with the most known names, the first one of several. */
  private HeaderCells likeliest() {
    HeaderCells best = HeaderCells.likeliest(first);
    for (FirstRecord record : records) {
      HeaderCells cells = HeaderCells.likeliest(cut(record.text()));
      best = cells.found() > best.found() ? cells : best;
    }
    return best;
  }

  private static boolean isRow(HeaderCells cells) {
    return cells.cells().stream().anyMatch(cell -> VALUE.matcher(cell.strip()).matches());
  }

  private static String missing(HeaderCells cells) {
    List<String> missing = cells.missing();
    String columns = missing.size() == 1 ? "Column " : "Columns ";
    return missing.isEmpty() ? "" : columns + String.join(", ", missing) + " missing. ";
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

  private static Refusal refusal(String reason, String sentences, HeaderCells cells) {
    return refusal(reason, sentences + "Found: " + cells.shown() + ". ");
  }

  private static Refusal refusal(String reason, String sentences) {
    return new Refusal(reason, sentences.strip());
  }
}
