package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.protocol.Form;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A script of the protocol as it goes to Redis.
 *
 * @param name of its resource, without {@code .lua}
 * @param text everything that is sent
 * @param digest by which Redis knows it
 */
record RedisScript(String name, String text, String digest) {

  private static final List<RedisScript> ALL =
      Stream.of(
              "apply",
              "begin",
              "enqueue",
              "imports",
              "look",
              "quarantine",
              "read",
              "running",
              "settle",
              "snapshot",
              "tail")
          .map(RedisScript::load)
          .toList();

  private static RedisScript load(String name) {
    String gate =
        name.equals("read")
            ? ""
            : "local NEWEST_FORM = " + Form.NEWEST + "\n" + resource("gate") + "\n";
    String text = resource("common") + "\n" + gate + resource(name);
    return new RedisScript(name, text, digest(text));
  }

  private static String resource(String name) {
    String file = "/daybook/redis/" + name + ".lua";
    try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** The script with this name. */
  static RedisScript named(String name) {
    return ALL.stream().filter(script -> script.name().equals(name)).findFirst().orElseThrow();
  }

  /** The script that is asked for by digest or by text. */
  static Optional<RedisScript> of(String digestOrText) {
    return ALL.stream()
        .filter(
            script -> script.digest().equals(digestOrText) || script.text().equals(digestOrText))
        .findFirst();
  }

  /**
   * What people call the script that is asked for by digest or by text.
   *
   * @throws IllegalArgumentException if it is none of these; no bug could be planted into it then
   */
  static String nameOf(String digestOrText) {
    return of(digestOrText)
        .map(RedisScript::name)
        .orElseThrow(() -> new IllegalArgumentException("no known script: " + digestOrText));
  }
}
