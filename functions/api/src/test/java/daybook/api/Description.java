package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import daybook.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code openapi.yaml}, with its references followed. */
public final class Description {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  /** The gateway answers it, before anybody is asked. */
  private static final int HEAD_TOO_LARGE = 431;

  private static final List<String> EVERYWHERE = List.of("X-Content-Type-Options");

  private final JsonNode root;

  /** Reads it from the class path. */
  public Description() throws IOException {
    try (InputStream in = Description.class.getResourceAsStream("openapi.yaml")) {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      this.root = new ObjectMapper().valueToTree(yaml);
    }
  }

  /** What a JSON pointer leads to; missing where there is nothing. */
  public JsonNode at(String pointer) {
    return root.at(pointer);
  }

  /** The same, or what it refers to. */
  JsonNode followed(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** {@code GET /stats} and the like, and what is said of each. */
  public Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
      }
    }
    return operations;
  }

  /** Those of them that write transactions, which another function than the api answers. */
  public Map<String, JsonNode> writing() {
    Map<String, JsonNode> writing = operations();
    writing
        .entrySet()
        .removeIf(
            operation ->
                operation.getKey().startsWith("GET ")
                    || !operation.getValue().at("/tags/0").asText().equals("transactions"));
    return writing;
  }

  /** The names of the query parameters of an operation. */
  public Set<String> queries(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : parameters(operation)) {
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
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
  public List<String> errors(JsonNode schema, JsonNode value) {
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.set("components", root.path("components"));
    whole.putArray("allOf").add(schema);
    JsonSchema checked = SCHEMAS.getSchema(whole);
    return checked.validate(value).stream().map(Object::toString).toList();
  }

  /** The statuses of an operation that a function answers. */
  public Set<Integer> statuses(String route) {
    Set<Integer> described = new TreeSet<>();
    operations()
        .get(route)
        .path("responses")
        .fieldNames()
        .forEachRemaining(status -> described.add(Integer.valueOf(status)));
    assertThat(described.remove(HEAD_TOO_LARGE)).as(route).isTrue();
    return described;
  }

  /** Fails where an answer is not as its operation says: status, headers, type and body. */
  public void requireAsDescribed(String route, Reply reply) throws IOException {
    JsonNode response = response(operations().get(route), reply.status());
    String answer = route + " " + reply.status();
    assertThat(response.isMissingNode()).as(answer + " is described " + reply.body()).isFalse();
    requireHeaders(answer, response, reply);
    JsonNode contents = response.path("content");
    String type = reply.headers().getOrDefault("Content-Type", "").split(";", -1)[0];
    if (contents.isMissingNode()) {
      assertThat(reply.body()).as(answer).isEmpty();
      return;
    }
    assertThat(contents.has(type)).as(answer + " has a body of " + type).isTrue();
    JsonNode value =
        type.endsWith("json")
            ? new ObjectMapper().readTree(reply.body())
            : TextNode.valueOf(text(reply));
    assertThat(errors(contents.path(type).path("schema"), value))
        .as(answer + " " + reply.body())
        .isEmpty();
  }

  private void requireHeaders(String answer, JsonNode response, Reply reply) {
    Map<String, String> headers = new TreeMap<>(reply.headers());
    headers.remove("Content-Type");
    headers.keySet().removeAll(EVERYWHERE);
    for (Map.Entry<String, JsonNode> described : response.path("headers").properties()) {
      String value = headers.remove(described.getKey());
      JsonNode header = followed(described.getValue());
      if (value == null && !header.path("required").asBoolean()) {
        continue;
      }
      assertThat(value).as(answer + " has " + described.getKey()).isNotNull();
      assertThat(errors(header.path("schema"), TextNode.valueOf(value)))
          .as(answer + " " + described.getKey())
          .isEmpty();
    }
    assertThat(headers).as(answer + " has no header that is not described").isEmpty();
  }

  /** The text of an answer, however it crosses the gateway. */
  static String text(Reply reply) {
    return reply.base64()
        ? new String(Base64.getDecoder().decode(reply.body()), UTF_8)
        : reply.body();
  }

  /** Compares numbers by their value: YAML knows no trailing zeros. */
  public static String plain(JsonNode json) throws IOException {
    return new ObjectMapper().readTree(json.toString()).toString();
  }
}
