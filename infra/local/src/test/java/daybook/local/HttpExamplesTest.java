package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests of README.md, asked of a run that has imported the files of README.md: each is
 * answered, and as it stands there where it stands there.
 */
class HttpExamplesTest {

  /** Where README.md has the API. */
  private static final String HOST = "http://localhost:3000";

  private static final Pattern CURL = Pattern.compile("(?m)^(\\$ )?curl \"([^\"]+)\"\\n(.*)");
  private static final Pattern ROUTE = Pattern.compile("`([A-Z]+) (/[^`]*)`");

  /** A request in the text, and its answer in a block of its own. */
  private static final Pattern ANSWERED =
      Pattern.compile("(?m)^`GET (/[^`]+)`[^\\n]*\\n\\n```json\\n(.*?)```", Pattern.DOTALL);

  /** A parameter that may be added to a request for totals. */
  private static final Pattern PARAMETER = Pattern.compile("`(&[a-z_]+=[A-Za-z]+)`");

  /** The beginning of an answer. */
  private static final Pattern BEGUN = Pattern.compile("`(\\{\"data\"[^`…]*)…`");

  private static final Pattern DESCRIBED = Pattern.compile("(?m)^  (/[^:]*):$");
  private static final String DAYS = "from_date=2026-01-01&to_date=2026-01-01";

  /** Amounts as they are written: no example is right by the value of a double. */
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TempDir static Path folder;

  private static LocalPipeline pipeline;
  private static String document;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void importWhatTheReadmeImports() throws Exception {
    Path home = LocalPipeline.home();
    document = Files.readString(home.resolve("README.md"));
    pipeline = LocalPipeline.start(folder.resolve("state"), Map.of());
    for (String file : List.of("data/transactions_1_month.csv", "data/presets/stripe.csv")) {
      assertThat(document).contains(file);
      Path path = home.resolve(file);
      pipeline.awaitEnd(pipeline.upload(path, path.getFileName().toString()));
    }
  }

  @AfterAll
  static void end() throws IOException {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  private static HttpResponse<String> get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(pipeline.api().resolve(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everyLineOfCurlIsAnsweredAndAsItsNextLineSays() throws Exception {
    int shown = 0;
    List<MatchResult> lines = CURL.matcher(document).results().toList();
    for (MatchResult line : lines) {
      assertThat(line.group(2)).startsWith(HOST);
      HttpResponse<String> answer = get(line.group(2).substring(HOST.length()));
      assertThat(answer.statusCode()).as(line.group()).isEqualTo(200);
      assertThat(EXACT.readTree(answer.body()).path("data")).as(line.group()).isNotEmpty();
      if (line.group(1) != null) {
        assertThat(answer.body()).isEqualTo(line.group(3));
        shown++;
      }
    }
    assertThat(lines).hasSizeGreaterThan(1);
    assertThat(shown).isPositive();
    // No other way of writing one escapes this test.
    assertThat(document.split("\\bcurl ", -1)).hasSize(lines.size() + 1);
  }

  @Test
  void answersInBlocksOfTheirOwnAreWhatIsAnswered() throws Exception {
    List<MatchResult> examples = ANSWERED.matcher(document).results().toList();
    for (MatchResult example : examples) {
      String answer = get(example.group(1)).body();

      assertThat(answer).isEqualTo(EXACT.readTree(example.group(2)).toString());
    }
    assertThat(examples).isNotEmpty();
    assertThat(document.split("```json", -1)).hasSize(examples.size() + 1);
  }

  @Test
  void answersOfWhichOnlyTheBeginningIsShownBeginSo() throws Exception {
    List<MatchResult> examples = BEGUN.matcher(document).results().toList();
    for (MatchResult example : examples) {
      String begin = example.group(1).replace(" ", "");

      assertThat(get("/hours?" + DAYS).body()).startsWith(begin);
    }
    assertThat(examples).isNotEmpty();
  }

  @Test
  void everyParameterIsTaken() throws Exception {
    List<MatchResult> parameters = PARAMETER.matcher(document).results().toList();
    for (MatchResult parameter : parameters) {
      assertThat(get("/stats?" + DAYS + parameter.group(1)).statusCode())
          .as(parameter.group(1))
          .isEqualTo(200);
    }
    assertThat(parameters).hasSizeGreaterThan(4);
    assertThat(document).contains("`Accept: text/csv`");
    assertThat(get("/stats?" + DAYS, "Accept", "text/csv").body())
        .startsWith("period,type,payment_method,currency,amount\r\n2026-01-01,deposit,apple_pay,");
  }

  @Test
  void tableOfRoutesHasThoseThatAreDescribed() throws Exception {
    String table = document.substring(document.indexOf("| route |"));
    Set<String> listed = new TreeSet<>();
    ROUTE
        .matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .forEach(route -> listed.add(route.group(2)));
    Set<String> described = new TreeSet<>();
    DESCRIBED
        .matcher(get("/openapi.yaml").body().split("(?m)^components:", 2)[0])
        .results()
        .forEach(path -> described.add(path.group(1)));
    // Files of pages, which name them.
    described.removeIf(path -> path.startsWith("/assets/"));

    assertThat(listed).isEqualTo(described);
  }
}
