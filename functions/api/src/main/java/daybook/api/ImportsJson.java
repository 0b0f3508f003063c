package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.Uploads;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Imports and uploads as JSON. Every field is there; what is not known is null. */
final class ImportsJson {

  private ImportsJson() {}

  /** One import. */
  static byte[] one(ImportView view) {
    return bytes(object(view));
  }

  /**
   * A page of the list.
   *
   * @param next where the list goes on; empty at its end
   */
  static byte[] page(List<ImportView> imports, Optional<ImportCursor> next) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode data = page.putArray("data");
    imports.forEach(view -> data.add(object(view)));
    page.put("has_more", next.isPresent());
    page.put("next_cursor", next.map(ImportCursor::toString).orElse(null));
    return bytes(page);
  }

  /**
   * An address to upload to.
   *
   * @param expires when it is of no use any more
   * @param watch where its imports are listed
   */
  static byte[] upload(String key, Uploads.Address address, Instant expires, String watch) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", key);
    ObjectNode upload = json.putObject("upload");
    upload.put("method", "PUT");
    upload.put("url", address.url().toString());
    ObjectNode headers = upload.putObject("headers");
    new TreeMap<>(address.headers()).forEach(headers::put);
    upload.put("expires", time(expires));
    json.put("watch", watch);
    return bytes(json);
  }

  private static ObjectNode object(ImportView view) {
    ImportPosition position = view.position();
    boolean runs = view.ended().isEmpty();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", view.id().toString());
    json.put("key", view.source().key());
    json.put("version_id", view.source().versionId());
    json.put("state", (runs ? ImportState.RUNNING : position.state()).code());
    json.put("reason", runs ? null : position.reason());
    json.put("detail", runs ? null : detail(view).orElse(null));
    putMapping(json, view.terms());
    json.put("begun", time(view.begun()));
    json.put("ended", view.ended().map(ImportsJson::time).orElse(null));
    json.put("size_bytes", view.source().sizeBytes());
    json.put("bytes_read", position.offset());
    json.put("rows", position.rows());
    json.put("accepted", position.accepted());
    counts(json.putObject("rejected"), position.rejected());
    counts(json.putObject("skipped"), position.skipped());
    counts(json.putObject("remarks"), position.remarks());
    ArrayNode setAside = json.putArray("set_aside");
    view.setAside()
        .forEach(
            range ->
                setAside
                    .addObject()
                    .put("from", range.from())
                    .put("to", range.to())
                    .put("reason", range.reason().code()));
    ArrayNode ignored = json.putArray("ignored_columns");
    view.terms().ignored().forEach(ignored::add);
    json.put("same_content_as", view.terms().sameContentAs().orElse(null));
    json.put("waiting_rows", view.waitingRows());
    return json;
  }

  private static void putMapping(ObjectNode json, ImportTerms terms) {
    if (terms.mapping().isEmpty()) {
      json.putNull("mapping");
      return;
    }
    json.putObject("mapping")
        .put("name", terms.mapping().get().name())
        .put("hash", terms.mapping().get().hash());
  }

  /** Why it ended as it did, in sentences. */
  static Optional<String> detail(ImportView view) {
    return Optional.ofNullable(view.position().detail())
        .or(() -> view.terms().refused().map(ImportTerms.Refused::detail))
        .filter(text -> !text.isBlank());
  }

  private static void counts(ObjectNode into, Map<?, Long> rows) {
    rows.forEach(
        (what, count) -> {
          if (count > 0) {
            into.put(what.toString(), count);
          }
        });
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }
}
