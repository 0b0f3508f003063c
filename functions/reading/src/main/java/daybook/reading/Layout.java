package daybook.reading;

import daybook.core.CellText;
import daybook.core.protocol.MappingRef;
import daybook.reading.mapping.Mapping.Direction;
import daybook.reading.mapping.Mapping.Status;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.value.AmountFormat;
import daybook.reading.value.Shown;
import daybook.reading.value.TimestampFormat;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of one file are read: Daybook's own columns, or a mapping, laid over the file's
 * header. Columns are numbers from 0. Immutable.
 *
 * @param dialect how cells are separated
 * @param header the names of the columns as in the file
 * @param columns how many cells every row has: up to the last column with a name; whatever is
 *     behind must be empty
 * @param ignored names of the columns that nobody reads, in their order
 * @param mapping which one it is, or empty for own columns
 * @param terms what rows are read by besides
 * @param time when
 * @param money how much
 * @param type which way
 * @param method by which method
 * @param keeps what is looked at; any other row is skipped
 * @param currency in what
 * @param status whether it happened; empty where every row did
 * @param sleep the column of pauses, or {@link #ABSENT}
 * @param isIdentified whether rows may have an id, by which nothing counts unless they are recorded
 * @param keys where a row says which transaction it is; there where rows are recorded
 * @param end what follows the last transaction
 * @param empty texts that stand for an empty cell
 */
public record Layout(
    Dialect dialect,
    List<String> header,
    int columns,
    List<String> ignored,
    Optional<MappingRef> mapping,
    FileTerms terms,
    Time time,
    Money money,
    Type type,
    Method method,
    List<Keep> keeps,
    CurrencyFrom currency,
    Optional<Words<Status>> status,
    int sleep,
    boolean isIdentified,
    Optional<Keys> keys,
    Optional<End> end,
    List<String> empty) {

  /** The number of a column that is not there. */
  public static final int ABSENT = -1;

  /** Copies the lists. */
  public Layout {
    header = List.copyOf(header);
    ignored = List.copyOf(ignored);
    keeps = List.copyOf(keeps);
    empty = List.copyOf(empty);
  }

  /** Daybook's own columns. */
  static Layout own(List<String> header, FileTerms terms) throws UnusableFileException {
    return LayoutBuilder.own(header, terms);
  }

  /** A mapping. */
  static Layout of(MappingDocument document, List<String> header, FileTerms terms)
      throws UnusableFileException {
    return LayoutBuilder.of(document, header, terms);
  }

  /** Whether these are Daybook's own columns. */
  public boolean isOwn() {
    return mapping.isEmpty();
  }

  /** Whether rows with an id count by their documents (condition R1). */
  boolean isRecorded() {
    return keys.isPresent();
  }

  /** The name of a column as in the file. */
  String name(int column) {
    return column < header.size() ? header.get(column) : "";
  }

  /** The same as it can be shown, in a spreadsheet too. */
  String shownName(int column) {
    byte[] name = name(column).getBytes(StandardCharsets.UTF_8);
    return CellText.guarded(Shown.record(name));
  }

  /**
   * When a transaction was.
   *
   * @param columns one, or several whose cells are joined by a blank
   * @param format empty for ISO 8601
   * @param zone of what is written without offset; empty for the business zone
   * @param zoneColumn the column that names the zone, or {@link #ABSENT}
   * @param zones what its words mean
   */
  record Time(
      List<Integer> columns,
      Optional<TimestampFormat> format,
      Optional<ZoneId> zone,
      int zoneColumn,
      Map<String, ZoneId> zones) {}

  /**
   * How much it was.
   *
   * @param credit the column of the amount, or of money that came in
   * @param debit the column of money that went out, or {@link #ABSENT}
   * @param signed whether a minus is money that went out
   * @param format empty for plain decimals without sign
   */
  record Money(int credit, int debit, boolean signed, Optional<AmountFormat> format) {}

  /** Which way it went. */
  sealed interface Type {
    /** Always the same. */
    record Constant(Direction direction) implements Type {}

    /** The words of a column. */
    record ByWord(Words<Direction> words) implements Type {}
  }

  /** By which method. */
  sealed interface Method {
    /** What a column says, and the name where its cell is empty. */
    record Column(int column, Map<String, String> names, Optional<String> otherwise)
        implements Method {}

    /** Always the same. */
    record Constant(String name) implements Method {}

    /** The first of several amounts that is not zero names it. */
    record FirstNotZero(List<Integer> columns, List<String> names) implements Method {}
  }

  /** A column that must have one of some words. */
  record Keep(int column, List<String> words) {}

  /** Where a currency comes from. */
  sealed interface CurrencyFrom {
    /** The deployment's. */
    record Deployments() implements CurrencyFrom {}

    /** A column. */
    record Column(int column) implements CurrencyFrom {}

    /** Always the same. */
    record Constant(String code) implements CurrencyFrom {}
  }

  /**
   * Which transaction a row is, whose and with whom.
   *
   * @param id the column of ids
   * @param user empty where nobody says it, as all of these
   */
  record Keys(int id, Optional<Key> user, Optional<Key> merchant, Optional<Key> category) {}

  /** Where one of these comes from. */
  sealed interface Key {
    /** A column. */
    record Column(int column) implements Key {}

    /** Always the same. */
    record Constant(String value) implements Key {}
  }

  /** What the words of a column mean. */
  record Words<T>(int column, Map<String, T> meanings, Optional<T> otherwise) {}

  /** A column, and the words of a row that follows the last transaction; none for an empty cell. */
  record End(int column, List<String> words) {}
}
