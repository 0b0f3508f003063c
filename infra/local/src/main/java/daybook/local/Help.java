package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What {@code --help} prints: files, which the script prints as well, without building anything.
 */
public final class Help {

  private Help() {}

  /** The text of a command, {@code help} for the list of all. */
  public static String of(String command) {
    return text(command + ".txt");
  }

  /** A file beside this class. */
  static String text(String name) {
    try (InputStream text = Help.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalStateException("no " + name + " on the class path");
      }
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
