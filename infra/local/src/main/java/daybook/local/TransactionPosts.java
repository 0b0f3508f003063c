package daybook.local;

import static java.net.HttpURLConnection.HTTP_BAD_GATEWAY;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Posts arrays of transactions, each until it is answered: again after what says that the same
 * request may be answered otherwise, and after no answer at all, always under the same {@code
 * Idempotency-Key}, so that it counts once. Safe for several threads.
 */
final class TransactionPosts {

  /** Records of one request, as the API allows. */
  static final int RECORDS_MAX = 1_000;

  /** Bytes of one request, as the API allows. */
  static final int BYTES_MAX = 1_000_000;

  /** All tries of one request: with their pauses a minute, where the API names none. */
  static final int TRIES_MAX = 8;

  /** The pause behind the first try, where the API names none; each is twice the one before. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Longest pause, whatever the API asks for: longer than a killed request holds its key. */
  static final Duration PAUSE_MAX = Duration.ofSeconds(40);

  /** For a try that was not answered. */
  static final int NO_ANSWER = 0;

  static final int TOO_MANY = 429;

  private static final String PATH = "/transactions";
  private static final Set<Integer> PASSING =
      Set.of(
          NO_ANSWER,
          TOO_MANY,
          HTTP_INTERNAL_ERROR,
          HTTP_BAD_GATEWAY,
          HTTP_UNAVAILABLE,
          HTTP_GATEWAY_TIMEOUT);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ApiClient api;
  private final IntConsumer failures;

  /**
   * @param failures takes the status of each try that is made again or was the last, {@link
   *     #NO_ANSWER} for none; called by every thread that posts
   */
  TransactionPosts(ApiClient api, IntConsumer failures) {
    this.api = api;
    this.failures = failures;
  }

  /**
   * What a request was answered in the end.
   *
   * @param status {@link #NO_ANSWER} where it was not
   * @param body what came with it, missing where that was no JSON
   * @param why the same in words
   */
  record Answer(int status, JsonNode body, String why) {

    static Answer of(HttpResponse<String> response) {
      return new Answer(
          response.statusCode(), tree(response.body()), ApiClient.why(response.body()));
    }

    /** Whether it has a result for each record. */
    boolean hasResults() {
      return body.isArray();
    }

    /** Whether the same request may be answered otherwise later. */
    boolean mayPass() {
      // The first request under the key may still run.
      return isPassing(status) || (status == HTTP_CONFLICT && !hasResults());
    }
  }

  /**
   * Posts an array.
   *
   * @param array JSON of at most {@link #RECORDS_MAX} records and {@link #BYTES_MAX} bytes
   * @param key of this request alone, letters and digits
   */
  Answer post(String array, String key) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      Optional<Duration> asked = Optional.empty();
      Answer answer;
      try {
        HttpResponse<String> response = api.post(PATH, array, key);
        asked = response.headers().firstValue("Retry-After").flatMap(TransactionPosts::seconds);
        answer = Answer.of(response);
      } catch (IOException e) {
        String reason = e.getMessage() == null ? "nothing answers" : e.getMessage();
        answer = new Answer(NO_ANSWER, MissingNode.getInstance(), reason);
      }
      if (!answer.mayPass()) {
        return answer;
      }
      failures.accept(answer.status());
      if (tries == TRIES_MAX) {
        return answer;
      }
      Thread.sleep(shorter(asked.orElse(pause), PAUSE_MAX).toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  /** Whether an answer of this status is none for good, whatever was asked. */
  static boolean isPassing(int status) {
    return PASSING.contains(status);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Of the two forms of {@code Retry-After} the one that the API uses. */
  private static Optional<Duration> seconds(String header) {
    return Optional.of(header.strip())
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static JsonNode tree(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
