package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on screens of every width, in both themes, and for those whom motion disturbs. */
@ExtendWith(Browsing.class)
class SightTest {

  private static final String MONTH = "/#from=2026-01-01&to=2026-01-31";

  /** How light the ground is, from 0 to 255. */
  private static final String GROUND =
      "() => Number(getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0])";

  private final LocalRun run;
  private final Chromium chromium;

  SightTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  @ParameterizedTest
  @CsvSource({
    "LIGHT, 360",
    "DARK, 360",
    "DARK, 768",
    "LIGHT, 1024",
    "LIGHT, 1280",
    "DARK, 1280",
    "LIGHT, 1920"
  })
  void everyWidthAndThemeIsReadable(ColorScheme scheme, int width) throws Exception {
    try (Visit visit = Visit.of(run, chromium, width, scheme, ReducedMotion.NO_PREFERENCE)) {
      visit.open(MONTH);

      int ground = ((Number) visit.page().evaluate(GROUND)).intValue();
      assertThat(ground > 128).isEqualTo(scheme == ColorScheme.LIGHT);
      visit.assertFitsItsWidth();
      visit.assertStill();
      visit.assertNoAxeFindings(scheme + ", " + width);
      String name = "month-%s-%d".formatted(scheme.name().toLowerCase(Locale.ROOT), width);
      visit.screenshot(name);
      visit.upperPart(name + "-above");
    }
  }

  @Test
  void themeThatIsChosenWinsOverThatOfTheSystemAndStays() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open(MONTH);
      String light = picture(visit);

      visit.find("#theme").click();
      visit.find("#theme").click();

      assertThat(visit.find("#theme")).hasText("Theme: dark");
      assertThat(((Number) visit.page().evaluate(GROUND)).intValue()).isLessThan(128);
      assertThat(picture(visit)).isNotEqualTo(light);
      visit.page().reload();
      visit.awaitPanels();
      assertThat(((Number) visit.page().evaluate(GROUND)).intValue()).isLessThan(128);
      visit.page().emulateMedia(media(ColorScheme.LIGHT));
      assertThat(((Number) visit.page().evaluate(GROUND)).intValue()).isLessThan(128);
    }
  }

  @Test
  void themeThatIsKeptIsThereBeforeTheModules() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.page().addInitScript("localStorage.setItem('daybook-theme', 'dark')");
      visit.page().route("**/app.js", route -> {});
      visit
          .page()
          .navigate(
              run.api() + MONTH,
              new com.microsoft.playwright.Page.NavigateOptions()
                  .setWaitUntil(WaitUntilState.COMMIT));
      assertThat(visit.find("h1")).isVisible();

      assertThat(((Number) visit.page().evaluate(GROUND)).intValue()).isLessThan(128);
    }
  }

  private static com.microsoft.playwright.Page.EmulateMediaOptions media(ColorScheme scheme) {
    return new com.microsoft.playwright.Page.EmulateMediaOptions().setColorScheme(scheme);
  }

  private static String picture(Visit visit) {
    return (String)
        visit.find("#panel-activity .picture canvas").evaluate("canvas => canvas.toDataURL()");
  }

  @ParameterizedTest
  @CsvSource({"NO_PREFERENCE, true", "REDUCE, false"})
  void nothingMovesForThoseWhoAskForLessMotion(ReducedMotion motion, boolean moves) {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP, ColorScheme.LIGHT, motion)) {
      // Answers that do not come keep the panels loading, which is when something moves.
      visit.page().route("**/stats?*", route -> {});
      visit.page().navigate(run.api() + MONTH);
      assertThat(visit.find("#panel-activity .skeleton")).isVisible();

      assertThat(visit.page().evaluate("() => document.getAnimations().length > 0"))
          .isEqualTo(moves);
    }
  }
}
