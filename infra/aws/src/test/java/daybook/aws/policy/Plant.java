package daybook.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack with one value deleted or changed, as by a careless hand.
 *
 * @param rule the rule that must find it
 * @param deployment which deployment it is done to
 * @param file which of its stacks
 * @param path id of the resource and the keys of the value, with dots; items of lists by number
 * @param value what is written instead; null where the value is deleted
 */
record Plant(Rule rule, String deployment, String file, String path, @Nullable String value) {

  /** The stack before. */
  Stack sound() {
    return Deployments.all().get(deployment).get(file);
  }

  /** The stack after. */
  Stack planted() {
    List<String> keys = List.of(path.split("\\."));
    Map<String, Object> resources = new LinkedHashMap<>(sound().resources());
    Object resource = resources.get(keys.get(0));
    resources.put(keys.get(0), changed(resource, keys.subList(1, keys.size()), value));
    return sound().with(resources);
  }

  /**
   * A copy with another value at the end of the keys, deleted where it is null.
   *
   * @throws IllegalArgumentException if there is no such value, but for a new key of a mapping
   */
  static Object changed(@Nullable Object node, List<String> keys, @Nullable String value) {
    String key = keys.get(0);
    List<String> rest = keys.subList(1, keys.size());
    if (node instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      int index = Integer.parseInt(key);
      if (rest.isEmpty() && value == null) {
        copy.remove(index);
      } else {
        copy.set(index, rest.isEmpty() ? value : changed(copy.get(index), rest, value));
      }
      return copy;
    }
    if (!(node instanceof Map<?, ?> map) || (!map.containsKey(key) && value == null)) {
      throw new IllegalArgumentException("nothing at " + keys);
    }
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    if (rest.isEmpty() && value == null) {
      copy.remove(key);
    } else {
      copy.put(key, rest.isEmpty() ? value : changed(map.get(key), rest, value));
    }
    return copy;
  }

  @Override
  public String toString() {
    String change = value == null ? " deleted" : " made '" + value + "'";
    return rule + ": " + path + change;
  }
}
