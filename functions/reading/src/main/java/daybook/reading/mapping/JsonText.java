package daybook.reading.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON so that a field that is there twice is seen, and every one of them. */
final class JsonText {

  /**
   * Most objects and lists within each other. The deepest of a mapping has 4; what goes deeper is a
   * mistake that can be named.
   */
  static final int NESTING_MAX = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(MappingDocument.DOCUMENT_BYTES_MAX)
                  .maxStringLength(MappingDocument.DOCUMENT_BYTES_MAX)
                  .maxNameLength(MappingDocument.DOCUMENT_BYTES_MAX)
                  .build())
          .build();

  private final JsonParser parser;
  private final Problems problems;

  private JsonText(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The value of a text; empty where it is not one JSON value, which is a problem then. */
  static Optional<Json> read(String text, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonText(parser, problems).document();
    } catch (IOException e) {
      throw new UncheckedIOException("a text cannot be read", e);
    }
  }

  private Optional<Json> document() throws IOException {
    try {
      if (parser.nextToken() == null) {
        problems.add("", "nothing", "a JSON object");
        return Optional.empty();
      }
      Json document = value("", 1);
      if (parser.nextToken() != null) {
        problems.add("", "more behind the end, " + place(parser.currentTokenLocation()), "its end");
      }
      return Optional.of(document);
    } catch (JsonProcessingException e) {
      problems.add(
          "", "what is no JSON, " + place(parser.currentLocation()), "a JSON object (RFC 8259)");
      return Optional.empty();
    }
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private Json value(String pointer, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart() && depth > NESTING_MAX) {
      problems.add(pointer, "a value within more than " + NESTING_MAX + " others", "fewer");
      parser.skipChildren();
      return new Json.Other("…");
    }
    return switch (token) {
      case START_OBJECT -> fields(pointer, depth);
      case START_ARRAY -> items(pointer, depth);
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_TRUE -> new Json.Flag(true);
      case VALUE_FALSE -> new Json.Flag(false);
      default -> new Json.Other(parser.getText());
    };
  }

  private Json fields(String pointer, int depth) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String at = Part.pointer(pointer, name);
      parser.nextToken();
      if (fields.putIfAbsent(name, value(at, depth + 1)) != null) {
        problems.add(at, "the field once more", "each field once");
      }
    }
    return new Json.Fields(fields);
  }

  private Json items(String pointer, int depth) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(pointer + "/" + items.size(), depth + 1));
    }
    return new Json.Items(items);
  }
}
