package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page of a deployment that not everybody may ask. The local run answers everybody, so that
 * what its page is told of the deployment is replaced, and the issuer is one of the test's own.
 */
@ExtendWith(Browsing.class)
class SignInTest {

  private static final String ISSUER = "https://issuer.example";
  private static final String MONTH = "#from=2026-01-01&to=2026-01-31";
  private static final String TOKEN = "token-of-the-test";
  private static final String ASKED = "/(stats|imports|health/ready).*";

  /** What a link of a stranger would have the page say. */
  private static final String LURE = "Call 0900 to pay";

  private static final Pattern CONFIG =
      Pattern.compile("(<meta name=\"daybook-config\" content=\")([^\"]*)");

  /** All that outlives the page, or that others see of it. */
  private static final String KEPT =
      """
      () => [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie,
        location.href, document.documentElement.outerHTML].join('\\n')
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private final List<Request> tokensAsked = new ArrayList<>();

  private final LocalRun run;
  private final Chromium chromium;

  SignInTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  /** A visit of a deployment with such a way to be asked, and with the issuer. */
  private Visit visit(String auth) {
    Visit visit = Visit.of(run, chromium, Visit.DESKTOP).expecting(ISSUER + "/", "status of 401");
    Page page = visit.page();
    page.route(
        url -> url.replaceFirst("[?#].*", "").equals(run.api() + "/"), route -> serve(route, auth));
    page.route(
        ISSUER + "/authorize?*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<title>Issuer</title>")));
    page.route(
        ISSUER + "/token",
        route -> {
          tokensAsked.add(route.request());
          route.fulfill(
              new Route.FulfillOptions()
                  .setContentType("application/json")
                  .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                  .setBody("{\"access_token\": \"%s\"}".formatted(TOKEN)));
        });
    return visit;
  }

  private static void serve(Route route, String auth) {
    APIResponse response = route.fetch();
    Matcher config = CONFIG.matcher(response.text());
    assertThat(config.find()).isTrue();
    String told = config.group(2).replace("&quot;", "\"");
    String other;
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(told);
      json.put("auth", auth).put("region", "eu-central-1");
      json.putObject("sign_in")
          .put("authorize_url", ISSUER + "/authorize")
          .put("token_url", ISSUER + "/token")
          .put("client_id", "the-page");
      other = json.toString().replace("\"", "&quot;");
    } catch (java.io.IOException e) {
      throw new AssertionError(told, e);
    }
    String policy = response.headers().get("content-security-policy");
    assertThat(policy).contains("connect-src 'self'");
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("text/html; charset=utf-8")
            .setHeaders(
                Map.of(
                    "Content-Security-Policy",
                    // As a deployment with this issuer has it.
                    policy.replace("connect-src 'self'", "connect-src 'self' " + ISSUER)))
            .setBody(config.replaceFirst("$1" + Matcher.quoteReplacement(other))));
  }

  /** From the page to the issuer; what the page has asked it for. */
  private static Map<String, String> goToIssuer(Visit visit) {
    visit.find("#banner button").click();
    visit.page().waitForURL(ISSUER + "/authorize?*");
    return parameters(URI.create(visit.page().url()).getRawQuery());
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> found = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return found;
  }

  private void comeBack(Visit visit, String state, String answer) {
    visit.page().navigate(run.api() + "/?state=" + state + "&" + answer);
  }

  private static String lure() {
    return "error=denied&error_description=" + URLEncoder.encode(LURE, UTF_8);
  }

  @Test
  void whoSignsInSeesTheTotalsAndTheTokenIsKeptNowhere() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    try (Visit visit = visit("JWT")) {
      Page page = visit.page();
      page.route(
          "**/stats?*",
          route -> {
            if (ended.get()) {
              route.fulfill(new Route.FulfillOptions().setStatus(401));
            } else {
              route.resume();
            }
          });
      page.clock().install();
      page.navigate(run.api() + "/" + MONTH);
      assertThat(visit.find("#banner")).containsText("Sign in to see the totals.");
      assertThat(visit.requests(ASKED)).isEmpty();
      visit.assertNoAxeFindings("to sign in");
      visit.screenshot("sign-in");

      Map<String, String> asked = goToIssuer(visit);
      assertThat(asked)
          .containsEntry("response_type", "code")
          .containsEntry("client_id", "the-page")
          .containsEntry("redirect_uri", run.api() + "/")
          .containsEntry("code_challenge_method", "S256");
      comeBack(visit, asked.getOrDefault("state", ""), "code=the-code");
      visit.awaitPanels();

      assertTokenWasAskedFor(asked);
      assertThat(page.url()).isEqualTo(run.api() + "/" + MONTH);
      assertThat(visit.find("#panel-activity .picture canvas")).isVisible();
      assertThat(visit.requests(ASKED))
          .hasSizeGreaterThan(2)
          .allSatisfy(
              request ->
                  assertThat(request.headers()).containsEntry("authorization", "Bearer " + TOKEN));
      assertThat((String) page.evaluate(KEPT)).doesNotContain(TOKEN).doesNotContain("the-code");

      ended.set(true);
      page.clock().runFor(15_000);
      assertThat(visit.find("#banner")).containsText("Your sign-in has ended.");
      assertThat(visit.find("#banner button")).isVisible();
      assertNobodyAsksOn(visit);
    }
  }

  private void assertTokenWasAskedFor(Map<String, String> asked) throws Exception {
    assertThat(tokensAsked).hasSize(1);
    Map<String, String> sent = parameters(tokensAsked.get(0).postData());
    assertThat(sent)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "the-code")
        .containsEntry("client_id", "the-page")
        .containsEntry("redirect_uri", run.api() + "/");
    String verifier = sent.getOrDefault("code_verifier", "");
    assertThat(verifier).hasSizeGreaterThanOrEqualTo(43);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
    assertThat(asked)
        .containsEntry(
            "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }

  /** Neither as time passes nor when the tab is hidden and back. */
  private static void assertNobodyAsksOn(Visit visit) {
    int before = visit.requests(ASKED).size();
    visit.page().clock().runFor(60_000);
    for (boolean hidden : new boolean[] {true, false}) {
      visit.page().evaluate(LiveTest.HIDE, hidden);
      assertThat(visit.find("#live")).hasText("Not signed in");
    }
    assertThat(visit.requests(ASKED)).hasSize(before);
  }

  @Test
  void answerWithAnotherStateIsRefusedAndSaysNothing() {
    try (Visit visit = visit("JWT")) {
      visit.page().navigate(run.api() + "/" + MONTH);
      for (String answer : List.of("code=another", lure())) {
        goToIssuer(visit);
        comeBack(visit, "another", answer);
        assertThat(visit.find("#banner")).containsText("belongs to no sign-in of this tab");
        assertThat(visit.find("body")).not().containsText(LURE);
        assertThat(visit.page().url()).isEqualTo(run.api() + "/" + MONTH);
      }
      assertThat(tokensAsked).isEmpty();
      assertThat(visit.requests(ASKED)).isEmpty();
    }
  }

  @Test
  void answerThatNobodyWaitsForIsPassedOver() {
    try (Visit visit = visit("JWT")) {
      comeBack(visit, "x", lure() + MONTH);
      assertThat(visit.find("#banner")).containsText("Sign in to see the totals.");
      assertThat(visit.find("body")).not().containsText(LURE);
      assertThat(visit.page().url()).isEqualTo(run.api() + "/" + MONTH);
    }
  }

  @Test
  void whatTheIssuerRefusesIsSaid() {
    try (Visit visit = visit("JWT")) {
      visit.page().navigate(run.api() + "/");
      String state = goToIssuer(visit).getOrDefault("state", "");
      comeBack(visit, state, "error=access_denied&error_description=Ask+your+administrator");
      assertThat(visit.find("#banner"))
          .containsText("Signing in has failed: Ask your administrator.");
      assertThat(visit.find("#banner button")).isVisible();
    }
  }

  @Test
  void whereRequestsMustBeSignedThePageSaysHowToAsk() throws Exception {
    try (Visit visit = visit("AWS_IAM")) {
      visit.page().navigate(run.api() + "/" + MONTH);
      assertThat(visit.find("#banner")).containsText("answers signed requests only");
      assertThat(visit.find("#banner pre"))
          .containsText("--aws-sigv4 \"aws:amz:eu-central-1:execute-api\"");
      assertThat(visit.find("#banner pre"))
          .containsText(run.api() + "/stats?from_date=2026-01-01&to_date=2026-01-31");
      assertThat(visit.find("#sign")).isHidden();
      assertThat(visit.find("#choose")).isDisabled();
      assertThat(visit.requests(ASKED)).isEmpty();
      visit.assertNoAxeFindings("signed requests only");
      visit.screenshot("signed-only");
    }
  }
}
