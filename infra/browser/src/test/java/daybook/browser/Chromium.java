package daybook.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine, without a window. */
final class Chromium implements AutoCloseable {

  /** Where it is, if it is not on the {@code PATH}. */
  private static final String SETTING = "DAYBOOK_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. */
  static Chromium start() {
    Playwright playwright =
        Playwright.create(
            // It would fetch a browser of its own, and the one of this machine is to be used.
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    boolean started = false;
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable())
                      // Chromium refuses to have its sandbox where root starts it.
                      .setChromiumSandbox(!System.getProperty("user.name").equals("root")));
      started = true;
      return new Chromium(playwright, browser);
    } finally {
      if (!started) {
        playwright.close();
      }
    }
  }

  private static Path executable() {
    Stream<Path> given = Optional.ofNullable(System.getenv(SETTING)).map(Path::of).stream();
    Stream<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
    return Stream.concat(given, found)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no Chromium: install Debian's package chromium, or name one in " + SETTING));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
