package daybook.api;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/**
 * {@code openapi.yaml} as a collection of Postman's, form 2.1: a folder for each tag, in it a
 * request for each operation. Values are those of the examples; what need not be given is there,
 * and switched off.
 */
final class PostmanCollection {

  private static final String SCHEMA =
      "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

  /** What people must know of signing in, which the description leaves to the deployment. */
  private static final String SIGNING_IN =
      """

      Set `baseUrl` to the address of the API, the output `StatsUrl` without what is behind its host. Signing in is a matter of the deployment, and set once, in the collection's Authorization: with `ApiAuth=JWT` Bearer Token, `{{token}}`; with `ApiAuth=AWS_IAM` AWS Signature, service `execute-api` and the stack's region; none with `ApiAuth=NONE` and of a local run.""";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Description description;

  PostmanCollection(Description description) {
    this.description = description;
  }

  /** The whole document. */
  String text() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode info = root.putObject("info");
    info.put("name", description.at("/info/title").asText());
    info.put("description", description.at("/info/description").asText() + SIGNING_IN);
    info.put("schema", SCHEMA);
    root.putObject("auth").put("type", "noauth");
    ArrayNode variables = root.putArray("variable");
    variables.addObject().put("key", "baseUrl").put("value", "http://localhost:3000");
    variables.addObject().put("key", "token").put("value", "");
    ArrayNode folders = root.putArray("item");
    for (JsonNode tag : description.at("/tags")) {
      ObjectNode folder = folders.addObject();
      folder.put("name", tag.path("name").asText());
      folder.put("description", tag.path("description").asText());
      ArrayNode requests = folder.putArray("item");
      for (Map.Entry<String, JsonNode> operation : description.operations().entrySet()) {
        if (operation.getValue().at("/tags/0").equals(tag.path("name"))
            && isAskedByHand(operation.getValue())) {
          addRequest(requests, operation.getKey(), operation.getValue());
        }
      }
    }
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
    printer.indentArraysWith(indent);
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  /** Whether everything that must be given has an example; files of pages have none. */
  private boolean isAskedByHand(JsonNode operation) {
    return description.parameters(operation).stream()
        .noneMatch(
            parameter -> parameter.path("required").asBoolean() && example(parameter).isEmpty());
  }

  private void addRequest(ArrayNode requests, String route, JsonNode operation) {
    ObjectNode item = requests.addObject();
    item.put("name", operation.path("summary").asText());
    ObjectNode request = item.putObject("request");
    request.put("method", route.substring(0, route.indexOf(' ')));
    request.put("description", operation.path("description").asText());
    if (operation.has("security")) {
      request.putObject("auth").put("type", "noauth");
    }
    ArrayNode headers = request.putArray("header");
    putUrl(request, route.substring(route.indexOf(' ') + 1), operation, headers);
    JsonNode contents = operation.at("/responses/200/content");
    if (contents.size() > 1) {
      contents
          .fieldNames()
          .forEachRemaining(
              type ->
                  headers
                      .addObject()
                      .put("key", "Accept")
                      .put("value", type)
                      .put("disabled", true));
    }
    // Where a body may be of several types, the first one is the usual.
    for (Map.Entry<String, JsonNode> content :
        operation.at("/requestBody/content").properties().stream().limit(1).toList()) {
      headers.addObject().put("key", "Content-Type").put("value", content.getKey());
      JsonNode example = content.getValue().path("examples").elements().next();
      ObjectNode body = request.putObject("body").put("mode", "raw");
      body.put("raw", example.path("value").toPrettyString());
      body.putObject("options").putObject("raw").put("language", "json");
    }
    item.putArray("response");
  }

  private void putUrl(ObjectNode request, String path, JsonNode operation, ArrayNode headers) {
    ObjectNode url = request.putObject("url");
    String template = path.replaceAll("\\{([a-z_]+)}", ":$1");
    url.put("raw", "{{baseUrl}}" + template);
    url.putArray("host").add("{{baseUrl}}");
    ArrayNode segments = url.putArray("path");
    for (String segment : template.substring(1).split("/", -1)) {
      segments.add(segment);
    }
    ArrayNode query = url.putArray("query");
    ArrayNode variables = url.putArray("variable");
    for (JsonNode parameter : description.parameters(operation)) {
      switch (parameter.path("in").asText()) {
        case "query" -> putParameter(query, parameter);
        case "path" -> putParameter(variables, parameter);
        default -> putParameter(headers, parameter);
      }
    }
    StringBuilder raw = new StringBuilder(url.path("raw").asText());
    for (JsonNode given : query) {
      if (!given.path("disabled").asBoolean()) {
        raw.append(raw.indexOf("?") < 0 ? '?' : '&');
        raw.append(given.path("key").asText()).append('=').append(given.path("value").asText());
      }
    }
    url.put("raw", raw.toString());
  }

  private static void putParameter(ArrayNode list, JsonNode parameter) {
    ObjectNode put = list.addObject().put("key", parameter.path("name").asText());
    put.put("value", example(parameter));
    put.put("description", parameter.path("description").asText());
    if (!parameter.path("required").asBoolean()) {
      put.put("disabled", true);
    }
  }

  /** Its example, else what it is where nobody says it, else the first that it may be. */
  private static String example(JsonNode parameter) {
    JsonNode example = parameter.path("example");
    for (String further : new String[] {"/schema/default", "/schema/enum/0"}) {
      example = example.isMissingNode() ? parameter.at(further) : example;
    }
    return example.isArray() ? example.path(0).asText() : example.asText("");
  }
}
