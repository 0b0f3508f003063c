package daybook.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page without a mouse. */
@ExtendWith(Browsing.class)
class KeyboardTest {

  private static final String MONTH = "/#from=2026-01-01&to=2026-01-31";

  /** More stops than any state of the page has. */
  private static final int STOPS_MAX = 200;

  /** Gives everything that can be worked a number, and says how many there are. */
  private static final String NUMBER =
      """
      () => {
        const all = [...document.querySelectorAll(
          'a[href], button, input, select, summary, [tabindex="0"]')]
          .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled
            && one.tabIndex >= 0 && (one.type !== 'radio' || one.checked));
        all.forEach((one, at) => { one.dataset.stop = at; });
        return all.length;
      }
      """;

  /** Where the focus is: its number, and whether it can be seen there. */
  private static final String FOCUS =
      """
      () => {
        const one = document.activeElement;
        const shown = one.type === 'radio' ? one.nextElementSibling : one;
        const {outlineStyle, outlineWidth} = getComputedStyle(shown);
        const {top, bottom, width} = shown.getBoundingClientRect();
        return {
          stop: one === document.body ? null : (one.dataset.stop ?? `unnumbered ${one.outerHTML}`),
          text: (one.textContent || one.id || one.name).slice(0, 40),
          seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 1
            && bottom > 0 && top < innerHeight,
        };
      }
      """;

  @TempDir private Path folder;

  private final LocalRun run;
  private final Chromium chromium;

  KeyboardTest(LocalRun run, Chromium chromium) {
    this.run = run;
    this.chromium = chromium;
  }

  private record Stop(String number, String text, boolean seen) {}

  private static Stop focus(Visit visit) {
    java.util.Map<?, ?> found = (java.util.Map<?, ?>) visit.page().evaluate(FOCUS);
    Object stop = found.get("stop");
    return new Stop(
        stop == null ? "" : stop.toString(),
        String.valueOf(found.get("text")),
        Boolean.TRUE.equals(found.get("seen")));
  }

  @Test
  void tabulatorReachesEverythingInItsOrderAndShowsWhereItIs() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open(MONTH);
      int count = ((Number) visit.page().evaluate(NUMBER)).intValue();
      List<Stop> stops = new ArrayList<>();
      for (int i = 0; i < STOPS_MAX; i++) {
        visit.page().keyboard().press("Tab");
        Stop stop = focus(visit);
        if (stop.number().isEmpty()) {
          break;
        }
        // A field for a day is one field with several parts.
        if (stops.isEmpty() || !stops.get(stops.size() - 1).equals(stop)) {
          stops.add(stop);
        }
      }

      assertThat(stops).filteredOn(stop -> !stop.seen()).as("focus that nobody sees").isEmpty();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        expected.add(Integer.toString(i));
      }
      assertThat(count).isGreaterThan(20);
      assertThat(stops).extracting(Stop::number).containsExactlyElementsOf(expected);
      assertThat(stops.get(0).text()).isEqualTo("Skip to the totals");
    }
  }

  @Test
  void linkAtTheTopSkipsToTheTotals() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open(MONTH);
      visit.page().keyboard().press("Tab");
      assertThat(visit.find(".skip")).isInViewport();
      visit.page().keyboard().press("Enter");
      assertThat(visit.find("#panels")).isFocused();
    }
  }

  @Test
  void fileIsChosenAndImportedByKeyboard() throws Exception {
    Path file = folder.resolve("typed.csv");
    Files.writeString(
        file,
        """
        timestamp,type,payment_method,amount
        2022-06-01T12:00:00,deposit,visa,12.34
        2022-06-01T12:00:00,deposit,visa,twelve
        """);
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      // From the beginning: asked for at the moment itself, it would come too late for a fast key.
      visit.page().onFileChooser(chooser -> {});
      visit.open(MONTH);
      visit.find("#panel-upload .drop").focus();
      FileChooser chooser =
          visit.page().waitForFileChooser(() -> visit.page().keyboard().press("Enter"));
      assertThat(chooser.isMultiple()).isTrue();
      chooser.setFiles(file);

      Locator row = visit.find("#panel-imports .import").filter(named("typed.csv"));
      assertThat(row.locator("summary"))
          .isVisible(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                  .setTimeout(120_000));
      row.locator("summary").focus();
      visit.page().keyboard().press("Enter");
      assertThat(row.locator("tbody tr")).hasCount(1);
      // What follows the last import on the keyboard's way is still there.
      assertThat(row.locator("summary")).isFocused();
    }
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void tablePeriodsAndRangeAreWorkedByKeyboardAndKeepTheFocus() {
    try (Visit visit = Visit.of(run, chromium, Visit.DESKTOP)) {
      visit.open(MONTH);
      Locator toggle = visit.find("#panel-activity .tools button");
      toggle.focus();
      visit.page().keyboard().press("Space");
      assertThat(visit.find("#panel-activity table")).isVisible();
      assertThat(toggle).isFocused();
      assertThat(toggle).hasAttribute("aria-expanded", "true");

      visit.find("#filters input[type=radio]").first().focus();
      visit.page().keyboard().press("ArrowRight");
      visit.awaitPanels();
      assertThat(visit.find("#filters input[type=radio]:checked")).hasAttribute("value", "week");
      assertThat(visit.find("#filters input[type=radio]:checked")).isFocused();
      assertThat(Figures.rows(visit.find("#panel-activity table"))).hasSizeBetween(8, 14);

      Locator range = visit.find("#filters").getByLabel("Range");
      range.focus();
      visit.page().keyboard().type("Last 7");
      visit.awaitPanels();
      assertThat(visit.find("#panel-activity .notice-title"))
          .hasText("No transactions in this range");
      assertThat(range).isFocused();
    }
  }
}
