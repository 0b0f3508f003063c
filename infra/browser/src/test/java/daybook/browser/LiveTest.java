package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final String HIDE =
      """
      (hidden) => {
        Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
        document.dispatchEvent(new Event('visibilitychange'));
      }
      """;

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
