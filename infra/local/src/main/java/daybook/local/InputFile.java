package daybook.local;

import daybook.core.protocol.ObjectVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether a file that a command line names can be read, said before anything is done. */
public final class InputFile {

  private InputFile() {}

  /** Why a file cannot be read; empty if it can. */
  public static Optional<String> problem(Path file) {
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
    return Optional.empty();
  }

  /** Why a file cannot be uploaded; empty if it can. */
  static Optional<String> uploadProblem(Path file) {
    return problem(file).or(() -> nameProblem(file));
  }

  /** Why a file of this name is not imported; empty if it is. */
  static Optional<String> nameProblem(Path file) {
    String name = file.getFileName().toString();
    return ObjectVersion.isImported(name)
        ? Optional.empty()
        : Optional.of(
            file
                + " would not be imported: expected a name ending in .csv or .csv.gz, in any case"
                + advice(name.toLowerCase(Locale.ROOT)));
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
