package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static daybook.browser.Figures.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Sizes;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody sees of the sample month, beside what the API says of it. */
@ExtendWith(Browsing.class)
class SampleMonthTest {

  private static final String MONTH = "from_date=2026-01-01&to_date=2026-01-31";
  private static final String COUNTED = "/stats?" + MONTH + "&include=counts";

  /** The page looks for the newest month from its day on, and not for ever. */
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

  /** Bytes on the wire with headers, and requests, until the page shows everything. */
  private static final long WEIGHT_MAX = 160_000;

  private static final int REQUESTS_MAX = 12;

  /** Milliseconds until the picture: a machine that is busy takes several times as long. */
  private static final double PICTURE_MILLIS_MAX = 10_000;

  private final LocalRun run;
  private final Chromium chromium;

  SampleMonthTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  @Test
  void firstSightIsTheNewestMonthAndItsPictureHasTheFiguresOfTheApi() throws Exception {
    JsonNode stats = run.json(COUNTED);
    BigDecimal deposits = Figures.sum(stats, "deposits");
    BigDecimal withdrawals = Figures.sum(stats, "withdrawals");
    assertThat(deposits).isPositive();
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.on(TODAY).open("/");

      assertThat(visit.find("#range")).containsText("Jan 1 – 31, 2026");
      assertThat(visit.find("#panel-summary .value"))
          .hasText(
              new String[] {
                written(deposits),
                written(withdrawals),
                written(deposits.subtract(withdrawals)),
                "%,d"
                    .formatted(
                        Figures.count(stats, "deposits") + Figures.count(stats, "withdrawals"))
              });
      assertThat(Figures.drawn(visit.page(), "activity")).isEqualTo(withdrawalsBelow(stats));
      visit.assertStill();
      visit.screenshot("month-light");
    }
  }

  private static Map<String, List<BigDecimal>> withdrawalsBelow(JsonNode stats) {
    Map<String, List<BigDecimal>> series = Figures.bySeries(stats);
    series.replaceAll(
        (label, amounts) ->
            label.endsWith("deposits")
                ? amounts
                : amounts.stream().map(BigDecimal::negate).toList());
    return series;
  }

  @Test
  void tableBesideEachChartHasItsFigures() throws Exception {
    Map<String, List<BigDecimal>> series = Figures.bySeries(run.json(COUNTED));
    List<String> methods = List.of("apple_pay", "crypto", "paypal", "visa", "wire");
    List<List<String>> expected = new ArrayList<>();
    for (int day = 0; day < 31; day++) {
      for (String group : Figures.GROUPS) {
        List<String> row = new ArrayList<>();
        BigDecimal all = BigDecimal.ZERO;
        for (String method : methods) {
          BigDecimal amount = series.get(method + ", " + group).get(day);
          all = all.add(amount);
          row.add(written(amount));
        }
        row.add(written(all));
        expected.add(row);
      }
    }
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.on(TODAY).open("/");
      List<Locator> panels = visit.find(".panel:has(.picture)").all();
      assertThat(panels).hasSize(4);
      for (Locator panel : panels) {
        Locator toggle = panel.getByRole(AriaRole.BUTTON).filter(named("Table"));
        toggle.click();
        assertThat(panel.locator("table")).isVisible();
        assertThat(panel.locator(".picture canvas")).isHidden();
      }
      List<List<String>> rows = Figures.rows(visit.find("#panel-activity table"));
      assertThat(rows).extracting(row -> row.subList(2, row.size())).isEqualTo(expected);
      List<List<String>> byMethod = Figures.rows(visit.find("#panel-methods table"));
      assertThat(byMethod.get(byMethod.size() - 1))
          .contains(
              written(Figures.sum(run.json(COUNTED), "deposits")),
              written(Figures.sum(run.json(COUNTED), "withdrawals")),
              "5,000");
      assertThat(Figures.rows(visit.find("#panel-net-flow table"))).hasSize(32);
      assertThat(Figures.rows(visit.find("#panel-counts table"))).hasSize(32);
      visit.assertNoAxeFindings("tables");
      visit.screenshot("month-tables");
    }
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void downloadIsWhatTheApiAnswers() throws Exception {
    String expected = run.get("/stats?" + MONTH + "&group_by=week&include=counts", "text/csv");
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2026-01-01&to=2026-01-31&by=week");
      Download download = visit.page().waitForDownload(() -> visit.find("#filters .ghost").click());
      assertThat(download.suggestedFilename()).isEqualTo("daybook-2026-01-01-2026-01-31.csv");
      assertThat(Files.readString(download.path(), UTF_8)).isEqualTo(expected);
    }
  }

  @Test
  void rangesAndPeriodsAreAskedForAsTheyAreChosen() throws Exception {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.on(TODAY).open("/");
      visit.find("#filters").getByLabel("Range").selectOption("Last 7 days");
      visit.awaitPanels();
      assertThat(visit.find("#panel-activity .notice-title"))
          .hasText("No transactions in this range");
      assertAsked(visit, TODAY.minusDays(6), TODAY, "day");
      visit.screenshot("range-empty");

      visit.find("#filters").getByLabel("Range").selectOption("Last 12 months");
      visit.awaitPanels();
      assertAsked(visit, TODAY.minusDays(364), TODAY, "week");
      visit.find("#filters").getByLabel("Months", exactly()).check();
      visit.awaitPanels();
      assertAsked(visit, TODAY.minusDays(364), TODAY, "month");

      visit.find("#filters").getByLabel("From", exactly()).fill("2026-02-01");
      visit.find("#filters").getByLabel("To", exactly()).fill("2026-01-31");
      assertThat(visit.find("#filters .wrong")).hasText("The first day is after the last.");
    }
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }

  private static void assertAsked(Visit visit, LocalDate from, LocalDate to, String by) {
    assertThat(visit.requests("/stats\\?.*"))
        .extracting(Request::url)
        .anyMatch(
            url -> url.contains("from_date=%s&to_date=%s&group_by=%s&".formatted(from, to, by)));
  }

  @Test
  void seriesThatIsHiddenInTheLegendLeavesThePicture() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.on(TODAY).open("/");
      Locator canvas = visit.find("#panel-activity .picture canvas");
      String all = (String) canvas.evaluate("canvas => canvas.toDataURL()");
      Locator entry =
          visit.find("#panel-activity .legend").getByRole(AriaRole.BUTTON).filter(named("visa"));
      assertThat(entry).hasAttribute("aria-pressed", "true");

      entry.click();

      assertThat(entry).hasAttribute("aria-pressed", "false");
      assertThat(canvas.evaluate("canvas => canvas.toDataURL()")).isNotEqualTo(all);
      entry.click();
      assertThat(canvas.evaluate("canvas => canvas.toDataURL()")).isEqualTo(all);
    }
  }

  @Test
  void pageIsLightAndItsPictureComesSoon() throws Exception {
    // A second visit shows what caches and a warm function make of it; the first is what counts.
    List<String> report = new ArrayList<>();
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2026-01-01&to=2026-01-31");
      report.add(measured("first visit", visit));
      assertThat(weight(visit)).isBetween(20_000L, WEIGHT_MAX);
      assertThat(visit.requests(".*")).hasSizeBetween(5, REQUESTS_MAX);
      assertThat(pictureMillis(visit)).isBetween(1.0, PICTURE_MILLIS_MAX);
      int before = visit.requests(".*").size();
      visit.page().reload();
      visit.awaitPanels();
      assertThat(visit.requests(".*").size() - before).isLessThanOrEqualTo(REQUESTS_MAX);
      report.add("again: picture after %.0f ms".formatted(pictureMillis(visit)));
    }
    Files.write(Browsing.output(".").resolve("page.txt"), report);
  }

  private static String measured(String name, Visit visit) {
    return "%s: %,d bytes in %d requests, picture after %.0f ms"
        .formatted(name, weight(visit), visit.requests(".*").size(), pictureMillis(visit));
  }

  private static double pictureMillis(Visit visit) {
    return ((Number) visit.page().waitForFunction("() => seen.pictureMillis").jsonValue())
        .doubleValue();
  }

  private static long weight(Visit visit) {
    long bytes = 0;
    for (Request request : visit.requests(".*")) {
      Sizes sizes = request.sizes();
      bytes += sizes.responseBodySize + sizes.responseHeadersSize;
    }
    return bytes;
  }
}
