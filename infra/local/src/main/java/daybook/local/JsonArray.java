package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Optional;

/**
 * A JSON array of objects, read one by one however long it is. What is no JSON ends it: where the
 * next record begins is not known then. Not safe for threads.
 */
final class JsonArray implements RecordSource {

  private final JsonParser parser;
  private boolean begun;
  private boolean ended;

  /**
   * @param in UTF-8 that begins with a bracket; closed with this
   */
  JsonArray(InputStream in) throws IOException {
    this.parser = JsonLines.STRICT.createParser(in);
  }

  @Override
  public Optional<Item> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      if (!begun) {
        parser.nextToken();
        begun = true;
      }
      return parser.nextToken() == JsonToken.END_ARRAY ? end() : Optional.of(item());
    } catch (JsonProcessingException e) {
      ended = true;
      return Optional.of(
          Item.wrong(
              parser.currentLocation().getLineNr(),
              "no JSON, so nothing from here on is posted: " + e.getOriginalMessage()));
    }
  }

  private Item item() throws IOException {
    long line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return Item.wrong(line, JsonLines.NO_OBJECT);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JsonLines.STRICT.createGenerator(text)) {
      // Exact: no digit of an amount changes.
      generator.copyCurrentStructureExact(parser);
    }
    String json = text.toString();
    return json.getBytes(UTF_8).length > JsonLines.RECORD_BYTES_MAX
        ? Item.wrong(line, JsonLines.TOO_LONG)
        : Item.of(line, json);
  }

  private Optional<Item> end() throws IOException {
    ended = true;
    JsonToken behind = parser.nextToken();
    return behind == null
        ? Optional.empty()
        : Optional.of(
            Item.wrong(
                parser.currentTokenLocation().getLineNr(),
                "behind the array's end, where nothing is posted"));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
