package daybook.core.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The JSON forms of an object version and of a position, as they lie in Redis. Redis never looks
 * into them, but compares positions as text: what was read is written again byte for byte, with its
 * further fields, if these stood last.
 */
public final class ProtocolJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final List<String> VERSION_FIELDS =
      List.of("bucket", "key", "versionId", "eTag", "lastModified", "sizeBytes");
  private static final List<String> POSITION_FIELDS =
      List.of(
          "offset",
          "line",
          "accepted",
          "rejected",
          "skipped",
          "remarks",
          "methods",
          "state",
          "reason",
          "detail");

  private ProtocolJson() {}

  /** One line of JSON. */
  public static String write(ObjectVersion source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bucket", source.bucket()).put("key", source.key());
    if (source.versionId() != null) {
      json.put("versionId", source.versionId());
    }
    json.put("eTag", source.eTag()).put("lastModified", source.lastModified().toString());
    json.put("sizeBytes", source.sizeBytes());
    return json.setAll(source.further().object()).toString();
  }

  /**
   * Reads what {@link #write(ObjectVersion)} wrote.
   *
   * @throws IllegalArgumentException if the text is something else; it names the first field that
   *     is not what is expected
   * @throws daybook.core.port.UnknownFormException if a later version wrote it in a form of its own
   */
  public static ObjectVersion readObjectVersion(String text) {
    ObjectNode json = parse("an object version", text);
    try {
      return new ObjectVersion(
          text(json, "bucket"),
          text(json, "key"),
          json.has("versionId") ? text(json, "versionId") : null,
          text(json, "eTag"),
          Instant.parse(text(json, "lastModified")),
          wholeNumber(json, "sizeBytes"),
          FurtherFields.of(json, VERSION_FIELDS));
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
    if (!position.skipped().isEmpty()) {
      ObjectNode skipped = json.putObject("skipped");
      position.skipped().forEach((rule, rows) -> skipped.put(rule.code(), rows));
    }
    if (!position.remarks().isEmpty()) {
      ObjectNode remarks = json.putObject("remarks");
      position.remarks().forEach((remark, rows) -> remarks.put(remark.code(), rows));
    }
    ArrayNode methods = json.putArray("methods");
    position.methods().forEach(methods::add);
    json.put("state", position.state().code());
    if (position.reason() != null) {
      json.put("reason", position.reason());
    }
    if (position.detail() != null) {
      json.put("detail", position.detail());
    }
    return json.setAll(position.further().object()).toString();
  }

  /**
   * Reads what {@link #write(ImportPosition)} wrote.
   *
   * @throws IllegalArgumentException if the text is something else; it names the first field that
   *     is not what is expected
   * @throws daybook.core.port.UnknownFormException if a later version wrote it in a form of its own
   */
  public static ImportPosition readPosition(String text) {
    ObjectNode json = parse("a position", text);
    required(json, "rejected", JsonNode::isObject, "an object");
    TreeSet<String> methods = new TreeSet<>();
    for (JsonNode method : required(json, "methods", JsonNode::isArray, "a list")) {
      methods.add(method.asText());
    }
    return new ImportPosition(
        wholeNumber(json, "offset"),
        wholeNumber(json, "line"),
        wholeNumber(json, "accepted"),
        counts(json, "rejected", RejectReason::new),
        counts(json, "skipped", SkipRule::new),
        counts(json, "remarks", Remark::new),
        methods,
        new ImportState(text(json, "state")),
        json.has("reason") ? text(json, "reason") : null,
        json.has("detail") ? text(json, "detail") : null,
        FurtherFields.of(json, POSITION_FIELDS));
  }

  /** A list of texts. */
  public static String writeTexts(List<String> texts) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    texts.forEach(json::add);
    return json.toString();
  }

  /**
   * Reads a list of texts.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static List<String> readTexts(String text) {
    try {
      return List.of(MAPPER.readValue(text, String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no list of texts: " + text, e);
    }
  }

  /** Rows by word; none where the field is missing. */
  private static <T> Map<T, Long> counts(JsonNode json, String name, Function<String, T> word) {
    Map<T, Long> rows = new LinkedHashMap<>();
    if (json.has(name)) {
      JsonNode counts = required(json, name, JsonNode::isObject, "an object");
      for (String code : (Iterable<String>) counts::fieldNames) {
        rows.put(word.apply(code), wholeNumber(counts, code));
      }
    }
    return rows;
  }

  private static String text(JsonNode json, String name) {
    return required(json, name, JsonNode::isTextual, "a text").textValue();
  }

  /** Never 0 for what is no number: a position that is wrong counts rows twice. */
  private static long wholeNumber(JsonNode json, String name) {
    return required(
            json,
            name,
            value -> value.isIntegralNumber() && value.canConvertToLong(),
            "a whole number")
        .longValue();
  }

  private static JsonNode required(
      JsonNode json, String name, Predicate<JsonNode> isExpected, String expected) {
    JsonNode value = json.path(name);
    if (!isExpected.test(value)) {
      throw new IllegalArgumentException(
          "%s is %s: expected %s"
              .formatted(name, value.isMissingNode() ? "missing" : value, expected));
    }
    return value;
  }

  /** The object, if it is of a form that this version knows. */
  private static ObjectNode parse(String what, String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode json) {
        Form.require(what, json, Form.NEWEST);
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + text, e);
    }
    throw new IllegalArgumentException("no JSON object: " + text);
  }
}
