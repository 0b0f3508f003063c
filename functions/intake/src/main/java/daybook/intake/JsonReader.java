package daybook.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON of RFC 8259, and nothing that only some take for it: no name twice in an object, no
 * number beyond JSON's own form, nothing behind the value, nothing but UTF-8. What it says of a
 * body that is none is a place, and never a part of the body.
 */
final class JsonReader {

  /** Most arrays and objects within each other; what is taken has two. */
  static final int DEPTH_MAX = 8;

  /** Most characters of a number: several times those of the longest amount. */
  static final int NUMBER_LENGTH_MAX = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a body.
   *
   * @throws RefusedException 400 with line and column where it is none
   */
  static Json read(byte[] body) throws RefusedException {
    try (JsonParser parser = FACTORY.createParser(text(body))) {
      return new JsonReader(parser).document();
    } catch (JsonProcessingException e) {
      throw refused("The body is no JSON", e.getLocation());
    } catch (IOException e) {
      throw new RefusedException(Problem.badRequest("The body is no text of JSON"));
    }
  }

  private Json document() throws IOException, RefusedException {
    try {
      Json value = value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw refused("The body goes on behind its JSON", parser.currentTokenLocation());
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw refused(
          "The body is nested deeper than %d, or has a number of more than %d characters,"
              .formatted(DEPTH_MAX, NUMBER_LENGTH_MAX),
          parser.currentLocation());
    }
  }

  private static String text(byte[] body) throws RefusedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException(Problem.badRequest("The body is no UTF-8"));
    }
  }

  private Json value(JsonToken token) throws IOException, RefusedException {
    if (token == null) {
      throw new RefusedException(Problem.badRequest("The body ends before its JSON does"));
    }
    return switch (token) {
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getText());
      case START_ARRAY -> many();
      case START_OBJECT -> fields();
      default -> new Json.Word(parser.getText());
    };
  }

  private Json many() throws IOException, RefusedException {
    List<Json> values = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      values.add(value(token));
      token = parser.nextToken();
    }
    return new Json.Many(values);
  }

  private Json fields() throws IOException, RefusedException {
    Map<String, Json> byName = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      JsonLocation where = parser.currentTokenLocation();
      if (byName.put(parser.currentName(), value(parser.nextToken())) != null) {
        throw refused("An object has the same name twice", where);
      }
    }
    return new Json.Fields(byName);
  }

  private static RefusedException refused(String what, JsonLocation where) {
    return new RefusedException(Problem.badRequest(what + place(where)));
  }

  private static String place(JsonLocation where) {
    return where == null
        ? ""
        : " from line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
  }
}
