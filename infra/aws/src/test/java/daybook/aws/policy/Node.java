package daybook.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a rendered template, or its absence, with its place. Navigating never fails: what is
 * not there is absent, so that a rule has one way to miss something.
 *
 * @param place path of the value, with dots
 * @param value map, list or text; null where absent
 */
record Node(String place, @Nullable Object value) {

  /** The value at the end of these keys. */
  Node get(String... keys) {
    Node node = this;
    for (String key : keys) {
      Object inner = node.value instanceof Map<?, ?> map ? map.get(key) : null;
      node = new Node(node.place + "." + key, inner);
    }
    return node;
  }

  boolean isAbsent() {
    return value == null;
  }

  /** Its text, empty where it is none. */
  String text() {
    return value instanceof String text ? text : "";
  }

  boolean is(String text) {
    return text.equals(value);
  }

  /** Its whole number, or -1. */
  long number() {
    return text().matches("\\d{1,18}") ? Long.parseLong(text()) : -1;
  }

  /** Its items; a single value counts as a list of it. */
  List<Node> items() {
    List<?> list =
        value instanceof List<?> items ? items : value == null ? List.of() : List.of(value);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      nodes.add(new Node(place + "[" + i + "]", list.get(i)));
    }
    return nodes;
  }

  /** The texts of its items. */
  List<String> texts() {
    return items().stream().map(Node::text).toList();
  }

  /** Its entries by key, none where it is no mapping. */
  Map<String, Node> entries() {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> entries.put((String) key, get((String) key)));
    }
    return entries;
  }

  /** Adds all values that have such a key, this one and those within it. */
  void collect(String key, List<Node> found) {
    if (!get(key).isAbsent()) {
      found.add(this);
    }
    entries().values().forEach(inner -> inner.collect(key, found));
    if (value instanceof List<?>) {
      items().forEach(inner -> inner.collect(key, found));
    }
  }
}
