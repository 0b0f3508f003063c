package daybook.reading.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a file of one layout becomes transactions: what a mapping's JSON document says, checked.
 * docs/MAPPINGS.md explains every part to whoever writes one. Columns are named as in the file;
 * names are compared as those of headers are. Words are the texts of cells without blanks around
 * them, compared without case. Immutable.
 *
 * @param name 1 to 64 lower-case letters, digits, {@code -} and {@code _}, a letter or digit first
 * @param title what people call such a file
 * @param match which files it is for
 * @param text how cells are separated and written
 * @param timestamp when
 * @param amount how much, and its sign
 * @param type which way it went
 * @param paymentMethod by which method
 * @param keep what a row must say to be looked at; any other is skipped
 * @param currency in what; empty for the deployment's
 * @param status whether it happened; empty where every row did
 * @param keys further columns of a transaction
 * @param end how the rows that follow the last transaction are known, if there may be such
 * @param optional columns of currency, status and keys that a file may lack: it is read as if their
 *     cells were empty. A file without any other column that is named here is refused
 */
public record Mapping(
    String name,
    String title,
    Match match,
    Text text,
    Timestamp timestamp,
    Amount amount,
    Type type,
    Method paymentMethod,
    List<Keep> keep,
    Optional<Source> currency,
    Optional<Words<Status>> status,
    Keys keys,
    Optional<End> end,
    List<String> optional) {

  /** Copies the lists. */
  public Mapping {
    keep = List.copyOf(keep);
    optional = List.copyOf(optional);
  }

  /** One whose columns must all be there. */
  public Mapping(
      String name,
      String title,
      Match match,
      Text text,
      Timestamp timestamp,
      Amount amount,
      Type type,
      Method paymentMethod,
      List<Keep> keep,
      Optional<Source> currency,
      Optional<Words<Status>> status,
      Keys keys,
      Optional<End> end) {
    this(
        name,
        title,
        match,
        text,
        timestamp,
        amount,
        type,
        paymentMethod,
        keep,
        currency,
        status,
        keys,
        end,
        List.of());
  }

  /**
   * Which files a mapping is for.
   *
   * @param header names that the header has all, in any order; others may be there. Empty for a
   *     mapping that is only used where somebody names it
   * @param keys key globs of which one must match as well, where there are any: {@code *} is any
   *     text within a folder, {@code **} any text, {@code ?} one character within a folder
   */
  public record Match(List<String> header, List<String> keys) {
    /** Copies the lists. */
    public Match {
      header = List.copyOf(header);
      keys = List.copyOf(keys);
    }
  }

  /**
   * How cells are separated and written.
   *
   * @param delimiter a tab, or one of ASCII's signs
   * @param quote {@code "} or {@code '}; empty where quotes mean nothing
   * @param encoding as Java's charsets are named: UTF-8, or one that is not recognised by itself
   * @param decimal the decimal mark, a point or a comma
   * @param grouping what stands between thousands: comma, point, apostrophe of either kind, or
   *     blank of any; empty where nothing may
   * @param empty texts that stand for an empty cell, such as {@code \\N}; compared with case
   */
  public record Text(
      char delimiter,
      Optional<Character> quote,
      String encoding,
      char decimal,
      Optional<Character> grouping,
      List<String> empty) {

    /** Copies the list. */
    public Text {
      empty = List.copyOf(empty);
    }

    /** One in which only nothing is an empty cell. */
    public Text(
        char delimiter,
        Optional<Character> quote,
        String encoding,
        char decimal,
        Optional<Character> grouping) {
      this(delimiter, quote, encoding, decimal, grouping, List.of());
    }
  }

  /**
   * When a transaction was.
   *
   * @param columns one, or several whose cells are joined by a blank: a date and a time
   * @param format as {@link daybook.reading.value.TimestampFormat} reads it
   * @param zone of what is written without offset; empty for the business zone
   * @param zoneColumn the column that names the zone of its row, in the place of {@code zone}
   * @param zones what the words of that column mean, where they are no names of zones themselves
   */
  public record Timestamp(
      List<String> columns,
      String format,
      Optional<String> zone,
      Optional<String> zoneColumn,
      Map<String, String> zones) {
    /** Copies the collections. */
    public Timestamp {
      columns = List.copyOf(columns);
      zones = Map.copyOf(zones);
    }
  }

  /** How much it was. */
  public sealed interface Amount {

    /** Symbols and words that may stand before or behind a number. */
    List<String> strip();

    /**
     * One column.
     *
     * @param signed whether money that went out has a minus: then the sign must agree with the
     *     type. Where it is not signed, a minus is wrong
     */
    record Column(String column, boolean signed, List<String> strip) implements Amount {
      /** Copies the list. */
      public Column {
        strip = List.copyOf(strip);
      }
    }

    /** Two columns of which one is empty or zero: money that came in, money that went out. */
    record CreditDebit(String credit, String debit, List<String> strip) implements Amount {
      /** Copies the list. */
      public CreditDebit {
        strip = List.copyOf(strip);
      }
    }
  }

  /** Which way it went. */
  public sealed interface Type {

    /** A minus, or the debit column, is a withdrawal; zero is skipped. */
    record BySign() implements Type {}

    /** The words of a column. */
    record ByWord(Words<Direction> words) implements Type {}

    /** Always the same. */
    record Constant(Direction direction) implements Type {}
  }

  /** What the word of a type means. */
  public enum Direction {
    /** Money came in. */
    DEPOSIT,
    /** Money went out. */
    WITHDRAWAL,
    /** What the sign of the amount says. */
    SIGN,
    /** The row is no transaction of its own. */
    SKIP
  }

  /** By which method. */
  public sealed interface Method {

    /**
     * What a column says.
     *
     * @param names what its words are called; a word that is not there is its own name
     * @param otherwise the name where the cell is empty; without it such a row is rejected
     */
    record Column(String column, Map<String, String> names, Optional<String> otherwise)
        implements Method {
      /** Copies the map. */
      public Column {
        names = Map.copyOf(names);
      }
    }

    /** Always the same. */
    record Constant(String name) implements Method {}

    /**
     * The first of several amounts that is neither empty nor zero names it.
     *
     * @param names column to name, in this order
     */
    record FirstNotZero(List<Map.Entry<String, String>> names) implements Method {
      /** Copies the list. */
      public FirstNotZero {
        names = List.copyOf(names);
      }
    }
  }

  /**
   * Rows are looked at only where a column has one of some words.
   *
   * @param column its name
   * @param words at least one
   */
  public record Keep(String column, List<String> words) {
    /** Copies the list. */
    public Keep {
      words = List.copyOf(words);
    }
  }

  /** Where a value comes from. */
  public sealed interface Source {
    /** A column. */
    record Column(String column) implements Source {}

    /** Always the same. */
    record Constant(String value) implements Source {}
  }

  /** What a status means. */
  public enum Status {
    /** It happened. */
    APPROVED,
    /** It may still happen. */
    PENDING,
    /** It did not happen. */
    DECLINED
  }

  /**
   * What the words of a column mean.
   *
   * @param column its name
   * @param meanings word to meaning
   * @param otherwise what any other word means; without it such a row is rejected
   */
  public record Words<T>(String column, Map<String, T> meanings, Optional<T> otherwise) {
    /** Copies the map. */
    public Words {
      meanings = Map.copyOf(meanings);
    }
  }

  /** Further columns of a transaction, each where the mapping names one. */
  public record Keys(
      Optional<Source> transactionId,
      Optional<Source> userId,
      Optional<Source> merchantId,
      Optional<Source> merchantCategory) {

    /** None of them. */
    public static final Keys NONE =
        new Keys(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A row that follows the transactions: totals, closing words. It and what is behind it of the
   * same kind is skipped, and nothing else is.
   *
   * @param column where to look; empty for the first cell
   * @param words of which one stands there; none for an empty cell
   */
  public record End(Optional<String> column, List<String> words) {
    /** Copies the list. */
    public End {
      words = List.copyOf(words);
    }
  }
}
