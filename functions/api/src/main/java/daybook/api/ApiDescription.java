package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openapi.yaml}, which comes along. */
final class ApiDescription {

  /** Its name, on the class path and in its address. */
  static final String FILE = "openapi.yaml";

  private static final Pattern VERSION = Pattern.compile("(?m)^ {2}version: (\\S+)$");

  private ApiDescription() {}

  /** All of it. */
  static byte[] bytes() {
    try (InputStream in = ApiDescription.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not beside the classes");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from the class path failed", e);
    }
  }

  /** The version that it says, which is the project's. */
  static String version() {
    Matcher version = VERSION.matcher(new String(bytes(), UTF_8));
    if (!version.find()) {
      throw new IllegalStateException(FILE + " has no version");
    }
    return version.group(1);
  }
}
