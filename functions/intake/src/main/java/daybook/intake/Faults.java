package daybook.intake;

import daybook.http.Problem;
import daybook.http.Problem.Fault;
import daybook.http.RefusedException;
import daybook.reading.value.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the records of one body. Not safe for threads. */
final class Faults {

  /** Most that are named: enough to see what they have in common. */
  static final int NAMED_MAX = 20;

  /** Most characters of a name that is unknown. */
  private static final int NAME_LENGTH_MAX = 64;

  private final List<Fault> named = new ArrayList<>();
  private int count;
  private int index;

  /** From now on it is about this record. */
  void begin(int record) {
    index = record;
  }

  /** A field that is not there, or whose value is not to be shown. */
  void add(String field, String expected) {
    add(field, Optional.empty(), expected);
  }

  /** A field that has another value. */
  void add(String field, Json found, String expected) {
    add(field, Optional.of(shown(found)), expected);
  }

  /** A field that no record has. */
  void addUnknown(String name, String expected) {
    add(Shown.text(name, NAME_LENGTH_MAX), Optional.empty(), expected);
  }

  private void add(String field, Optional<String> found, String expected) {
    count++;
    if (named.size() < NAMED_MAX) {
      named.add(new Fault(index, field, found, expected));
    }
  }

  private static String shown(Json found) {
    if (found instanceof Json.Text text) {
      return Shown.cell(text.value());
    }
    if (found instanceof Json.Digits digits) {
      return Shown.cell(digits.value());
    }
    if (found instanceof Json.Word word) {
      return word.value();
    }
    return found instanceof Json.Many ? "an array" : "an object";
  }

  /**
   * Refuses the request if there are any.
   *
   * @throws RefusedException 422 that names the first {@link #NAMED_MAX}
   */
  void refuseAny() throws RefusedException {
    if (count > 0) {
      String which =
          count == named.size() ? "" : ", of which the first %d are named".formatted(named.size());
      throw new RefusedException(
          Problem.badRecords(
              "%d field%s %s not as expected%s: nothing was stored"
                  .formatted(count, count == 1 ? "" : "s", count == 1 ? "is" : "are", which),
              named));
    }
  }
}
