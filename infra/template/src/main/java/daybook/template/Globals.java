package daybook.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SAM's rule for Globals: mappings merge, lists are joined, anything else is replaced. */
final class Globals {

  private Globals() {}

  /**
   * A resource's own value with the global one behind it.
   *
   * @param own null where the resource says nothing
   */
  static Object merge(Object global, Object own) {
    if (own == null) {
      return global;
    }
    if (Intrinsics.isCall(global) || Intrinsics.isCall(own)) {
      return own;
    }
    if (global instanceof Map<?, ?> base && own instanceof Map<?, ?> added) {
      Map<Object, Object> merged = new LinkedHashMap<>(base);
      added.forEach((key, value) -> merged.put(key, merge(base.get(key), value)));
      return merged;
    }
    if (global instanceof List<?> base && own instanceof List<?> added) {
      List<Object> joined = new ArrayList<>(base);
      joined.addAll(added);
      return joined;
    }
    return own;
  }
}
