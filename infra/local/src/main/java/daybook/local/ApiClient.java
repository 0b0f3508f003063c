package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks the API of a running Daybook as any user of it would. */
final class ApiClient {

  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The API ends a request after 30 s at the latest. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);

  private static final int OK = 200;

  private final URI api;

  /** What it means that nothing answers, and what to do. */
  private final String whenDead;

  /** The API is on this machine, of which no proxy knows. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Asks this API, such as {@code http://localhost:3000}. */
  ApiClient(URI api) {
    this(api, "nothing answers there");
  }

  private ApiClient(URI api, String whenDead) {
    this.api = api;
    this.whenDead = whenDead;
  }

  /**
   * The API of the run of a state folder.
   *
   * @throws FailureException if there is none
   */
  static ApiClient ofRun(Path state, Commands commands) throws FailureException {
    URI api =
        URI.create(
            RunEnv.required(RunEnv.read(StateDirectory.runEnv(state), commands), "DAYBOOK_API"));
    return new ApiClient(api, "the run was killed; start it again with " + commands.run());
  }

  /** A word as it has to be in a query. */
  static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }

  /** The whole address of a resource. */
  URI address(String pathAndQuery) {
    return api.resolve(pathAndQuery);
  }

  /**
   * Reads a resource.
   *
   * @throws FailureException if it does not answer 200
   */
  String get(String pathAndQuery, String accept) throws FailureException, InterruptedException {
    return body(pathAndQuery, send(pathAndQuery, accept));
  }

  private String body(String pathAndQuery, HttpResponse<String> answer) throws FailureException {
    if (answer.statusCode() != OK) {
      throw new FailureException(
          "GET %s answered %d: %s"
              .formatted(address(pathAndQuery), answer.statusCode(), why(answer.body())));
    }
    return answer.body();
  }

  /**
   * Asks whether anybody answers, whatever it is.
   *
   * @throws FailureException if nobody does
   */
  void requireAnswer() throws FailureException, InterruptedException {
    send("/health", JSON);
  }

  /**
   * Posts JSON, once.
   *
   * @param key the {@code Idempotency-Key}, of letters and digits; empty for none
   * @return the answer, whatever its status
   * @throws IOException if there is none; whether the request was done is not known then
   */
  HttpResponse<String> post(String path, String json, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path))
            .header("Accept", JSON)
            .header("Content-Type", JSON)
            .timeout(ANSWER_LIMIT)
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", '"' + key + '"');
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Puts bytes to an address that the API has given, once.
   *
   * @return the status of the answer
   * @throws IOException if there is none
   */
  int put(URI address, Map<String, String> headers, byte[] bytes)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_LIMIT)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpResponse<String> send(String pathAndQuery, String accept)
      throws FailureException, InterruptedException {
    URI address = address(pathAndQuery);
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", accept).timeout(ANSWER_LIMIT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new FailureException("GET %s failed: %s".formatted(address, whenDead), e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "nothing answers" : e.getMessage();
      throw new FailureException("GET %s failed: %s".formatted(address, reason), e);
    }
  }

  /** The same as a tree. */
  JsonNode json(String pathAndQuery) throws FailureException, InterruptedException {
    return tree(pathAndQuery, get(pathAndQuery, JSON));
  }

  /** The same; empty where it is only for who signs in, as nobody does here. */
  Optional<JsonNode> jsonIfOpen(String pathAndQuery) throws FailureException, InterruptedException {
    HttpResponse<String> answer = send(pathAndQuery, JSON);
    int status = answer.statusCode();
    return status == HttpURLConnection.HTTP_UNAUTHORIZED
            || status == HttpURLConnection.HTTP_FORBIDDEN
        ? Optional.empty()
        : Optional.of(tree(pathAndQuery, body(pathAndQuery, answer)));
  }

  private JsonNode tree(String pathAndQuery, String body) throws FailureException {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new FailureException("GET %s answered no JSON".formatted(address(pathAndQuery)), e);
    }
  }

  /** A tree as people read it. */
  static String pretty(JsonNode tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** What a problem says, where it is one. */
  static String why(String body) {
    try {
      JsonNode detail = MAPPER.readTree(body).path("detail");
      return detail.isTextual() ? detail.textValue() : body;
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
