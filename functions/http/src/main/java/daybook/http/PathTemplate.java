package daybook.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A path whose segments may be variables, such as {@code /imports/{id}}. A variable stands for one
 * segment that is not empty, as it was sent.
 */
final class PathTemplate {

  private final String text;
  private final List<String> segments;

  PathTemplate(String text) {
    this.text = text;
    this.segments = segments(text);
  }

  /** How many segments are variables: of two that fit, the one with fewer is meant. */
  long variables() {
    return segments.stream().filter(PathTemplate::isVariable).count();
  }

  /** Values of the variables of a path; empty where it is another path. */
  Optional<Map<String, String>> match(String path) {
    List<String> given = segments(path);
    if (given.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < given.size(); i++) {
      String segment = segments.get(i);
      if (isVariable(segment) && !given.get(i).isEmpty()) {
        values.put(segment.substring(1, segment.length() - 1), given.get(i));
      } else if (!segment.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }

  @Override
  public String toString() {
    return text;
  }
}
