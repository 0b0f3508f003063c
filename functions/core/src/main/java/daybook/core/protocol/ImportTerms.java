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
 */
public record ImportTerms(
    Optional<MappingRef> mapping, List<String> ignored, Optional<String> sameContentAs) {

  /** Most names of ignored columns, and most characters of each. */
  public static final int IGNORED_MAX = 20;

  /** Own columns, and nothing to say. */
  public static final ImportTerms NONE =
      new ImportTerms(Optional.empty(), List.of(), Optional.empty());

  /** From this form on a record may have terms: whoever reads on must keep to them. */
  private static final int FORM = 2;

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

  /** The same with another import of the same content. */
  public ImportTerms with(Optional<String> sameContent) {
    return new ImportTerms(mapping, ignored, sameContent);
  }

  /** The form of a Redis that holds them; the first where there is nothing to say. */
  public int form() {
    return equals(NONE) ? Form.FIRST : FORM;
  }

  private static String cut(String name, int most) {
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + MORE;
  }
}
