package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.http.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The collection that people import is what {@code openapi.yaml} says today. */
class PostmanCollectionTest {

  /** Tests run in the folder of their module. */
  private static final Path FILE = Path.of("..", "..", "docs", "daybook.postman_collection.json");

  private static final String WRITE =
      "./mvnw verify -pl functions/api -am -Dtest=PostmanCollectionTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddaybook.approve=true";

  private final Description description;

  PostmanCollectionTest() throws IOException {
    this.description = new Description();
  }

  @Test
  void fileIsWhatTheDescriptionMakes() throws IOException {
    String now = new PostmanCollection(description).text();
    if (Boolean.getBoolean("daybook.approve")) {
      Files.writeString(FILE, now);
    }

    assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
        .as("write it anew, and commit it: %s", WRITE)
        .isEqualTo(now);
  }

  /** Of its own, and not by the generator: as somebody sends the requests who has just imported. */
  @Test
  void everyRequestIsAnsweredAsItStands() throws IOException {
    ApiUnderTest api = new ApiUnderTest();
    Map<String, Integer> answered = new TreeMap<>();
    for (JsonNode folder : new ObjectMapper().readTree(Files.readString(FILE)).path("item")) {
      for (JsonNode item : folder.path("item")) {
        if (!isOfOthers(item.path("request"))) {
          Request request = request(item.path("request"));
          answered.put(request.method() + " " + request.path(), api.send(request).status());
        }
      }
    }

    assertThat(answered).hasSizeGreaterThan(5).containsEntry("POST /imports", 201);
    List<Map.Entry<String, Integer>> others = new ArrayList<>(answered.entrySet());
    others.removeIf(one -> one.getValue() == 200 || one.getValue() == 201);
    // Nobody has an import or a transaction of the example's id.
    assertThat(others)
        .allMatch(
            one -> one.getKey().matches("GET /(imports|transactions)/.*") && one.getValue() == 404);
  }

  /** Whether another function than the api answers it. */
  private boolean isOfOthers(JsonNode request) {
    String path = request.at("/url/raw").asText().replace("{{baseUrl}}", "");
    String template = path.replaceAll(":([a-z_]+)", "{$1}");
    return description.writing().containsKey(request.path("method").asText() + " " + template);
  }

  private static Request request(JsonNode request) {
    String address = request.at("/url/raw").asText().replace("{{baseUrl}}", "");
    for (JsonNode variable : request.at("/url/variable")) {
      address =
          address.replace(":" + variable.path("key").asText(), variable.path("value").asText());
    }
    Map<String, String> headers = new HashMap<>();
    for (JsonNode header : request.path("header")) {
      if (!header.path("disabled").asBoolean()) {
        headers.putIfAbsent(header.path("key").asText(), header.path("value").asText());
      }
    }
    Request asked = ApiUnderTest.request(address, headers);
    return new Request(
        request.path("method").asText(),
        asked.path(),
        asked.parameters(),
        headers,
        request.at("/body/raw").asText().getBytes(UTF_8));
  }
}
