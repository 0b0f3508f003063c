package daybook.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stack with one value deleted or widened.
 *
 * @param path type and id of the resource, then the keys of the value, with dots; items of lists by
 *     number
 * @param change what was done
 * @param stack the stack after it
 */
record Mutation(String path, String change, Stack stack) {

  /** Every mutation of a stack: each value deleted once, each text widened in every way. */
  static List<Mutation> all(Stack stack) {
    List<Mutation> mutations = new ArrayList<>();
    stack
        .resources()
        .forEach(
            (id, resource) -> {
              String type = new Node(id, resource).get("Type").text();
              new Walk(stack, id, type.replaceAll(".*::", ""), mutations).into(List.of(), resource);
            });
    return mutations;
  }

  private record Walk(Stack stack, String id, String type, List<Mutation> mutations) {

    void into(List<Object> keys, Object value) {
      if (!keys.isEmpty() && !keys.equals(List.of("Type")) && !keys.equals(List.of("Properties"))) {
        add(keys, "deleted", null);
      }
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, inner) -> into(with(keys, key), inner));
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          into(with(keys, i), list.get(i));
        }
      } else if (!keys.equals(List.of("Type"))) {
        for (String wider : wider(keys, (String) value)) {
          add(keys, "'" + value + "' made '" + wider + "'", wider);
        }
      }
    }

    private static List<Object> with(List<Object> keys, Object key) {
      List<Object> longer = new ArrayList<>(keys);
      longer.add(key);
      return longer;
    }

    /** What a careless hand would write instead. */
    private static List<String> wider(List<Object> keys, String value) {
      if (value.equals("true") || value.equals("false")) {
        return List.of(value.equals("true") ? "false" : "true");
      }
      if (keys.contains("Action")) {
        return List.of("*", value.replaceAll(":.*", ":*") + (value.endsWith(":*") ? "*" : ""));
      }
      if (value.matches("\\d+")) {
        return List.of("99999999");
      }
      return List.of(value.equals("*") ? "anything" : "*");
    }

    private void add(List<Object> keys, String change, String value) {
      Map<String, Object> resources = new LinkedHashMap<>(stack.resources());
      resources.put(id, changed(resources.get(id), keys, value));
      StringBuilder path = new StringBuilder(type + "." + id);
      keys.forEach(key -> path.append('.').append(key));
      mutations.add(
          new Mutation(
              path.toString(), change, new Stack(stack.file(), stack.parameters(), resources)));
    }

    /** A copy with another value at the end of the keys; deleted where it is null. */
    private static Object changed(Object node, List<Object> keys, String value) {
      Object key = keys.get(0);
      List<Object> rest = keys.subList(1, keys.size());
      if (node instanceof Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        if (rest.isEmpty() && value == null) {
          copy.remove(key);
        } else {
          copy.put(key, rest.isEmpty() ? value : changed(map.get(key), rest, value));
        }
        return copy;
      }
      List<Object> copy = new ArrayList<>((List<?>) node);
      int index = (Integer) key;
      if (rest.isEmpty() && value == null) {
        copy.remove(index);
      } else {
        copy.set(index, rest.isEmpty() ? value : changed(copy.get(index), rest, value));
      }
      return copy;
    }
  }

  @Override
  public String toString() {
    return path + " " + change;
  }
}
