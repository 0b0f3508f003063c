package daybook.aws.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules find wrong, a line each: place, what was expected, what was found. */
final class Findings {

  private final List<String> lines = new ArrayList<>();

  /** Notes a finding unless the condition holds. */
  void require(boolean condition, Node node, String expected) {
    if (!condition) {
      lines.add("%s: expected %s, found %s".formatted(node.place(), expected, node.value()));
    }
  }

  /** Notes a finding unless the text is this one; null where there must be none. */
  void requireText(Node node, @Nullable String expected) {
    require(expected == null ? node.isAbsent() : node.is(expected), node, "'" + expected + "'");
  }

  /** Notes a finding unless there is a whole number within the range, both ends included. */
  void requireNumber(Node node, long min, long max) {
    require(node.number() >= min && node.number() <= max, node, min + " to " + max);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
