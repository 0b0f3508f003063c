package daybook.template;

import java.util.Map;
import java.util.Objects;

/**
 * What a resource of the template is on this machine.
 *
 * @param ref what {@code !Ref} gives: a queue's URL, a bucket's name
 * @param attributes what {@code !GetAtt} gives by attribute, such as {@code Arn}
 */
public record LocalResource(String ref, Map<String, String> attributes) {

  public LocalResource {
    Objects.requireNonNull(ref);
    attributes = Map.copyOf(attributes);
  }
}
