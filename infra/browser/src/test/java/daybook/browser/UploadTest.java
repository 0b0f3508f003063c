package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that are dropped on the page, from the drop to what becomes of them. */
@ExtendWith(Browsing.class)
class UploadTest {

  /** An import on a busy machine, with the page's own pauses between its looks. */
  private static final double IMPORT_MILLIS_MAX = 120_000;

  /** Longer than the page's pause between two looks at the imports where none runs. */
  private static final int PACED_ROWS = 500;

  private static final int PACE_MILLIS = 50;

  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(IMPORT_MILLIS_MAX);

  /** What the progress bars within a list were at, whenever one moved. */
  private static final String WATCH_PROGRESS =
      """
      (list) => {
        globalThis.parts = [];
        new MutationObserver((changes) => {
          for (const {target} of changes) {
            if (target.closest(list)) parts.push(Number(target.getAttribute('aria-valuenow')));
          }
        }).observe(document.body, {subtree: true, attributeFilter: ['aria-valuenow']});
      }
      """;

  @TempDir private Path folder;

  private final LocalRun run;
  private final Chromium chromium;

  UploadTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** A file of own columns: every day of a month has as many rows, of one cent more each. */
  private static String month(String month, int days, int rowsOfDay) {
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount\n");
    for (int row = 0; row < days * rowsOfDay; row++) {
      csv.append("%s-%02dT12:00:00,".formatted(month, row % days + 1))
          .append(row % 2 == 0 ? "deposit,visa," : "withdrawal,wire,")
          .append(row / 100)
          .append(".%02d\n".formatted(row % 100));
    }
    return csv.toString();
  }

  private static Locator row(Visit visit, String name) {
    return visit
        .find("#panel-imports .import")
        .filter(new Locator.FilterOptions().setHas(visit.page().getByText(name)));
  }

  /** What the API says of a file's import, whose folder is drawn by the API. */
  private JsonNode imported(String name) throws Exception {
    for (JsonNode one : run.json("/imports?limit=100").get("data")) {
      if (one.get("key").asText().endsWith("/" + name)) {
        return one;
      }
    }
    throw new AssertionError("no import of " + name);
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  @Test
  void fileThatIsDroppedShowsItsProgressAndBecomesTotalsAndAPicture() throws Exception {
    Path file = file("may.csv", month("2025-05", 31, 1_500));
    String query = "from_date=2025-05-01&to_date=2025-05-31";
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2025-05-01&to=2025-05-31");
      assertThat(visit.find("#panel-activity .notice-title"))
          .hasText("No transactions in this range");
      visit.page().evaluate(WATCH_PROGRESS, ".uploads");
      visit.sendSlowly((int) Files.size(file));

      visit.drop(visit.find("#panel-upload .drop"), file);

      assertThat(visit.find(".uploads [role=progressbar]").first()).isVisible();
      visit.page().waitForFunction("() => parts.some((part) => part > 0 && part < 100)");
      visit.screenshot("upload-progress");
      assertThat(row(visit, "may.csv").getByText("46,500 accepted")).isVisible(SOON);
      assertThat(visit.find(".uploads .about"))
          .hasText("Complete, 46,500 accepted, 0 rejected, 0 skipped");
      assertThat(visit.find("#panel-activity .picture canvas")).isVisible(SOON);
      JsonNode stats = run.json("/stats?" + query + "&include=counts");
      BigDecimal deposits = Figures.sum(stats, "deposits");
      assertThat(deposits).isEqualByComparingTo(evenCents(46_500));
      assertThat(visit.find("#panel-summary .value").first()).hasText(Figures.written(deposits));
      Map<String, List<BigDecimal>> drawn = Figures.drawn(visit.page(), "activity");
      assertThat(drawn.get("visa, deposits"))
          .isEqualTo(Figures.bySeries(stats).get("visa, deposits"));
      visit.assertNoAxeFindings("after an upload");
      visit.screenshot("upload-done");
    }
  }

