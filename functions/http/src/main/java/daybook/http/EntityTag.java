package daybook.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names the content of an answer, by RFC 9110 section 8.8.3: the same totals have the same tag,
 * compressed or not, which is why it is a weak one.
 *
 * @param header its form in headers, {@code W/"…"}
 */
record EntityTag(String header) {

  /** Bytes of the digest that are used: 96 bits tell any number of answers apart. */
  private static final int DIGEST_BYTES = 12;

  /** The tag of a body. */
  static EntityTag of(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      String text =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
      return new EntityTag("W/\"" + text + "\"");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Whether a client has this content already.
   *
   * @param ifNoneMatch the header: tags joined by commas, or {@code *}; empty where there is none
   */
  boolean matches(String ifNoneMatch) {
    for (String element : ifNoneMatch.split(",", -1)) {
      String tag = element.strip();
      if (tag.equals("*") || tag.equals(header) || header.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
