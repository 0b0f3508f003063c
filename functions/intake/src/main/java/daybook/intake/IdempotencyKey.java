package daybook.intake;

import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of draft-ietf-httpapi-idempotency-key-header: a string of RFC 8941, {@code
 * "8e03978e-40d5-43dd-bc93-6894a57f9324"}. The same without quotes, as most payment services have
 * it, is the same key.
 *
 * @param hash 64 hexadecimal digits of its SHA-256: the key itself goes nowhere
 */
record IdempotencyKey(String hash) {

  /** The header. */
  static final String HEADER = "Idempotency-Key";

  /** Most characters of a key: as with other payment services. */
  static final int LENGTH_MAX = 255;

  /** A string: visible ASCII and blanks, quotes and backslashes behind a backslash. */
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\])*)\"");

  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._:~+/=-]+");

  /**
   * The key of a request, if it has one.
   *
   * @throws RefusedException 400 where it is none
   */
  static Optional<IdempotencyKey> of(Request request) throws RefusedException {
    String header = request.header(HEADER).strip();
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher quoted = QUOTED.matcher(header);
    String key = header;
    if (quoted.matches()) {
      key = quoted.group(1).replaceAll("\\\\([\"\\\\])", "$1");
    } else if (!BARE.matcher(header).matches()) {
      key = "";
    }
    if (key.isEmpty() || key.length() > LENGTH_MAX) {
      throw new RefusedException(
          Problem.badRequest(
              "%s must be one string such as \"8e03978e-40d5-43dd-bc93-6894a57f9324\", of 1 to %d characters"
                  .formatted(HEADER, LENGTH_MAX)));
    }
    return Optional.of(new IdempotencyKey(sha256(key.getBytes(StandardCharsets.UTF_8))));
  }

  /** What tells bodies apart: 64 hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
