package daybook.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rendered template.
 *
 * @param file name of the template, below the project's folder
 * @param parameters values that were given
 * @param resources by logical id
 * @param outputs by logical id
 * @param conditions whether each condition holds
 */
record Stack(
    String file,
    Map<String, String> parameters,
    Map<String, Object> resources,
    Map<String, Object> outputs,
    Map<String, Boolean> conditions) {

  /** The same with other resources. */
  Stack with(Map<String, Object> others) {
    return new Stack(file, parameters, others, outputs, conditions);
  }

  /** A resource by its logical id, absent if there is none. */
  Node resource(String id) {
    return new Node(file + ": " + id, resources.get(id));
  }

  /** Resources of a type by logical id: each with its Properties, DeletionPolicy and so on. */
  Map<String, Node> ofType(String type) {
    Map<String, Node> found = new LinkedHashMap<>();
    for (String id : resources.keySet()) {
      if (resource(id).get("Type").is(type)) {
        found.put(id, resource(id));
      }
    }
    return found;
  }

  /** The functions by logical id. */
  Map<String, Node> functions() {
    return ofType("AWS::Serverless::Function");
  }

  /** The resource that {@code ${id}} or {@code ${id.attribute}} refers to, absent if none. */
  Node referred(String reference) {
    return resource(reference.replaceAll("^\\$\\{([A-Za-z0-9]+)(\\.[A-Za-z.]+)?}.*", "$1"));
  }

  /** Every statement of every policy, whoever it hangs on. */
  List<Node> statements() {
    List<Node> found = new ArrayList<>();
    resources.keySet().forEach(id -> resource(id).collect("Effect", found));
    return found;
  }
}
