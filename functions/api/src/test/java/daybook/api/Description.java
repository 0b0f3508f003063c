package daybook.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code openapi.yaml}, with its references followed. */
final class Description {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonNode root;

  Description() throws IOException {
    try (InputStream in = Description.class.getResourceAsStream("openapi.yaml")) {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      this.root = new ObjectMapper().valueToTree(yaml);
    }
  }

  /** What a JSON pointer leads to; missing where there is nothing. */
  JsonNode at(String pointer) {
    return root.at(pointer);
  }

  /** The same, or what it refers to. */
  JsonNode followed(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** {@code GET /stats} and the like, and what is said of each. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
      }
    }
    return operations;
  }

  /** The parameters of an operation. */
  List<JsonNode> parameters(JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    operation.path("parameters").forEach(parameter -> parameters.add(followed(parameter)));
    return parameters;
  }

  /** What is said of a status of an operation; missing where nothing is. */
  JsonNode response(JsonNode operation, int status) {
    return followed(operation.path("responses").path(Integer.toString(status)));
  }

  /** What is wrong with a value by a schema, which may refer to others. */
  List<String> errors(JsonNode schema, JsonNode value) {
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.set("components", root.path("components"));
    whole.putArray("allOf").add(schema);
    JsonSchema checked = SCHEMAS.getSchema(whole);
    return checked.validate(value).stream().map(Object::toString).toList();
  }
}
