package daybook.core.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.UnknownFormException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Fields of a stored value that this version does not know. A later one wrote them beside those
 * that both know; they are kept as they are, in their order, and written again behind the others.
 *
 * <p>Their length is counted in bytes: those of their JSON in UTF-8, as Redis holds it, or those of
 * the same fields in a document of MongoDB, whichever are more. A list of small numbers takes seven
 * times as many there.
 *
 * @param json an object as JSON, at most {@link #LENGTH_MAX} bytes of one value, and at most {@link
 *     #GATHERED_LENGTH_MAX} of what was gathered from several
 */
public record FurtherFields(String json) {

  /**
   * Most bytes of one value. With them a position stays a small part of its batch, and the largest
   * checkpoint within MongoDB's 16 MiB (16.78 MB): 7.5 MB of totals, and 9.2 MB of 256 imports with
   * 35.9 KB each. These are 14.8 KB of payment methods, 6.2 KB of ranges that were set aside, 5.5
   * KB of terms, 3 KB of the sentence with an end, 3.3 KB of names, counts and times, and 3.1 KB of
   * further fields, in object version, position and record.
   *
   * <p>That holds for the words of this version. A later one whose words are longer, or that counts
   * by more of them, has to find the room first: 64 reasons and a reason of each range, of 64
   * characters each, would be 9 KB more of an import.
   */
  public static final int LENGTH_MAX = 1_024;

  /**
   * Most bytes of a ledger entry, which gathers those of an object version, of a position and of an
   * import's record. As many as all three may have, so that gathering refuses nothing: an entry
   * that could not be made would keep its checkpoint from being redone, and every dump after it
   * waiting.
   */
  public static final int GATHERED_LENGTH_MAX = 3 * LENGTH_MAX;

  /** The usual case. */
  public static final FurtherFields NONE = new FurtherFields("{}");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Checks the length: whoever needs more needs a form of its own. */
  public FurtherFields {
    require(utf8(json), GATHERED_LENGTH_MAX);
  }

  private static void require(int bytes, int most) {
    if (bytes > most) {
      throw new UnknownFormException(
          "a value", bytes + " bytes of further fields, at most " + most);
    }
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
    return within(LENGTH_MAX, fields);
  }

  /**
   * Further fields that were gathered from several values.
   *
   * @throws UnknownFormException if they are more than {@link #GATHERED_LENGTH_MAX}
   */
  public static FurtherFields gathered(JsonNode fields) {
    return within(GATHERED_LENGTH_MAX, fields);
  }

  private static FurtherFields within(int most, JsonNode fields) {
    if (fields.isEmpty()) {
      return NONE;
    }
    String json = fields.toString();
    require(utf8(json), most);
    require(inMongoDb(fields), most);
    return new FurtherFields(json);
  }

  /**
   * The bytes that the parts of an object or a list take in a document of MongoDB, as <a
   * href="https://bsonspec.org/spec.html">BSON</a> says: a type, a name that ends with a zero byte,
   * and the value. What is in a list is named by its number.
   */
  private static int inMongoDb(JsonNode parts) {
    int bytes = 0;
    if (parts.isArray()) {
      for (int i = 0; i < parts.size(); i++) {
        bytes += 2 + Integer.toString(i).length() + valueInMongoDb(parts.get(i));
      }
    } else {
      for (Map.Entry<String, JsonNode> part : parts.properties()) {
        bytes += 2 + utf8(part.getKey()) + valueInMongoDb(part.getValue());
      }
    }
    return bytes;
  }

  private static int valueInMongoDb(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> Integer.BYTES + utf8(value.textValue()) + 1;
      case BOOLEAN -> 1;
      case NULL -> 0;
      case ARRAY, OBJECT -> Integer.BYTES + inMongoDb(value) + 1;
      // Of 64 bits, whole or not.
      default -> Long.BYTES;
    };
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
