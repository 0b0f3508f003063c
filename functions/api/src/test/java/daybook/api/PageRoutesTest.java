package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.http.Reply;
import daybook.http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as they are served: their files, headers, and what they are told of the deployment. */
class PageRoutesTest {

  static final Pattern ASSETS = Pattern.compile("assets/[0-9a-f]{16}");

  private static final Pattern ADDRESS = Pattern.compile(" (?:src|href)=\"(assets/[^\"]+)\"");
  private static final Pattern CONFIG =
      Pattern.compile("<meta name=\"daybook-config\" content=\"([^\"]*)\">");

  private static final PageSettings.SignIn SIGN_IN =
      new PageSettings.SignIn(
          URI.create("https://issuer.example/authorize?x=1&y=2"),
          URI.create("https://tokens.example:8443/oauth2/token"),
          "client-\"><script>alert(1)</script>&amp;'",
          "openid daybook/read",
          "");

  private final ApiUnderTest api = new ApiUnderTest();

  private static ApiUnderTest of(String auth, PageSettings.SignIn signIn) {
    return new ApiUnderTest(
        new PageConfig(
            new PageSettings(auth, "eu-central-1", Optional.ofNullable(signIn)),
            false,
            "Europe/Berlin",
            List.of("https://in.s3.example", "https://out.s3.example")));
  }

  private static String policy(Reply reply) {
    return reply.headers().getOrDefault("Content-Security-Policy", "");
  }

