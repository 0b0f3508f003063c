package daybook.reading.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import daybook.reading.mapping.InvalidMappingException.Problem;
import java.util.List;
import java.util.Set;

/** Documents for tests, and what the reader and the schema say of them. */
final class Documents {

  static final JsonMapper JSON = JsonMapper.builder().build();

  /** The shortest that is one. */
  static final String SHORTEST =
      """
      {"name": "till", "title": "A till",
       "timestamp": {"column": "When", "format": "iso"},
       "amount": {"column": "Paid", "signed": true},
       "payment_method": "cash"}""";

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(MappingSchema.text());

  private Documents() {}

  /** The shortest one with some of its fields replaced, added or, by null, left out. */
  static String with(String fields) throws JsonProcessingException {
    ObjectNode document = (ObjectNode) JSON.readTree(SHORTEST);
    JSON.readTree(fields)
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                document.remove(field.getKey());
              } else {
                document.set(field.getKey(), field.getValue());
              }
            });
    return document.toString();
  }

  static MappingDocument read(String json) throws InvalidMappingException {
    return MappingDocument.read(json.getBytes(UTF_8));
  }

  /** What is wrong with a document, none where it is a mapping. */
  static List<Problem> problems(String json) {
    try {
      read(json);
      return List.of();
    } catch (InvalidMappingException e) {
      return e.problems();
    }
  }

  /** Whether the schema takes it. */
  static boolean isValid(String json) {
    Set<?> found = SCHEMA.validate(json, InputFormat.JSON);
    return found.isEmpty();
  }
}
