package daybook.reading.mapping;

import java.util.List;
import java.util.stream.Collectors;

/** A document that is no mapping, with everything that is wrong in it. */
public final class InvalidMappingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Most problems in a message: a screen. {@link #problems()} has all. */
  public static final int MESSAGE_PROBLEMS_MAX = 20;

  /**
   * One thing that is wrong.
   *
   * @param pointer where, as a JSON Pointer (RFC 6901); empty for the whole document
   * @param seen what is there
   * @param expected what may be there
   */
  public record Problem(String pointer, String seen, String expected) {
    @Override
    public String toString() {
      return (pointer.isEmpty() ? "document" : Json.visible(pointer))
          + ": found "
          + seen
          + ", expected "
          + expected;
    }
  }

  private final transient List<Problem> problems;

  InvalidMappingException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(List<Problem> problems) {
    String first =
        problems.stream()
            .limit(MESSAGE_PROBLEMS_MAX)
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining());
    int more = problems.size() - MESSAGE_PROBLEMS_MAX;
    return "invalid mapping:" + first + (more > 0 ? "\n  and " + more + " more" : "");
  }

  /** All of them, at least one, in the order of the document as far as it has one. */
  public List<Problem> problems() {
    return problems;
  }
}
