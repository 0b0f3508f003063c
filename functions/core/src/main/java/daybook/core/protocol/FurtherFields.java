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
 * @param json an object as JSON, at most {@link #LENGTH_MAX} characters of one value, and at most
 *     {@link #GATHERED_LENGTH_MAX} of what was gathered from several
 */
public record FurtherFields(String json) {

  /**
   * Most characters of one value: with them a position stays a small part of its batch, and 256
   * imports of a checkpoint stay megabytes below what a document may have.
   */
  public static final int LENGTH_MAX = 4_096;

  /**
   * Most characters of a ledger entry, which gathers those of an object version, of a position and
   * of an import's record. As many as all three may have, so that gathering refuses nothing: an
   * entry that could not be made would keep its checkpoint from being redone, and every dump after
   * it waiting.
   */
  public static final int GATHERED_LENGTH_MAX = 3 * LENGTH_MAX;

  /** The usual case. */
  public static final FurtherFields NONE = new FurtherFields("{}");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Checks the length: whoever needs more needs a form of its own. */
  public FurtherFields {
    require(json, GATHERED_LENGTH_MAX);
  }

  private static void require(String json, int lengthMax) {
    if (json.length() > lengthMax) {
      throw new UnknownFormException(
          "a value", json.length() + " characters of further fields, at most " + lengthMax);
    }
  }

  /**
   * What one value holds beside these fields.
   *
   * @throws UnknownFormException if that is more than {@link #LENGTH_MAX}
   */
  public static FurtherFields of(ObjectNode value, Collection<String> known) {
    return of(value.deepCopy().without(known));
  }

  /**
   * All further fields of one value.
   *
   * @throws UnknownFormException if they are more than {@link #LENGTH_MAX}
   */
  public static FurtherFields of(JsonNode fields) {
    FurtherFields further = gathered(fields);
    require(further.json, LENGTH_MAX);
    return further;
  }

  /**
   * Further fields that were gathered from several values.
   *
   * @throws UnknownFormException if they are more than {@link #GATHERED_LENGTH_MAX}
   */
  public static FurtherFields gathered(JsonNode fields) {
    return fields.isEmpty() ? NONE : new FurtherFields(fields.toString());
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
    return gathered(all);
  }
}
