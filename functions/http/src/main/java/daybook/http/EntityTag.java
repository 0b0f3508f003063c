package daybook.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names the content of an answer, by RFC 9110 section 8.8.3: the same totals have the same tag,
 * compressed or not, which is why it is a weak one. One that a client may name in {@code If-Match}
 * is strong, and of a content that is never compressed.
 *
 * @param header its form in headers, {@code W/"…"} or {@code "…"}
 */
record EntityTag(String header) {

  /** Bytes of the digest that are used: 96 bits tell any number of answers apart. */
  private static final int DIGEST_BYTES = 12;

  private static final String WEAK = "W/";

  /** The weak tag of a body. */
  static EntityTag of(byte[] body) {
    return new EntityTag(WEAK + '"' + digest(body) + '"');
  }

  /** The strong tag of a body, which begins with a text. */
  static EntityTag strong(String prefix, byte[] body) {
    return new EntityTag('"' + prefix + digest(body) + '"');
  }

  private static String digest(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  /**
   * Whether a client has this content already, by the weak comparison.
   *
   * @param ifNoneMatch the header: tags joined by commas, or {@code *}; empty where there is none
   */
  boolean matches(String ifNoneMatch) {
    for (String element : ifNoneMatch.split(",", -1)) {
      String tag = element.strip();
      if (tag.equals("*") || opaque(tag).equals(opaque(header))) {
        return true;
      }
    }
    return false;
  }
}
