package daybook.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent back.
 *
 * @param status the HTTP status
 * @param headers names in their usual spelling
 * @param body its text; empty with 204 and 304
 * @param base64 whether the text stands for bytes, in base64
 */
public record Reply(int status, Map<String, String> headers, String body, boolean base64) {

  /**
   * Longer bodies are compressed, in bytes: a shorter one fits into one packet as it is, so that
   * compressing it would cost time and save none.
   */
  public static final int PLAIN_BYTES_MAX = 1_400;

  /**
   * Longest body that is sent, in bytes. Lambda takes answers of 6 MB, in which a compressed body
   * grows by a third (base64) and a plain one by its escaped quotes, a quarter at worst.
   */
  public static final int BODY_BYTES_MAX = 4_500_000;

  /** Status where a store that is needed failed. */
  public static final int STORE_FAILED = 503;

  /** What is served may change any time, old days by late rows too: a cache must ask first. */
  private static final Map<String, String> ALWAYS =
      Map.of("Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff");

  /**
   * A JSON document; or 304 without body where the client has it already.
   *
   * @param json the uncompressed body
   * @param acceptEncoding the request's header, empty where there is none
   * @param ifNoneMatch the request's header, empty where there is none
   * @throws RefusedException 400 where the body would be longer than {@link #BODY_BYTES_MAX}
   */
  public static Reply json(byte[] json, String acceptEncoding, String ifNoneMatch)
      throws RefusedException {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    EntityTag tag = EntityTag.of(json);
    headers.put("ETag", tag.header());
    headers.put("Vary", "Accept-Encoding");
    if (tag.matches(ifNoneMatch)) {
      return new Reply(304, headers, "", false);
    }
    headers.put("Content-Type", "application/json");
    if (json.length > PLAIN_BYTES_MAX && ContentCoding.acceptsGzip(acceptEncoding)) {
      headers.put("Content-Encoding", "gzip");
      byte[] compressed = ContentCoding.gzip(json);
      requireSendable(compressed.length);
      return new Reply(200, headers, Base64.getEncoder().encodeToString(compressed), true);
    }
    requireSendable(json.length);
    return new Reply(200, headers, new String(json, StandardCharsets.UTF_8), false);
  }

  private static void requireSendable(int bytes) throws RefusedException {
    if (bytes > BODY_BYTES_MAX) {
      throw new RefusedException(
          Problem.badRequest("The answer would be too long; ask for less, or for gzip"));
    }
  }

  /**
   * Yes, one may ask. Who may, and how, the gateway says in headers that it adds to this, where it
   * knows of any origin; a browser wants to see a success besides.
   *
   * @param methods what the path takes, joined by commas
   */
  static Reply preflight(String methods) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Allow", methods);
    return new Reply(204, headers, "", false);
  }

  /**
   * The path is served, the method is not.
   *
   * @param methods what the path takes, joined by commas
   */
  static Reply methodNotAllowed(String path, String methods) {
    return problem(Problem.methodNotAllowed(path, methods), Map.of("Allow", methods));
  }

  /** Why the request is not answered as it was meant. */
  public static Reply problem(Problem problem) {
    return problem(problem, Map.of());
  }

  private static Reply problem(Problem problem, Map<String, String> further) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Content-Type", "application/problem+json");
    headers.putAll(further);
    return new Reply(problem.status(), headers, problem.json(), false);
  }
}
