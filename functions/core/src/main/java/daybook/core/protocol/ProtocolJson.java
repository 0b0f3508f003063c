package daybook.core.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The JSON forms of an object version and of a position, as they lie in Redis. Redis never looks
 * into them.
 */
public final class ProtocolJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProtocolJson() {}

  /** One line of JSON. */
  public static String write(ObjectVersion source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bucket", source.bucket()).put("key", source.key());
    if (source.versionId() != null) {
      json.put("versionId", source.versionId());
    }
    json.put("eTag", source.eTag()).put("lastModified", source.lastModified().toString());
    return json.put("sizeBytes", source.sizeBytes()).toString();
  }

  /**
   * Reads what {@link #write(ObjectVersion)} wrote.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static ObjectVersion readObjectVersion(String text) {
    JsonNode json = parse(text);
    try {
      return new ObjectVersion(
          json.required("bucket").asText(),
          json.required("key").asText(),
          json.has("versionId") ? json.get("versionId").asText() : null,
          json.required("eTag").asText(),
          Instant.parse(json.required("lastModified").asText()),
          json.required("sizeBytes").asLong());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no object version: " + text, e);
    }
  }

  /** One line of JSON. */
  public static String write(ImportPosition position) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("offset", position.offset()).put("line", position.line());
    json.put("accepted", position.accepted());
    ObjectNode rejected = json.putObject("rejected");
    position.rejected().forEach((reason, rows) -> rejected.put(reason.code(), rows));
    ArrayNode methods = json.putArray("methods");
    position.methods().forEach(methods::add);
    json.put("state", position.state().code());
    if (position.reason() != null) {
      json.put("reason", position.reason());
    }
    return json.toString();
  }

  /**
   * Reads what {@link #write(ImportPosition)} wrote.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static ImportPosition readPosition(String text) {
    JsonNode json = parse(text);
    Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    json.required("rejected")
        .properties()
        .forEach(
            entry -> rejected.put(RejectReason.ofCode(entry.getKey()), entry.getValue().asLong()));
    TreeSet<String> methods = new TreeSet<>();
    json.required("methods").forEach(method -> methods.add(method.asText()));
    return new ImportPosition(
        json.required("offset").asLong(),
        json.required("line").asLong(),
        json.required("accepted").asLong(),
        rejected,
        methods,
        ImportState.ofCode(json.required("state").asText()),
        json.has("reason") ? json.get("reason").asText() : null);
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + text, e);
    }
  }
}
