package daybook.reading.mapping;

import daybook.reading.mapping.InvalidMappingException.Problem;
import java.util.ArrayList;
import java.util.List;

/** What was found wrong in a document so far. At most some for each of its bytes. */
final class Problems {

  private final List<Problem> all = new ArrayList<>();

  /** See {@link Problem}. */
  void add(String pointer, String seen, String expected) {
    all.add(new Problem(pointer, seen, expected));
  }

  boolean none() {
    return all.isEmpty();
  }

  void throwIfAny() throws InvalidMappingException {
    if (!all.isEmpty()) {
      throw new InvalidMappingException(all);
    }
  }
}
