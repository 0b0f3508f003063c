package daybook.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SAM's rule for Globals: mappings merge, lists are joined, anything else is replaced. */
final class Globals {

  private Globals() {}

  /**
   * A resource's own properties with the global ones behind them.
   *
   * @param own null where the resource says nothing
   */
  static Object merge(Map<?, ?> global, @Nullable Object own) {
    return own == null ? global : withBehind(own, global);
  }

  /**
   * A value with the global one behind it.
   *
   * @param global null where there is none
   */
  private static Object withBehind(Object own, @Nullable Object global) {
    if (global == null || Intrinsics.isCall(global) || Intrinsics.isCall(own)) {
      return own;
    }
    if (global instanceof Map<?, ?> base && own instanceof Map<?, ?> added) {
      Map<Object, Object> merged = new LinkedHashMap<>(base);
      added.forEach((key, value) -> merged.put(key, withBehind(value, base.get(key))));
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
