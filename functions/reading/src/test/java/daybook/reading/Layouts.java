package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.Deployment;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import java.time.LocalDate;
import java.util.List;

/** Layouts and mappings for tests. */
final class Layouts {

  /** Days of a file that is read now are up to this one. */
  static final LocalDate FILE_DAY = LocalDate.of(2030, 1, 1);

  static final FileTerms TERMS = new FileTerms(Deployment.DEFAULT, FILE_DAY, false);
  static final FileTerms PACED = new FileTerms(Deployment.DEFAULT, FILE_DAY, true);

  private Layouts() {}

  /** Our own columns, in this order. */
  static Layout own(String... names) {
    return own(List.of(names), TERMS);
  }

  /** The same by other terms. */
  static Layout own(List<String> names, FileTerms terms) {
    try {
      return Layout.own(names, terms);
    } catch (UnusableFileException e) {
      throw new AssertionError(e.refusal().toString(), e);
    }
  }

  /** A mapping. */
  static MappingDocument document(String json) {
    try {
      return MappingDocument.read(json.getBytes(UTF_8));
    } catch (InvalidMappingException e) {
      throw new AssertionError(e);
    }
  }

  /** A mapping over the names of a file's columns. */
  static Layout of(String json, String... names) {
    return of(document(json), List.of(names), TERMS);
  }

  /** The same by other terms. */
  static Layout of(MappingDocument document, List<String> names, FileTerms terms) {
    try {
      return Layout.of(document, names, terms);
    } catch (UnusableFileException e) {
      throw new AssertionError(e.refusal().toString(), e);
    }
  }
}
