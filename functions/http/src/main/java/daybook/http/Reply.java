package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
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

  /** What 304 says of what it does not send. */
  private static final Set<String> WITHOUT_CONTENT =
      Set.of(
          "Cache-Control",
          // What a page may do is another matter than what it says: a new policy is for the old
          // page, too.
          "Content-Security-Policy",
          "ETag",
          "Referrer-Policy",
          "Vary",
          "X-Content-Type-Options");

  /** What is served may change any time, old days by late rows too: a cache must ask first. */
  private static final Map<String, String> ALWAYS =
      Map.of("Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff");

  /**
   * A content; or 304 without body where the client has it already.
   *
   * @param request says in which form the client takes it
   * @throws RefusedException 400 where the body would be longer than {@link #BODY_BYTES_MAX}
   */
  public static Reply of(Content content, Request request) throws RefusedException {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.putAll(content.headers());
    EntityTag tag = content.tag();
    headers.put("ETag", tag.header());
    if (tag.matches(request.header("if-none-match"))) {
      headers.keySet().retainAll(WITHOUT_CONTENT);
      return new Reply(304, headers, "", false);
    }
    headers.put("Content-Type", content.type());
    byte[] bytes = content.bytes();
    boolean compressed =
        content.isCompressible()
            && bytes.length > PLAIN_BYTES_MAX
            && ContentCoding.acceptsGzip(request.header("accept-encoding"));
    if (compressed) {
      headers.put("Content-Encoding", "gzip");
      bytes = content.gzip();
    }
    requireSendable(bytes.length);
    boolean base64 = compressed || !content.isText();
    String body = base64 ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, UTF_8);
    return new Reply(200, headers, body, base64);
  }

  /**
   * Something was made for the client, and for nobody else to see.
   *
   * @param location where it is, or will be
   */
  public static Reply created(String location, byte[] json) {
    return done(201, json).with("Location", location);
  }

  /**
   * What was done, or was done already: for the client, and for no cache.
   *
   * @param status 200 to 207
   */
  public static Reply done(int status, byte[] json) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Type", "application/json");
    return new Reply(status, headers, new String(json, UTF_8), false);
  }

  /** It was done, and there is nothing to say of it. */
  public static Reply done() {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Cache-Control", "no-store");
    return new Reply(204, headers, "", false);
  }

  /**
   * What is asked for is elsewhere, for this client and for a while.
   *
   * @param location where
   */
  public static Reply seeOther(String location) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Cache-Control", "no-store");
    headers.put("Location", location);
    return new Reply(303, headers, "", false);
  }

  /** The same with a header, or with another value of it. */
  public Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, base64);
  }

  /** The answer to HEAD. */
  Reply withoutBody() {
    return new Reply(status, headers, "", false);
  }

  private static void requireSendable(int bytes) throws RefusedException {
    if (bytes > BODY_BYTES_MAX) {
      throw new RefusedException(
          Problem.badRequest("The answer would be too long; ask for less, or for gzip"));
    }
  }

  /**
   * What one may ask. Whose pages may, and how, the gateway says in headers that it adds to this,
   * where it knows of any origin; a browser wants to see a success besides.
   *
   * @param methods what the path takes, joined by commas
   */
  static Reply options(String methods) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Allow", methods);
    return new Reply(204, headers, "", false);
  }

  /**
   * The path is served, the method is not.
   *
   * @param template of the path
   * @param methods what the path takes, joined by commas
   */
  static Reply methodNotAllowed(String template, String methods) {
    return problem(Problem.methodNotAllowed(template, methods), Map.of("Allow", methods));
  }

  /** Why the request is not answered as it was meant. */
  public static Reply problem(Problem problem) {
    return problem(problem, Map.of());
  }

  private static Reply problem(Problem problem, Map<String, String> further) {
    Map<String, String> headers = new TreeMap<>(ALWAYS);
    headers.put("Content-Type", "application/problem+json");
    headers.putAll(further);
    problem
        .retryAfter()
        .ifPresent(time -> headers.put("Retry-After", Long.toString(time.toSeconds())));
    return new Reply(problem.status(), headers, problem.json(), false);
  }
}
