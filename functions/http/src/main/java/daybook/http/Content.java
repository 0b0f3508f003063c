package daybook.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an answer consists of, before it is known in which form the client takes it. Safe for
 * threads.
 */
public final class Content {

  private final byte[] bytes;
  private final String type;
  private final boolean text;
  private final Map<String, String> headers;

  /** How its strong tag begins; empty where its tag is weak. */
  private final Optional<String> tagged;

  /** Made when it is first needed, and once: a file that is kept is sent many times. */
  private byte @Nullable [] compressed;

  private @Nullable EntityTag tag;

  private Content(
      byte[] bytes,
      String type,
      boolean text,
      Map<String, String> headers,
      Optional<String> tagged) {
    this.tagged = tagged;
    this.bytes = bytes;
    this.type = type;
    this.text = text;
    this.headers = headers;
  }

  /** A JSON document. */
  public static Content json(byte[] json) {
    return text("application/json", json);
  }

  /**
   * A text in UTF-8.
   *
   * @param type as in the header; one of {@code text/} says its charset
   */
  public static Content text(String type, byte[] utf8) {
    return new Content(utf8, type, true, varying(), Optional.empty());
  }

  /** Any bytes. */
  public static Content bytes(String type, byte[] bytes) {
    return new Content(bytes, type, false, varying(), Optional.empty());
  }

  private static Map<String, String> varying() {
    return new TreeMap<>(Map.of("Vary", "Accept-Encoding"));
  }

  /**
   * The same under a strong tag, which names it in {@code If-Match} too. It is sent as it is: a
   * compressed one would be other bytes.
   *
   * @param prefix how the tag begins, some characters without quotes
   */
  public Content tagged(String prefix) {
    Map<String, String> same = new TreeMap<>(headers);
    same.remove("Vary");
    return new Content(bytes, type, text, same, Optional.of(prefix));
  }

  /** The same with a header, or with another value of it. */
  public Content with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Content(bytes, type, text, more, tagged);
  }

  byte[] bytes() {
    return bytes;
  }

  synchronized byte[] gzip() {
    if (compressed == null) {
      compressed = ContentCoding.gzip(bytes);
    }
    return compressed;
  }

  synchronized EntityTag tag() {
    if (tag == null) {
      tag =
          tagged
              .map(prefix -> EntityTag.strong(prefix, bytes))
              .orElseGet(() -> EntityTag.of(bytes));
    }
    return tag;
  }

  String type() {
    return type;
  }

  /** Whether it may be sent compressed. */
  boolean isCompressible() {
    return tagged.isEmpty();
  }

  /** Whether the bytes are UTF-8, which crosses the gateway as it is. */
  boolean isText() {
    return text;
  }

  Map<String, String> headers() {
    return new TreeMap<>(headers);
  }
}
