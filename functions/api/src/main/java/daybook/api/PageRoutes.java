package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.reading.mapping.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page and the API's documentation, a row for each route. Nothing of them is read before
 * somebody asks for it: most starts of this function are for totals.
 */
final class PageRoutes {

  private static final String HASH = "hash";
  private static final String FILE = "file";

  private final PageConfig config;
  private final Once<Page> page = new Once<>(() -> Page.read("page"));
  private final Once<Page> docs = new Once<>(() -> Page.read("docs"));
  private final Once<Content> pageHtml = new Once<>(this::pageHtml);
  private final Once<Content> docsHtml = new Once<>(this::docsHtml);

  PageRoutes(PageConfig config) {
    this.config = config;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        Route.page("/", request -> Reply.of(pageHtml.get(), request)),
        Route.page("/docs", request -> Reply.of(docsHtml.get(), request)),
        new Route("GET", "/" + Page.ASSETS + "{hash}/{file}", this::asset));
  }

  /**
   * A file. Under the hash of another version there is none, and nobody keeps that: while a
   * deployment goes on two versions answer in turns, so that the same address may be right soon.
   */
  private Reply asset(Request request) throws RefusedException {
    String hash = request.variable(HASH);
    String name = request.variable(FILE);
    Optional<Content> found =
        page.get().hash().equals(hash) ? page.get().file(name) : ofDocs(hash, name);
    return found.isPresent()
        ? Reply.of(found.get(), request)
        : Reply.problem(
                Problem.noSuch("There is no such file, or not any more: load the page again"))
            .with("Cache-Control", "no-store");
  }

  private Optional<Content> ofDocs(String hash, String name) {
    return docs.get().hash().equals(hash) ? docs.get().file(name) : Optional.empty();
  }

  private Content pageHtml() {
    SortedMap<String, String> titles = new TreeMap<>();
    Mappings.presets()
        .all()
        .forEach(preset -> titles.put(preset.mapping().name(), preset.mapping().title()));
    List<String> connects = new ArrayList<>(config.buckets());
    config.issuer().ifPresent(connects::add);
    return html(
        page.get().html(config.json(titles, ApiDescription.version())), "img-src 'self'", connects);
  }

  /** Swagger UI has its icons in addresses that hold them; its styles it sets by script. */
  private Content docsHtml() {
    return html(docs.get().html(""), "img-src 'self' data:", config.buckets());
  }

  private static Content html(String html, String images, List<String> connects) {
    String policy =
        "%s; script-src 'self'; style-src 'self'; %s; connect-src 'self' %s"
            .formatted(Page.STRICT, images, String.join(" ", connects));
    return Page.strict(Content.text("text/html; charset=utf-8", html.getBytes(UTF_8)), policy);
  }

  /** Made when it is first asked for, and kept. */
  private static final class Once<T> {

    private final Supplier<T> maker;
    private @Nullable T made;

    Once(Supplier<T> maker) {
      this.maker = maker;
    }

    synchronized T get() {
      if (made == null) {
        made = maker.get();
      }
      return made;
    }
  }
}
