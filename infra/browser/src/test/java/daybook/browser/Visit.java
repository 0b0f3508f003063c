package daybook.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One tab of a reader in UTC who reads English. Closing it fails the test for everything that no
 * visit may bring about: a message of error or warning in the console, a breach of the page's
 * Content-Security-Policy, a request to a foreign origin.
 */
final class Visit implements AutoCloseable {

  static final int DESKTOP = 1280;
  static final int PHONE = 360;
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1");
  private static final int DESKTOP_HEIGHT = 860;
  private static final int PHONE_HEIGHT = 740;
  private static final int PHONE_CHART_END = 1_130;

  /** A total that moves the page by more is felt as a jump. */
  static final double SHIFT_MAX = 0.05;

  /** Within the page from its first moment on: what moved, what was refused, when it was drawn. */
  private static final String WITNESS =
      """
      (() => {
        const seen = (globalThis.seen = {shift: 0, breaches: [], pictureMillis: 0});
        document.addEventListener('securitypolicyviolation', (breach) =>
          seen.breaches.push(`${breach.effectiveDirective}: ${breach.blockedURI}`));
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
        }).observe({type: 'layout-shift', buffered: true});
        const look = () => {
          const canvas = document.querySelector('#panel-activity .picture canvas');
          if (canvas?.clientWidth > 0 && globalThis.Chart?.getChart(canvas)) {
            seen.pictureMillis = performance.now();
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      })();
      """;

  private static final String BEYOND =
      """
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      """;

  private final LocalRun run;
  private final BrowserContext context;
  private final Page page;
  private final CDPSession devTools;
  private final List<String> problems = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private List<String> expected = List.of();

  private Visit(LocalRun run, BrowserContext context) {
    this.run = run;
    this.context = context;
    this.page = context.newPage();
    this.devTools = context.newCDPSession(page);
    page.addInitScript(WITNESS);
    page.onConsoleMessage(this::said);
    page.onPageError(error -> problems.add("uncaught: " + error));
    page.onRequest(this::asked);
  }

  /** On a screen that is so wide, in a light theme. */
  static Visit of(LocalRun run, Chromium chromium, int width) {
    return of(run, chromium, width, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE);
  }

  static Visit of(
      LocalRun run, Chromium chromium, int width, ColorScheme scheme, ReducedMotion motion) {
    boolean phone = width < DESKTOP;
    return new Visit(
        run,
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(width, phone ? PHONE_HEIGHT : DESKTOP_HEIGHT)
                    .setHasTouch(phone)
                    .setIsMobile(phone)
                    .setColorScheme(scheme)
                    .setReducedMotion(motion)
                    .setLocale("en-US")
                    .setTimezoneId("UTC")));
  }

  private void said(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      problems.add(message.type() + ": " + message.text());
    }
  }

  private void asked(Request request) {
    requests.add(request);
    URI url = URI.create(request.url().replaceFirst("#.*", ""));
    boolean own = request.url().startsWith(run.api() + "/");
    // The bucket is an origin of its own, and takes files; those that the page makes lie in it.
    boolean bucket = LOOPBACK.contains(url.getHost()) && request.method().equals("PUT");
    if (!own && !bucket && !"blob".equals(url.getScheme())) {
      problems.add("foreign: " + request.method() + " " + request.url());
    }
  }

  /** What this visit brings about on purpose are messages with one of these parts. */
  Visit expecting(String... parts) {
    expected = List.of(parts);
    return this;
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Requests so far whose address ends behind the run's as the pattern says. */
  List<Request> requests(String pattern) {
    return requests.stream()
        .filter(request -> request.url().startsWith(run.api().toString()))
        .filter(request -> request.url().substring(run.api().toString().length()).matches(pattern))
        .toList();
  }

  /** The reader's clock stands at noon of a day; what the page waits for goes on. */
  Visit on(LocalDate day) {
    page.clock().setFixedTime(day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC).toEpochMilli());
    return this;
  }

  /** Goes to a path and waits until the panels show what is there. */
  Visit open(String path) {
    page.navigate(run.api() + path);
    awaitPanels();
    return this;
  }

  /** Waits until no panel is loading. */
  void awaitPanels() {
    page.waitForFunction(
        "() => document.querySelector('.panel') && !document.querySelector('.panel[aria-busy=true]')");
  }

  /**
   * Drops files that lie on the disk, as the operating system does it: the browser itself asks the
   * page whether it takes them.
   */
  void drop(Locator target, Path... files) {
    target.scrollIntoViewIfNeeded();
    BoundingBox box = target.boundingBox();
    JsonArray names = new JsonArray();
    for (Path file : files) {
      names.add(file.toString());
    }
    JsonObject data = new JsonObject();
    data.add("items", new JsonArray());
    data.add("files", names);
    data.addProperty("dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      JsonObject event = new JsonObject();
      event.addProperty("type", type);
      event.addProperty("x", box.x + box.width / 2);
      event.addProperty("y", box.y + box.height / 2);
      event.add("data", data);
      devTools.send("Input.dispatchDragEvent", event);
    }
  }

  /** What it sends takes so long from now on. */
  void sendSlowly(int bytesPerSecond) {
    devTools.send("Network.enable");
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", bytesPerSecond);
    devTools.send("Network.emulateNetworkConditions", conditions);
  }

  /** Every rule of axe-core on what can be seen now. */
  void assertNoAxeFindings(String state) {
    List<Rule> findings = new AxeBuilder(page).analyze().getViolations();
    assertThat(findings)
        .as("axe-core's findings, %s", state)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
  }

  /** Leaves a picture of the whole page among the build's output. */
  void screenshot(String name) throws Exception {
    screenshot(name, new Page.ScreenshotOptions().setFullPage(true));
  }

  /** The same of its upper part, to the end of the first chart. */
  void upperPart(String name) throws Exception {
    int width = page.viewportSize().width;
    int height = width < DESKTOP ? PHONE_CHART_END : DESKTOP_HEIGHT;
    screenshot(name, new Page.ScreenshotOptions().setFullPage(true).setClip(0, 0, width, height));
  }

  private void screenshot(String name, Page.ScreenshotOptions options) throws Exception {
    // What stays at the top stays there, and where no bar is, there need not be room for one.
    page.evaluate(
        "() => { document.documentElement.style.scrollbarGutter = 'auto'; scrollTo(0, 0); }");
    page.screenshot(options.setPath(Browsing.output("screenshots").resolve(name + ".png")));
  }

  /** Nothing but the page itself scrolls sideways, and the page does not. */
  void assertFitsItsWidth() {
    assertThat((Integer) page.evaluate(BEYOND)).as("pixels beyond the width").isNotPositive();
  }

  void assertStill() {
    assertThat(((Number) page.evaluate("() => seen.shift")).doubleValue())
        .as("layout shift")
        .isLessThan(SHIFT_MAX);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void close() {
    try {
      problems.addAll((List<String>) page.evaluate("() => seen.breaches"));
      assertThat(problems)
          .filteredOn(problem -> expected.stream().noneMatch(problem::contains))
          .isEmpty();
    } finally {
      context.close();
    }
  }
}
