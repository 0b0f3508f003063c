package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody's first minute: nothing there yet, and then an export of their own. */
@ExtendWith(Browsing.class)
class EmptyDeploymentTest {

  private static final double IMPORT_MILLIS_MAX = 120_000;

  @Test
  void exportThatIsDroppedOnTheEmptyPageBecomesItsPicture(Chromium chromium) throws Exception {
    Path export = LocalRun.home().resolve("data/presets/stripe.csv");
    try (LocalRun run = LocalRun.start(Browsing.output("run-empty"), "--fresh", "--no-sample")) {
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        try (Visit visit =
            Visit.of(run, chromium, Visit.PHONE, scheme, ReducedMotion.NO_PREFERENCE)) {
          visit.open("/");
          visit.assertNoAxeFindings("empty, " + scheme);
          visit.assertFitsItsWidth();
          visit.screenshot("empty-phone-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        }
      }
      try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
        visit.open("/");
        assertThat(visit.find("#panel-activity .notice-title")).hasText("No transactions yet");
        assertThat(visit.find("#panel-imports .notice-title")).hasText("No file has come in yet");
        visit.assertNoAxeFindings("empty");
        visit.assertStill();
        visit.screenshot("empty");

        visit.drop(visit.find("#panel-upload .drop"), export);

        assertThat(visit.find("#panel-activity .picture canvas"))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(IMPORT_MILLIS_MAX));
        BigDecimal deposits =
            Figures.sum(
                run.json("/stats?from_date=2026-03-01&to_date=2026-03-31&currency=EUR"),
                "deposits");
        assertThat(deposits).isEqualByComparingTo("1220.50");
        assertThat(visit.find("#panel-summary .value").first()).hasText("€1,220.50");
        assertThat(visit.find("#panel-imports .about")).containsText("read by stripe");
        visit.screenshot("export-dropped");
      }
    }
  }
}
