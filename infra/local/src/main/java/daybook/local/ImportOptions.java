package daybook.local;

import daybook.core.protocol.ObjectVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code ./daybook import} was asked for.
 *
 * @param state folder of the run to import into
 * @param files what to upload, at least one; unmodifiable
 * @param mapping by which they are to be read, where one is named
 * @param replace whether its document takes the place of another one of its name
 * @param again whether content that was imported before is to count again
 * @param dryRun whether nothing is to be uploaded, only read and shown
 */
record ImportOptions(
    Path state,
    List<Path> files,
    Optional<MappingArgument> mapping,
    boolean replace,
    boolean again,
    boolean dryRun) {

  /** Copies the list. */
  ImportOptions {
    files = List.copyOf(files);
  }

  /**
   * Reads arguments, and reports everything that is wrong at once.
   *
   * @param home folder of the project, whose run is meant unless another one is named
   */
  static ImportOptions parse(List<String> arguments, Path home) throws UsageException {
    return new Parser(home).parse(arguments);
  }

  /** The state of one parse. */
  private static final class Parser {
    private final List<Path> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Path state;
    private Optional<MappingArgument> mapping = Optional.empty();
    private boolean replace;
    private boolean again;
    private boolean dryRun;

    Parser(Path home) {
      this.state = StateDirectory.ofProject(home);
    }

    ImportOptions parse(List<String> arguments) throws UsageException {
      for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
        argument(rest.next(), rest);
      }
      if (files.isEmpty() && problems.isEmpty()) {
        problems.add("import needs a file\n" + Help.of("import").stripTrailing());
      }
      files.forEach(file -> problem(file).ifPresent(problems::add));
      if (replace && mapping.flatMap(MappingArgument::file).isEmpty()) {
        problems.add("--replace needs --mapping FILE.json, which is put in place of another");
      }
      if (!problems.isEmpty()) {
        throw new UsageException(problems);
      }
      return new ImportOptions(state, files, mapping, replace, again, dryRun);
    }

    private void argument(String argument, Iterator<String> rest) {
      switch (argument) {
        case "--state" -> value(argument, "a folder", rest).ifPresent(v -> state = Path.of(v));
        case "--mapping" ->
            value(argument, MappingArgument.EXPECTED, rest).ifPresent(this::mapping);
        case "--replace" -> replace = true;
        case "--again" -> again = true;
        case "--dry-run" -> dryRun = true;
        default -> {
          if (argument.startsWith("-")) {
            problems.add(Help.unknown("option " + argument, "import"));
          } else {
            files.add(Path.of(argument));
          }
        }
      }
    }

    private Optional<String> value(String name, String expected, Iterator<String> rest) {
      return Help.value(name, expected, rest, problems);
    }

    private void mapping(String text) {
      try {
        mapping = Optional.of(MappingArgument.parse(text));
      } catch (UsageException e) {
        problems.add(e.getMessage());
      }
    }
  }

  /** Why a file cannot be uploaded; empty if it can. */
  static Optional<String> problem(Path file) {
    if (file.toString().isBlank()) {
      return Optional.of("'" + file + "' names nothing: expected a file");
    }
    if (Files.isDirectory(file)) {
      return Optional.of(file + " is a folder: expected a file");
    }
    if (!Files.isReadable(file)) {
      return Optional.of(
          file + (Files.exists(file) ? " may not be read" : " is not there: expected a file"));
    }
    if (!Files.isRegularFile(file)) {
      // A pipe cannot be read twice, and has no length, which S3 must know before the first byte.
      return Optional.of(file + " is a pipe or a device: expected a file");
    }
    return ObjectVersion.isImported(file.getFileName().toString())
        ? Optional.empty()
        : Optional.of(
            file
                + " would not be imported: expected a name ending in .csv or .csv.gz, in any case"
                + advice(file.getFileName().toString().toLowerCase(Locale.ROOT)));
  }

  /** What to do about a name. */
  private static String advice(String name) {
    if (name.matches(".*\\.(zip|7z|rar|tar|tgz|bz2|xz|zst)")) {
      return "; unpack it first";
    }
    if (name.matches(".*\\.(xlsx?|ods|numbers)")) {
      return "; save it as CSV (UTF-8) first";
    }
    return name.matches(".*\\.(txt|tsv|tab|dat|asc)") ? "; rename it if it is one" : "";
  }
}
