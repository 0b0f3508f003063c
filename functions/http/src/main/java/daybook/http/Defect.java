package daybook.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is logged of an exception that nobody expected: enough to find it in the source. */
final class Defect {

  /** Most exceptions of a chain of causes: ours are two long, those of a driver three. */
  static final int CAUSES_MAX = 4;

  /** Most frames of each: a log takes a thousand characters of one value, which are some ten. */
  static final int FRAMES_MAX = 10;

  private Defect() {}

  /**
   * The facts of an exception and of its causes, the outermost first: {@code cause} and, of that,
   * {@code at}; then {@code cause_2} and {@code at_2}, and so on.
   */
  static Map<String, String> facts(Throwable defect) {
    Map<String, String> facts = new LinkedHashMap<>();
    @Nullable Throwable cause = defect;
    for (int i = 1; i <= CAUSES_MAX && cause != null; i++) {
      String number = i == 1 ? "" : "_" + i;
      facts.put("cause" + number, cause.toString());
      facts.put("at" + number, frames(cause.getStackTrace()));
      cause = cause.getCause();
    }
    return facts;
  }

  private static String frames(StackTraceElement[] trace) {
    return trace.length == 0
        ? "unknown"
        : Stream.of(trace)
            .limit(FRAMES_MAX)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining("\n"));
  }
}
