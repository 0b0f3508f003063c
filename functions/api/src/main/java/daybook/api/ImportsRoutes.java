package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Uploads;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Imports and uploads, a row for each route. */
final class ImportsRoutes {

  /**
   * Where uploads go. No mapping is called like that, as a folder of its files would be: names of
   * mappings have no capitals.
   */
  static final String FOLDER = "Uploads/";

  private static final String IMPORTS = "/imports";
  private static final String ID = "id";
  private static final String AS = "as";
  private static final String SOURCE = "source";
  private static final Pattern IMPORT_ID = Pattern.compile("[0-9a-f]{" + ImportId.DIGITS + "}");

  private final Imports imports;
  private final RejectedRows rejected;
  private final Optional<Uploads> uploads;
  private final InstantSource clock;

  /**
   * @param uploads empty where nobody may upload
   */
  ImportsRoutes(
      Imports imports, RejectedRows rejected, Optional<Uploads> uploads, InstantSource clock) {
    this.imports = imports;
    this.rejected = rejected;
    this.uploads = uploads;
    this.clock = clock;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        new Route("GET", IMPORTS, ImportsParameters.NAMES, this::list),
        new Route("POST", IMPORTS, this::upload),
        new Route("GET", IMPORTS + "/{id}", this::one),
        new Route("GET", IMPORTS + "/{id}/rejects", Set.of(AS), this::rejects));
  }

  private Reply list(Request request) throws RefusedException {
    Imports.Page page = imports.page(ImportsParameters.of(request.parameters()));
    return Reply.of(Content.json(ImportsJson.page(page.imports(), page.next())), request);
  }

  private Reply one(Request request) throws RefusedException {
    Optional<ImportView> found = id(request).flatMap(imports::find);
    return Reply.of(
        Content.json(ImportsJson.one(found.orElseThrow(ImportsRoutes::noSuch))), request);
  }

  private Reply rejects(Request request) throws RefusedException {
    Optional<String> as = Optional.ofNullable(request.parameters().get(AS));
    if (as.isPresent() && !as.get().equals(SOURCE)) {
      throw new RefusedException(
          Problem.badParameters(
              Map.of(AS, "is unknown: expected source, once, or no such parameter")));
    }
    ImportId id = id(request).orElseThrow(ImportsRoutes::noSuch);
    Optional<LedgerEntry> entry = imports.ended(id);
    if (entry.isEmpty()) {
      if (imports.find(id).isEmpty()) {
        throw noSuch();
      }
      throw new RefusedException(
          Problem.conflict("The import still runs: its rejected rows are there when it has ended"));
    }
    return as.isPresent()
        ? rejected.asSource(entry.get(), request)
        : rejected.file(entry.get(), request);
  }

  private Reply upload(Request request) throws RefusedException {
    Uploads open =
        uploads.orElseThrow(
            () ->
                new RefusedException(
                    Problem.forbidden(
                        "Nobody uploads here without signing in, which this deployment does not"
                            + " ask for (ApiAuth=NONE): put the file into the import bucket")));
    UploadRequest asked = UploadRequest.of(request);
    String key = FOLDER + UUID.randomUUID() + "/" + asked.fileName();
    Uploads.Address address =
        open.address(
            new Uploads.Upload(key, asked.sizeBytes(), asked.contentType(), asked.mapping()));
    // A blank is a plus only to those who read a query as a form.
    String watch = IMPORTS + "?key=" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
    Duration valid = Duration.ofMinutes(Uploads.VALID_MINUTES);
    return Reply.created(
        watch, ImportsJson.upload(key, address, clock.instant().plus(valid), watch));
  }

  private static Optional<ImportId> id(Request request) {
    String text = request.variable(ID);
    return IMPORT_ID.matcher(text).matches() ? Optional.of(new ImportId(text)) : Optional.empty();
  }

  private static RefusedException noSuch() {
    return new RefusedException(Problem.noSuch("There is no import of this id"));
  }
}
