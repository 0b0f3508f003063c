package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.api.ApiHandler;
import daybook.core.port.Uploads;
import daybook.s3.S3Uploads;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Pages of other origins may ask all that {@code openapi.yaml} describes, and read of the answers
 * all that scripts have a use for; and nothing else.
 */
class CorsTest {

  /** What scripts may read of any answer, by the Fetch standard. */
  private static final Set<String> ALWAYS_READ =
      Set.of("cache-control", "content-language", "content-type", "expires", "last-modified");

  /** What says something to caches, or to the browser that shows a page, and to no script. */
  private static final Set<String> OF_BROWSERS =
      Set.of("content-security-policy", "referrer-policy", "vary");

  /** What AWS Signature Version 4 sends, besides {@code Authorization}. */
  private static final Set<String> OF_SIGNATURES =
      Set.of("x-amz-content-sha256", "x-amz-date", "x-amz-security-token");

  /** A page of another origin. */
  private static final String ORIGIN = "https://app.example.com";

  private static JsonNode description;

  /** One that names an origin. */
  private final Stack stack = Deployments.all().get("private").get(Deployments.TEMPLATE);

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = ApiHandler.class.getResourceAsStream("openapi.yaml")) {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      description = new ObjectMapper().valueToTree(yaml);
    }
  }

  private Node gateway(String list) {
    return gateway(stack, list);
  }

  private static Node gateway(Stack stack, String list) {
    return stack.resource("HttpApi").get("Properties", "CorsConfiguration", list);
  }

  private static List<Map.Entry<String, JsonNode>> operations() {
    List<Map.Entry<String, JsonNode>> operations = new ArrayList<>();
    description.path("paths").forEach(path -> operations.addAll(path.properties()));
    return operations;
  }

  private static JsonNode followed(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : description.at(reference.substring(1));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Test
  void methodsAreThoseOfTheRoutes() {
    Set<String> methods = new TreeSet<>();
    for (Map.Entry<String, JsonNode> operation : operations()) {
      methods.add(operation.getKey().toUpperCase(Locale.ROOT));
    }
    assertThat(methods).contains("GET");
    methods.add("HEAD");

    assertThat(gateway("AllowMethods").texts()).containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void requestHeadersAreThoseOfTheDescriptionAndOfSigningIn() {
    Set<String> headers = new TreeSet<>();
    for (Map.Entry<String, JsonNode> operation : operations()) {
      for (JsonNode reference : operation.getValue().path("parameters")) {
        JsonNode parameter = followed(reference);
        if (parameter.path("in").asText().equals("header")) {
          headers.add(lower(parameter.path("name").asText()));
        }
      }
      if (operation.getValue().has("requestBody")) {
        headers.add("content-type");
      }
    }
    JsonNode schemes = description.at("/components/securitySchemes");
    assertThat(schemes.findValuesAsText("scheme")).containsExactly("bearer");
    assertThat(schemes.at("/signature/name").asText()).isEqualTo("Authorization");
    headers.add("authorization");
    headers.addAll(OF_SIGNATURES);

    assertThat(gateway("AllowHeaders").texts()).containsExactlyInAnyOrderElementsOf(headers);
  }

  @Test
  void headersOfAnswersAreThoseThatScriptsHaveAUseFor() {
    Set<String> headers = new TreeSet<>();
    for (Map.Entry<String, JsonNode> operation : operations()) {
      for (JsonNode response : operation.getValue().path("responses")) {
        followed(response)
            .path("headers")
            .fieldNames()
            .forEachRemaining(h -> headers.add(lower(h)));
      }
    }
    assertThat(headers).containsAll(OF_BROWSERS);
    headers.removeAll(OF_BROWSERS);
    headers.removeAll(ALWAYS_READ);

    assertThat(gateway("ExposeHeaders").texts()).containsExactlyInAnyOrderElementsOf(headers);
  }

  private static List<Node> rules(Stack stack, String bucket) {
    return stack.resource(bucket).get("Properties", "CorsConfiguration", "CorsRules").items();
  }

  private static List<String> origins(Stack stack, String bucket) {
    return rules(stack, bucket).stream()
        .flatMap(rule -> rule.get("AllowedOrigins").texts().stream())
        .toList();
  }

  @Test
  void pagesMaySendWhatAnUploadIsSignedFor() {
    Set<String> signed = new TreeSet<>();
    try (S3Presigner presigner =
        S3Presigner.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build()) {
      new S3Uploads(presigner, "imports")
          .address(new Uploads.Upload("a.csv", 1, "text/csv", Optional.of("stripe")))
          .headers()
          .keySet()
          .forEach(name -> signed.add(lower(name)));
    }

    assertThat(rules(stack, "ImportBucket")).hasSize(2);
    for (Node rule : rules(stack, "ImportBucket")) {
      assertThat(rule.get("AllowedMethods").texts()).containsExactly("PUT");
      assertThat(rule.get("AllowedHeaders").texts()).containsExactlyInAnyOrderElementsOf(signed);
    }
    assertThat(origins(stack, "ImportBucket")).containsExactly("${HttpApi.ApiEndpoint}", ORIGIN);
  }

  /** Any page may that has the address: led there over two origins, it says null for its own. */
  @Test
  void pagesMayFollowTheRedirectToALongRejectsFile() {
    assertThat(description.at("/paths/~1imports~1{id}~1rejects/get/responses").has("303")).isTrue();
    assertThat(rules(stack, "RejectsBucket")).hasSize(1);
    Node rule = rules(stack, "RejectsBucket").get(0);
    assertThat(rule.get("AllowedMethods").texts()).containsExactly("GET");
    assertThat(rule.get("AllowedHeaders").isAbsent()).isTrue();
    assertThat(origins(stack, "RejectsBucket")).containsExactly("*");
  }

  @Test
  void whereNoOtherOriginIsNamedOnlyTheApisOwnPageMayUpload() {
    Stack smallest = Deployments.all().get("smallest").get(Deployments.TEMPLATE);

    assertThat(gateway(smallest, "AllowMethods").isAbsent()).isTrue();
    assertThat(origins(smallest, "ImportBucket")).containsExactly("${HttpApi.ApiEndpoint}");
  }
}
