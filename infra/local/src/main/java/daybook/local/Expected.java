package daybook.local;

import daybook.core.settings.Variables;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the value of an option, and says what was expected where it is something else.
 *
 * @param <T> of what it makes
 */
public abstract class Expected<T> implements ITypeConverter<T> {

  private final String what;

  /**
   * @param what in words, behind "expected"
   */
  protected Expected(String what) {
    this.what = what;
  }

  /** The value; empty if the text is none. */
  protected abstract Optional<T> read(String text);

  /** What is expected, in words. */
  final String what() {
    return what;
  }

  @Override
  public final T convert(String text) {
    return Optional.of(text)
        .filter(given -> !given.isBlank())
        .flatMap(this::read)
        .orElseThrow(() -> new TypeConversionException("expected " + what));
  }

  /** A name that the file system here can have. */
  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The path of a folder, which need not be there. */
  static final class Folder extends Expected<Path> {
    Folder() {
      super("a folder");
    }

    @Override
    protected Optional<Path> read(String text) {
      return path(text);
    }
  }

  /** The path of a file, which need not be there. */
  public static final class AnyFile extends Expected<Path> {
    /** For picocli. */
    public AnyFile() {
      super("a file");
    }

    @Override
    protected Optional<Path> read(String text) {
      return path(text);
    }
  }

  /** The path of a mapping's document. */
  static final class JsonFile extends Expected<Path> {
    JsonFile() {
      super("a file that ends in .json");
    }

    @Override
    protected Optional<Path> read(String text) {
      return path(text).filter(file -> text.endsWith(".json"));
    }
  }

  /** A whole number between bounds. */
  public abstract static class WholeNumber extends Expected<Integer> {
    private final int min;
    private final int max;

    /** Both bounds are allowed. */
    protected WholeNumber(int min, int max) {
      super(Variables.wholeNumber(min, max));
      this.min = min;
      this.max = max;
    }

    @Override
    protected Optional<Integer> read(String text) {
      return Variables.wholeNumber(text, min, max);
    }
  }

  /** A day of the calendar. */
  static final class Day extends Expected<LocalDate> {
    Day() {
      super("a day such as 2026-01-31");
    }

    @Override
    protected Optional<LocalDate> read(String text) {
      try {
        return Optional.of(text)
            .filter(given -> given.matches("\\d{4}-\\d{2}-\\d{2}"))
            .map(LocalDate::parse);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }

  /** Where a server listens. */
  static final class HostAndPort extends Expected<String> {
    private static final int PORT_MAX = 65_535;

    HostAndPort() {
      super("HOST:PORT");
    }

    @Override
    protected Optional<String> read(String text) {
      return Optional.of(text)
          .filter(given -> given.matches("[^:/@ ]+:[0-9]{1,5}"))
          .filter(given -> isPort(Integer.parseInt(given.substring(given.indexOf(':') + 1))));
    }

    private static boolean isPort(int number) {
      return number >= 1 && number <= PORT_MAX;
    }
  }

  /** A connection string. */
  static final class MongoDbUri extends Expected<String> {
    MongoDbUri() {
      super("mongodb://…");
    }

    @Override
    protected Optional<String> read(String text) {
      return Optional.of(text)
          .filter(given -> given.startsWith("mongodb://") || given.startsWith("mongodb+srv://"));
    }
  }

  /** An address of the web. */
  static final class HttpUrl extends Expected<URI> {
    HttpUrl() {
      super("an http(s) URL");
    }

    @Override
    protected Optional<URI> read(String text) {
      try {
        return Optional.of(new URI(text)).filter(uri -> text.matches("https?://[^ ]+"));
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }

  /** A mapping of that name, or a document of one. */
  static final class MappingText extends Expected<String> {
    MappingText() {
      super(MappingArgument.EXPECTED);
    }

    @Override
    protected Optional<String> read(String text) {
      return Optional.of(text);
    }
  }
}
