package daybook.local;

import daybook.embedded.FileProblem;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mapping that a command line names.
 *
 * @param name of the mapping
 * @param file the document, where one was given instead of a name
 */
record MappingArgument(String name, Optional<Given> file) {

  /**
   * A document in a file.
   *
   * @param path where it is
   * @param document what is in it
   */
  record Given(Path path, MappingDocument document) {}

  static final String EXPECTED = "the name of a mapping, or a file that ends in .json";

  private static final String SUFFIX = ".json";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** One of a name. */
  static MappingArgument named(String name) {
    return new MappingArgument(name, Optional.empty());
  }

  /**
   * Reads what stands behind {@code --mapping}.
   *
   * @throws UsageException if it is no name and no file with a mapping in it; has all that is wrong
   */
  static MappingArgument parse(String text) throws UsageException {
    if (text.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
      MappingDocument document = read(Path.of(text));
      return new MappingArgument(
          document.mapping().name(), Optional.of(new Given(Path.of(text), document)));
    }
    if (!NAME.matcher(text).matches()) {
      throw new UsageException(List.of("--mapping is '%s': expected %s".formatted(text, EXPECTED)));
    }
    return named(text);
  }

  private static MappingDocument read(Path file) throws UsageException {
    Optional<String> problem = InputFile.problem(file);
    if (problem.isPresent()) {
      throw new UsageException(List.of("--mapping: " + problem.get()));
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return MappingDocument.read(bytes.readNBytes(MappingDocument.DOCUMENT_BYTES_MAX + 1));
    } catch (IOException e) {
      throw new UsageException(List.of("cannot read " + file + ": " + FileProblem.of(e)));
    } catch (InvalidMappingException e) {
      throw new UsageException(
          List.of(file + " is an " + e.getMessage() + "\n  docs/MAPPINGS.md explains each field"));
    }
  }
}
