package daybook.functions;

import java.util.List;
import java.util.Objects;

/**
 * What a function may do with a bucket, or with a key, that its environment names.
 *
 * @param variable name of the variable whose value is the bucket or the key
 * @param objects which objects in it, such as {@code /*}; empty for the bucket or the key itself
 * @param actions such as {@code s3:GetObject}
 */
public record Grant(String variable, String objects, List<String> actions) {

  public Grant {
    Objects.requireNonNull(variable);
    actions = List.copyOf(actions);
  }

  static Grant onBucket(String variable, String... actions) {
    return new Grant(variable, "", List.of(actions));
  }

  static Grant onObjects(String variable, String... actions) {
    return new Grant(variable, "/*", List.of(actions));
  }

  /** On a key of KMS, for the function's own database only. */
  static Grant onKey(String variable, String... actions) {
    return new Grant(variable, "", List.of(actions));
  }

  /** On the objects below a folder, such as {@code Uploads/}. */
  static Grant onFolder(String variable, String folder, String... actions) {
    return new Grant(variable, "/" + folder + "*", List.of(actions));
  }
}
