package daybook.core.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is settled about an import before its first row and never changes: they stand in its record
 * from begin on, and go with it into checkpoints and ledger.
 *
 * @param mapping by which its rows are read, or empty for Daybook's own columns
 * @param ignored names of columns that nobody reads, as in the file, in its order; at most {@link
 *     #IGNORED_MAX}, then {@code …}; unmodifiable
 * @param sameContentAs key of an earlier import of the same content, if there is one
 * @param refused why no row of it is read, if that is so: whoever comes to it later must not find
 *     something that can be read after all
 * @param recorded whether rows with an id count by their documents (condition R1), as every line of
 *     a journal does
 */
public record ImportTerms(
    Optional<MappingRef> mapping,
    List<String> ignored,
    Optional<String> sameContentAs,
    Optional<Refused> refused,
    boolean recorded) {

  /**
   * Why a file is refused whole. Text form: the reason, a blank, the detail.
   *
   * @param reason a word for ledgers and metrics
   * @param detail the same in sentences for people
   */
  public record Refused(String reason, String detail) {

    /** Reads the text form. */
    public static Refused parse(String text) {
      int blank = text.indexOf(' ');
      return blank < 0
          ? new Refused(text, "")
          : new Refused(text.substring(0, blank), text.substring(blank + 1));
    }

    @Override
    public String toString() {
      return reason + " " + detail;
    }
  }

  /** Most names of ignored columns, and most characters of each. */
  public static final int IGNORED_MAX = 20;

  /** Own columns, and nothing to say. */
  public static final ImportTerms NONE =
      new ImportTerms(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false);

  /** From this form on a record may have terms: whoever reads on must keep to them. */
  private static final int FORM = 2;

  /** From this form on rows may count by documents, which nobody before knows of. */
  private static final int RECORDED_FORM = 3;

  private static final int NAME_CHARACTERS_MAX = 40;
  private static final String MORE = "…";

  /** Cuts what is too long: it is for people. */
  public ImportTerms {
    ignored =
        ignored.stream()
            .limit(IGNORED_MAX + 1L)
            .map(name -> cut(name, NAME_CHARACTERS_MAX))
            .toList();
    if (ignored.size() > IGNORED_MAX) {
      ignored = Stream.concat(ignored.stream().limit(IGNORED_MAX), Stream.of(MORE)).toList();
    }
  }

  /** Of a file that is read, whose ids mean nothing. */
  public ImportTerms(
      Optional<MappingRef> mapping, List<String> ignored, Optional<String> sameContentAs) {
    this(mapping, ignored, sameContentAs, Optional.empty(), false);
  }

  /** Of a file that is refused. */
  public static ImportTerms refused(String reason, String detail) {
    return new ImportTerms(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(new Refused(reason, detail)),
        false);
  }

  /** The same with another import of the same content. */
  public ImportTerms with(Optional<String> sameContent) {
    return new ImportTerms(mapping, ignored, sameContent, refused, recorded);
  }

  /** The same whose rows with an id count by their documents, or do not. */
  public ImportTerms recorded(boolean byDocuments) {
    return new ImportTerms(mapping, ignored, sameContentAs, refused, byDocuments);
  }

  /** Whether every row is read alike by other ones, or none is by either. */
  public boolean isReadAlike(ImportTerms other) {
    return mapping.equals(other.mapping)
        && refused.equals(other.refused)
        && recorded == other.recorded;
  }

  /** The form of a Redis that holds them; the first where there is nothing to say. */
  public int form() {
    if (recorded) {
      return RECORDED_FORM;
    }
    return equals(NONE) ? Form.FIRST : FORM;
  }

  private static String cut(String name, int most) {
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + MORE;
  }
}
