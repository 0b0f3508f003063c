package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API's description as developers read it and try it out. */
@ExtendWith(Browsing.class)
class DescriptionPageTest {

  @Test
  void totalsAreTriedOutInTheDescription(LocalRun run, Chromium chromium) throws Exception {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      Page page = visit.page();
      page.navigate(run.api() + "/docs");
      Locator stats = page.locator("#operations-totals-getStats, [id$=-getStats]").first();
      stats.locator(".opblock-summary-control").click();
      stats.locator("tr[data-param-name=from_date] input").fill("2026-01-15");
      stats.locator("tr[data-param-name=to_date] input").fill("2026-01-16");
      stats.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Execute")).click();

      Locator answer = stats.locator(".live-responses-table tr.response");
      assertThat(answer.locator(".response-col_status")).containsText("200");
      assertThat(answer).containsText("\"2026-01-15\"");
      visit.screenshot("docs");
    }
  }
}
