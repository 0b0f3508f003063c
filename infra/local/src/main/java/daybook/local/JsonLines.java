package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * NDJSON: an object a line, which is posted as it stands, so that no digit of an amount changes. A
 * line that is none says so and harms no other. Not safe for threads.
 */
final class JsonLines implements RecordSource {

  /** Reads as the API does: no name twice, and nothing behind the value. */
  static final JsonFactory STRICT =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A record alone in its array. */
  static final int RECORD_BYTES_MAX = TransactionPosts.BYTES_MAX - 2;

  static final String TOO_LONG =
      "longer than the %,d bytes of a request".formatted(TransactionPosts.BYTES_MAX);

  static final String NO_OBJECT = "no JSON object";

  private final InputStream in;
  private long line;

  /**
   * @param in UTF-8 without a byte order mark; closed with this
   */
  JsonLines(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<Item> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int read = in.read(); ; read = in.read()) {
      if (read >= 0 && read != '\n') {
        // What is too long is not kept, however long it is.
        if (bytes.size() <= RECORD_BYTES_MAX) {
          bytes.write(read);
        }
        continue;
      }
      if (read < 0 && bytes.size() == 0) {
        return Optional.empty();
      }
      line++;
      Item item = item(bytes);
      if (item.isWrong() || !item.json().isEmpty()) {
        return Optional.of(item);
      }
      bytes.reset();
      if (read < 0) {
        return Optional.empty();
      }
    }
  }

  /** The record of a line; one that says nothing where the line is blank. */
  private Item item(ByteArrayOutputStream bytes) throws IOException {
    if (bytes.size() > RECORD_BYTES_MAX) {
      return Item.wrong(line, TOO_LONG);
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
      String json = text.strip();
      return json.isEmpty() || isObject(json) ? Item.of(line, json) : Item.wrong(line, NO_OBJECT);
    } catch (CharacterCodingException e) {
      return Item.wrong(line, "no UTF-8");
    } catch (JsonProcessingException e) {
      return Item.wrong(line, "no JSON: " + e.getOriginalMessage());
    }
  }

  private static boolean isObject(String json) throws IOException {
    try (JsonParser parser = STRICT.createParser(json)) {
      boolean begins = parser.nextToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      return parser.nextToken() == null && begins;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