  private static JsonNode config(Reply page) throws IOException {
    List<String> found =
        CONFIG.matcher(page.body()).results().map(config -> config.group(1)).toList();
    assertThat(found).hasSize(1);
    return new ObjectMapper()
        .readTree(
            found
                .get(0)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"));
  }

  private List<String> addresses(String page) {
    return ADDRESS
        .matcher(api.get(page).body())
        .results()
        .map((MatchResult found) -> "/" + found.group(1))
        .toList();
  }

  private static byte[] bytes(Reply reply) {
    return reply.base64() ? Base64.getDecoder().decode(reply.body()) : reply.body().getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs"})
  void everyFileThatAPageNamesIsThereForEverAndCompressedWhereThatIsShorter(String page)
      throws IOException {
    List<String> addresses = addresses(page);

    assertThat(addresses).hasSizeGreaterThan(4).doesNotHaveDuplicates();
    for (String address : addresses) {
      Reply plain = api.get(address);
      Reply zipped = api.get(address, Map.of("accept-encoding", "gzip, br"));
      assertThat(plain.status()).as(address).isEqualTo(200);
      assertThat(plain.headers())
          .as(address)
          .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
          .containsEntry("Vary", "Accept-Encoding")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Referrer-Policy", "no-referrer")
          .doesNotContainKey("Content-Encoding");
      byte[] file = bytes(plain);
      if (file.length > Reply.PLAIN_BYTES_MAX) {
        assertThat(zipped.headers()).as(address).containsEntry("Content-Encoding", "gzip");
        assertThat(bytes(zipped).length).as(address).isLessThan(file.length * 2 / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes(zipped))).readAllBytes())
            .as(address)
            .isEqualTo(file);
      } else {
        assertThat(zipped.headers()).as(address).doesNotContainKey("Content-Encoding");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "app.js, text/javascript; charset=utf-8",
    "chart.umd.min.js, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml",
  })
  void fileHasItsType(String file, String type) {
    List<String> addresses = addresses("/");

    assertThat(addresses).anyMatch(address -> address.endsWith("/" + file));
    for (String address : addresses) {
      if (address.endsWith("/" + file)) {
        assertThat(api.get(address).headers()).containsEntry("Content-Type", type);
      }
    }
  }

  /** Each would be one more invocation at once. */
  @Test
  void allModulesAreOneFile() {
    assertThat(addresses("/"))
        .map(address -> address.substring(address.lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder(
            "loading.js", "icon.svg", "style.css", "chart.umd.min.js", "app.js");
    assertThat(api.get(assetOf("app.js")).body())
        .contains("// panels/summary.js\n", "// app.js\n")
        .doesNotContainPattern("(?m)^(import|export)\\b");
    assertThat(api.get("/").body()).doesNotContain("{{");
  }

  private String assetOf(String file) {
    return "/" + assets("/") + "/" + file;
  }

  private String assets(String page) {
    return ASSETS.matcher(api.get(page).body()).results().findAny().orElseThrow().group();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/0000000000000000/app.js",
        "HASH/none.js",
        "HASH/index.html",
        "HASH/swagger-ui.css",
        "HASH/..%2fopenapi.yaml",
      })
  void whatIsNoFileOfThisVersionIsNotThereAndNobodyKeepsThat(String address) {
    Reply reply = api.get(address.replace("HASH", "/" + assets("/")));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store");
  }

  @Test
  void pageIsAskedForAnewEachTimeAndSentOnlyWhenItIsAnother() {
    Reply page = api.get("/?code=a&state=b&error=c");
    Reply again = api.get("/", Map.of("if-none-match", page.headers().get("ETag")));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers())
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("Content-Type", "text/html; charset=utf-8")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Referrer-Policy", "no-referrer");
    assertThat(page.body()).isEqualTo(api.get("/").body());
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(policy(again)).isEqualTo(policy(page)).isNotEmpty();
  }

  @Test
  void headHasTheHeadersOfThePageAndNothingElse() {
    Map<String, String> asking = Map.of("accept-encoding", "gzip");

    Reply head = api.send(new Request("HEAD", "/", Map.of(), asking, new byte[0]));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(api.get("/", asking).headers());
    assertThat(head.body()).isEmpty();
  }

  @Test
  void policyNamesNobodyButTheBucketsAndWhoGivesTheToken() {
    String strict =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            + "; script-src 'self'; style-src 'self'; img-src 'self'";
    String connects = "; connect-src 'self' https://in.s3.example https://out.s3.example";

    assertThat(policy(of("JWT", SIGN_IN).get("/")))
        .isEqualTo(strict + connects + " https://tokens.example:8443");
    assertThat(policy(of("NONE", SIGN_IN).get("/"))).isEqualTo(strict + connects);
    assertThat(policy(of("JWT", SIGN_IN).get("/docs"))).isEqualTo(strict + " data:" + connects);
    assertThat(policy(api.get("/" + assets("/") + "/icon.svg"))).startsWith("default-src 'none'");
  }

  @Test
  void pageIsToldWhereToSignInAndHostileValuesStayText() throws IOException {
    Reply page = of("JWT", SIGN_IN).get("/");
    JsonNode config = config(page);

    assertThat(page.body()).doesNotContain("<script>alert");
    assertThat(config.path("auth").asText()).isEqualTo("JWT");
    assertThat(config.path("uploads").booleanValue()).isFalse();
    assertThat(config.path("region").asText()).isEqualTo("eu-central-1");
    assertThat(config.path("zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(config.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    JsonNode signIn = config.path("sign_in");
    assertThat(signIn.path("client_id").asText()).isEqualTo(SIGN_IN.clientId());
    assertThat(signIn.path("authorize_url").asText())
        .isEqualTo("https://issuer.example/authorize?x=1&y=2");
    assertThat(signIn.path("token_url").asText())
        .isEqualTo("https://tokens.example:8443/oauth2/token");
    assertThat(signIn.path("scope").asText()).isEqualTo("openid daybook/read");
    assertThat(signIn.has("audience")).isFalse();
  }

  @Test
  void onlyWhoSignsInByTokenIsToldWhere() throws IOException {
    assertThat(config(of("AWS_IAM", SIGN_IN).get("/")).has("sign_in")).isFalse();
    assertThat(config(of("JWT", null).get("/")).has("sign_in")).isFalse();
  }

  @Test
  void everyMappingThatComesAlongIsOfferedByNameAndTitle() throws IOException {
    JsonNode mappings = config(api.get("/")).path("mappings");

    assertThat(mappings.findValuesAsText("name")).contains("stripe", "paypal").isSorted();
    assertThat(mappings.findValuesAsText("title"))
        .contains("pandas: our own columns as to_csv writes them with sep=';' and decimal=','");
  }

  @Test
  void placesWithinValuesAreNoPlaces() {
    String page = Page.read("page").html("{{assets}} $1 \\ </script>\"'>");

    assertThat(page)
        .contains("content=\"{{assets}} $1 \\ &lt;/script&gt;&quot;&#39;&gt;\"")
        .doesNotContain("</script>\"");
  }
}
