package daybook.aws.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resources of one rendered template.
 *
 * @param file name of the template
 * @param parameters values that were given
 * @param resources by logical id
 */
record Stack(String file, Map<String, String> parameters, Map<String, Object> resources) {

  /** Resources of a type by logical id: each with its Properties, DeletionPolicy and so on. */
  Map<String, Node> ofType(String type) {
    Map<String, Node> found = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          Node node = new Node(file + ": " + id, resource);
          if (node.get("Type").is(type)) {
            found.put(id, node);
          }
        });
    return found;
  }

  /** The resource that {@code ${id}} or {@code ${id.attribute}} refers to, absent if none. */
  Node referred(String reference) {
    String id = reference.replaceAll("^\\$\\{([A-Za-z0-9]+)(\\.[A-Za-z.]+)?}.*", "$1");
    return new Node(file + ": " + id, resources.get(id));
  }
}
