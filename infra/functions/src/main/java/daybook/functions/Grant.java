package daybook.functions;

import java.util.List;
import java.util.Objects;

/**
 * What a function may do with a bucket that its environment names.
 *
 * @param variable name of the variable whose value is the bucket
 * @param onObjects whether the actions are of the objects in it, else of the bucket itself
 * @param actions such as {@code s3:GetObject}
 */
public record Grant(String variable, boolean onObjects, List<String> actions) {

  public Grant {
    Objects.requireNonNull(variable);
    actions = List.copyOf(actions);
  }

  static Grant onBucket(String variable, String... actions) {
    return new Grant(variable, false, List.of(actions));
  }

  static Grant onObjects(String variable, String... actions) {
    return new Grant(variable, true, List.of(actions));
  }
}
