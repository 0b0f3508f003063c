package daybook.core.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.UnknownFormException;
import java.util.Collection;

/**
 * Fields of a stored value that this version does not know. A later one wrote them beside those
 * that both know; they are kept as they are, in their order, and written again behind the others.
 *
 * @param json an object as JSON, at most {@link #LENGTH_MAX} characters
 */
public record FurtherFields(String json) {

  /**
   * Most characters: with them a position stays a small part of its batch, and 256 imports of a
   * checkpoint stay megabytes below what a document may have.
   */
  public static final int LENGTH_MAX = 4_096;

  /** The usual case. */
  public static final FurtherFields NONE = new FurtherFields("{}");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Checks the length: whoever needs more needs a form of its own. */
  public FurtherFields {
    if (json.length() > LENGTH_MAX) {
      throw new UnknownFormException(
          "a value", json.length() + " characters of further fields, at most " + LENGTH_MAX);
    }
  }

  /** What an object holds beside these fields. */
  public static FurtherFields of(ObjectNode object, Collection<String> known) {
    return of(object.deepCopy().without(known));
  }

  /** All fields of an object. */
  public static FurtherFields of(JsonNode object) {
    return object.isEmpty() ? NONE : new FurtherFields(object.toString());
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** A new object of them. */
  public ObjectNode object() {
    if (isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalArgumentException("expected a JSON object, found " + json, e);
    }
  }

  /** These and others; where both have a field of one name, the others'. */
  public FurtherFields and(FurtherFields others) {
    if (others.isEmpty()) {
      return this;
    }
    ObjectNode all = object();
    all.setAll(others.object());
    return of(all);
  }
}