  /** 0 + 2 + 4 + … cents. */
  private static BigDecimal evenCents(long rows) {
    long half = rows / 2;
    return BigDecimal.valueOf(half * (half - 1), 2);
  }

  @Test
  void importThatRunsShowsHowFarItIsAndThenThatItIsComplete() throws Exception {
    StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount,sleep_ms\n");
    for (int row = 0; row < PACED_ROWS; row++) {
      csv.append("2021-03-01T12:00:00,deposit,visa,1.00,%d\n".formatted(PACE_MILLIS));
    }
    Path file = file("paced.csv", csv.toString());
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2021-03-01&to=2021-03-01");
      visit.page().evaluate(WATCH_PROGRESS, "#panel-imports");
      Process replay = run.replay(file, folder.resolve("replay.out"));
      try {
        Locator row = row(visit, "paced.csv");
        assertThat(row.getByText("Running")).isVisible(SOON);
        assertThat(row.locator(".about")).containsText("since");
        assertThat(row.locator("[role=progressbar]")).isVisible();
        visit
            .page()
            .waitForFunction(
                "() => new Set(parts.filter((part) => part > 0 && part < 100)).size > 2");
        visit.assertNoAxeFindings("with a running import");
        visit.screenshot("running");

        assertThat(row.getByText("Complete")).isVisible(SOON);
        assertThat(row.locator("[role=progressbar]")).isHidden();
        assertThat(row.locator(".tally"))
            .hasText("%d accepted 0 rejected 0 skipped".formatted(PACED_ROWS));
        // It waits until all of it is in history, which the page need not.
        assertThat(replay.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(replay.exitValue()).isZero();
      } finally {
        replay.destroyForcibly();
      }
    }
  }

