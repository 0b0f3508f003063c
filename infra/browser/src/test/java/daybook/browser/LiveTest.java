package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page while time passes and while the API fails. */
@ExtendWith(Browsing.class)
class LiveTest {

  private static final String MONTH = "/#from=2026-01-01&to=2026-01-31";

  /** What is asked again and again. */
  private static final String ASKED = "/(stats|imports|health/ready).*";

  /** Pauses of every source lie below this, in milliseconds. */
  private static final long PAUSE_MILLIS = 15_000;

  /** Chromium without a window hides no tab, so that the page hears of it in its place. */
  static final String HIDE =
      """
      (hidden) => {
        Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
        document.dispatchEvent(new Event('visibilitychange'));
      }
      """;

  /** The number of an import that is not among the newest. */
  private static final int OLDER = 5;

  /** What the browser itself writes into the console of an answer that is none. */
  private static final String REFUSALS = "status of 503";

  private final LocalRun run;
  private final Chromium chromium;

  LiveTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  @Test
  void nobodyIsAskedWhileTheTabIsHiddenAndEverythingWhenItIsBack() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      Page page = visit.page();
      page.clock().install();
      visit.open(MONTH);
      int atFirst = visit.requests(ASKED).size();
      page.clock().runFor(PAUSE_MILLIS);
      page.waitForCondition(() -> visit.requests(ASKED).size() >= atFirst + 3);
      visit.awaitPanels();

      page.evaluate(HIDE, true);
      assertThat(visit.find("#live")).hasText("Paused");
      int hidden = visit.requests(ASKED).size();
      page.clock().runFor(20 * PAUSE_MILLIS);
      assertThat(visit.requests(ASKED)).hasSize(hidden);

      page.evaluate(HIDE, false);
      page.waitForCondition(() -> visit.requests(ASKED).size() >= hidden + 3);
      assertThat(visit.find("#live")).containsText("Live");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void apiThatFailsAtFirstIsSaidAndNothingIsShownInItsPlace(ColorScheme scheme) throws Exception {
    try (Visit visit =
        Visit.of(run, chromium, Visit.PHONE, scheme, ReducedMotion.NO_PREFERENCE)
            .expecting(REFUSALS)) {
      visit.page().route("**/stats?*", LiveTest::refuse);
      visit.open(MONTH);

      assertThat(visit.find("#panel-activity .notice-title")).hasText("Not available now");
      assertThat(visit.find("#banner")).containsText("The stores do not answer");
      assertThat(visit.find("#panel-summary .value")).hasText(new String[] {"–", "–", "–", "–"});
      assertThat(visit.find("#panel-imports .import").first()).isVisible();
      visit.assertFitsItsWidth();
      visit.assertNoAxeFindings("failed at first, " + scheme);
      visit.screenshot("failed-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void figuresOfBeforeAreSaidToBeOldWhileTheApiFailsAndGoOnAfterwards() throws Exception {
    AtomicBoolean failing = new AtomicBoolean();
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP).expecting(REFUSALS)) {
      visit
          .page()
          .route(
              "**/stats?*",
              route -> {
                if (failing.get()) {
                  refuse(route);
                } else {
                  route.resume();
                }
              });
      visit.page().clock().install();
      visit.open(MONTH);
      assertThat(visit.find("#live")).containsText("Live");

      failing.set(true);
      visit.page().clock().runFor(PAUSE_MILLIS);

      assertThat(visit.find("#live")).hasText("Not up to date");
      assertThat(visit.find("#banner")).containsText("What is shown is of");
      assertThat(visit.find("#panel-activity")).hasClass(java.util.regex.Pattern.compile("stale"));
      visit.assertNoAxeFindings("failed later");
      visit.screenshot("failed-later");

      // Of another range nothing is known: the old figures must not stand under its name.
      visit.find("#filters").getByLabel("Range").selectOption("Last 90 days");
      assertThat(visit.find("#panel-activity .notice-title")).hasText("Not available now");
      assertThat(visit.find("#panel-summary .value")).hasText(new String[] {"–", "–", "–", "–"});

      failing.set(false);
      visit.find("#banner button").click();
      assertThat(visit.find("#live")).containsText("Live");
      assertThat(visit.find("#banner")).isHidden();
    }
  }

  @Test
  void importsThatWereAskedForStayAndGoOnWhenOthersCome() throws Exception {
    JsonNode example = run.json("/imports?limit=1").get("data").get(0);
    AtomicInteger newest = new AtomicInteger(30);
    AtomicBoolean running = new AtomicBoolean(true);
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      Page page = visit.page();
      page.route(
          "**/imports?*", route -> list(route, example, newest.get(), running.get() ? OLDER : 0));
      page.clock().install();
      visit.open(MONTH);
      Locator names = visit.find("#panel-imports .file");
      assertThat(names).hasCount(20);

      visit.find("#panel-imports .more button").click();

      assertThat(names).hasCount(30);
      assertThat(visit.find("#panel-imports .badge").nth(30 - OLDER)).hasText("Running");

      newest.set(35);
      running.set(false);
      page.clock().runFor(PAUSE_MILLIS);

      assertThat(names)
          .hasText(
              IntStream.range(0, 35).mapToObj(at -> (35 - at) + ".csv").toArray(String[]::new));
      assertThat(visit.find("#panel-imports .badge").nth(35 - OLDER)).hasText("Complete");
      assertThat(visit.find("#panel-imports .more button")).isHidden();
    }
  }

  /** Answers a page of a list of imports, numbered from the newest down to 1. */
  private static void list(Route route, JsonNode example, int newest, int running) {
    Map<String, String> asked = query(URI.create(route.request().url()).getQuery());
    int from = Integer.parseInt(asked.getOrDefault("cursor", Integer.toString(newest)));
    int to = Math.max(1, from - Integer.parseInt(asked.getOrDefault("limit", "")) + 1);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (int number = from; number >= to; number--) {
      ObjectNode one = example.deepCopy();
      one.put("id", "import-" + number).put("key", number + ".csv");
      one.put("state", number == running ? "running" : "complete");
      answer.withArray("/data").add(one);
    }
    if (to > 1) {
      answer.put("next_cursor", Integer.toString(to - 1));
    }
    route.fulfill(
        new Route.FulfillOptions().setContentType("application/json").setBody(answer.toString()));
  }

  private static Map<String, String> query(String text) {
    Map<String, String> found = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], parts[1]);
    }
    return found;
  }

  private static void refuse(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(503)
            .setContentType("application/problem+json")
            .setBody(
                """
                {"title": "Service Unavailable", "status": 503, "detail": "The stores do not answer"}
                """));
  }
}
