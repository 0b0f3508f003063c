package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --help} prints: files, which the script prints as well, without building anything.
 */
final class Help {

  private Help() {}

  /** The text of a command, {@code help} for the list of all. */
  static String of(String command) {
    try (InputStream text = Help.class.getResourceAsStream(command + ".txt")) {
      if (text == null) {
        throw new IllegalStateException("no help for " + command + " on the class path");
      }
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A problem of the command line, and who knows what is expected. */
  static String unknown(String what, String command) {
    return "unknown %s: ./daybook %s --help lists what there is".formatted(what, command);
  }

  /** How an argument is called that nobody knows. */
  static String kind(String argument) {
    return (argument.startsWith("-") ? "option " : "argument ") + argument;
  }

  /**
   * The value of an option.
   *
   * @param rest what follows the option, of which the value is taken
   * @param problems where it is noted if there is none
   */
  static Optional<String> value(
      String option, String expected, Iterator<String> rest, List<String> problems) {
    Optional<String> value = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    if (value.isEmpty() || value.get().isBlank()) {
      problems.add(option + " needs a value: expected " + expected);
      return Optional.empty();
    }
    return value;
  }
}