  @Test
  void exportWithItsMappingNamedShowsWhatDoesNotCountAndWhy() throws Exception {
    String export =
        Files.readString(LocalRun.home().resolve("data/presets/stripe.csv"))
            .replace("2026", "2024");
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2024-03-01&to=2024-03-31");
      visit.find("#panel-upload").getByLabel("Read by mapping").fill("stripe");

      visit.drop(visit.find(".heading"), file("stripe-2024.csv", export));

      Locator row = row(visit, "stripe-2024.csv");
      assertThat(row.getByText("10 accepted")).isVisible(SOON);
      assertThat(row.locator(".about")).containsText("read by stripe");
      assertThat(row.locator(".tally")).hasText("10 accepted 3 rejected 11 skipped");
      row.locator("summary").click();
      assertThat(row.locator(".words li")).hasCount(4);
      assertThat(row.locator("tbody tr")).hasCount(3);
      assertThat(row.locator("tbody tr").last()).containsText("found 03/05/2024 13:00");
      visit.page().evaluate("() => scrollTo(0, document.body.scrollHeight)");
      visit.assertNoAxeFindings("with rejects open");
      visit.screenshot("rejects");

      String id = imported("stripe-2024.csv").get("id").asText();
      for (Map.Entry<String, String> button :
          Map.of("Rejected rows, with reasons", "", "to correct", "?as=source").entrySet()) {
        Download download =
            visit.page().waitForDownload(() -> button(row, button.getKey()).click());
        assertThat(Files.readString(download.path(), UTF_8))
            .isEqualTo(run.get("/imports/" + id + "/rejects" + button.getValue(), "*/*"));
      }
      assertCurrenciesCanBeSwitched(visit);
    }
  }

  /** The export has totals in euros and in dollars, which are never shown as one. */
  private void assertCurrenciesCanBeSwitched(Visit visit) throws Exception {
    for (Map.Entry<String, String> sign : Map.of("EUR", "€", "USD", "$").entrySet()) {
      String query = "/stats?from_date=2024-03-01&to_date=2024-03-31&currency=" + sign.getKey();
      BigDecimal deposits = Figures.sum(run.json(query), "deposits");
      visit.find("#filters").getByLabel("Currency").selectOption(sign.getKey());
      visit.awaitPanels();
      assertThat(visit.find("#panel-summary .value").first())
          .hasText(sign.getValue() + Figures.written(deposits));
      assertThat(visit.page().url()).contains("currency=" + sign.getKey());
    }
  }

  @Test
  void fileThatIsRefusedShowsItsCause() throws Exception {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/");
      visit.drop(visit.find("#panel-upload"), file("no-amount.csv", "timestamp,type\na,b\n"));

      Locator row = row(visit, "no-amount.csv");
      assertThat(row.getByText("Refused")).isVisible(SOON);
      String detail = imported("no-amount.csv").get("detail").asText();
      assertThat(detail).contains("amount");
      assertThat(row.locator(".detail")).hasText(detail);
      assertThat(visit.find(".uploads .detail")).hasText(detail);
      visit.assertNoAxeFindings("with a refused file");
      visit.screenshot("refused");
    }
  }

  @Test
  void uploadThatStandsStillGivesItsPlaceToTheNext() throws Exception {
    String csv = "timestamp,type,payment_method,amount\n2020-06-01T12:00:00,deposit,visa,%s\n";
    AtomicBoolean stands = new AtomicBoolean();
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.page().route("**/stands.csv*", route -> stands.set(true));
      visit.page().clock().install();
      visit.open("/#from=2020-06-01&to=2020-06-01");
      visit.drop(
          visit.find("#panel-upload .drop"),
          file("stands.csv", csv.formatted("1.00")),
          file("moves.csv", csv.formatted("2.00")));
      visit.page().waitForCondition(stands::get);

      visit.page().clock().runFor(61_000);

      assertThat(visit.find(".uploads .detail"))
          .hasText("Nothing of it has moved for a minute. Try again");
      assertThat(visit.find(".uploads .about"))
          .hasText(
              "Complete, 1 accepted, 0 rejected, 0 skipped",
              new LocatorAssertions.HasTextOptions().setTimeout(IMPORT_MILLIS_MAX));
    }
  }

  @Test
  void whatIsNoCsvIsRefusedBeforeItIsSent() throws Exception {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/");
      visit.drop(visit.find("#panel-upload"), file("report.xlsx", "PK"), file("nothing.csv", ""));

      assertThat(visit.find(".uploads .detail"))
          .hasText(new String[] {"The file is empty", "Only .csv and .csv.gz are imported"});
      assertThat(visit.requests("/imports").stream().filter(r -> r.method().equals("POST")))
          .isEmpty();
    }
  }

  @Test
  void hostileNamesAndCellsShowAsText() throws Exception {
    String name = "<img src=x onerror=alert(1)>.csv";
    String csv =
        """
        timestamp,type,payment_method,amount
        2023-02-01T12:00:00,deposit,constructor,1.00
        2023-02-01T12:00:00,deposit,toString,2.00
        2023-02-01T12:00:00,deposit,visa,<b onmouseover=alert(2)>=cmd|x
        """;
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open("/#from=2023-02-01&to=2023-02-01");
      visit.drop(visit.find(".heading"), file(name, csv));

      Locator row = row(visit, "<img src=x onerror=alert(1)>");
      assertThat(row.getByText("2 accepted")).isVisible(SOON);
      row.locator("summary").click();
      assertThat(row.locator("tbody tr")).containsText("<b onmouseover=alert(2)>");
      assertThat(visit.find("#panels img, #panels b[onmouseover]")).hasCount(0);
      assertThat(visit.find("#panel-activity .legend"))
          .containsText(
              "constructor", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
      assertThat(Figures.drawn(visit.page(), "activity"))
          .containsKeys("toString, deposits", "constructor, deposits");
      visit.screenshot("hostile");
    }
  }
}
