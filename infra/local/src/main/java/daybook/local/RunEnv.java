package daybook.local;

import daybook.embedded.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The addresses of a running pipeline, as a file that a shell can read with {@code .}: a line
 * {@code export NAME='value'} each.
 */
final class RunEnv {

  private static final String EXPORT = "export ";

  private RunEnv() {}

  /** Writes the file whole, or not at all. */
  static void write(Path file, Map<String, String> variables) throws FailureException {
    StringBuilder text =
        new StringBuilder("# Addresses of the running Daybook; gone when it ends.\n");
    variables.forEach(
        (name, value) ->
            text.append(EXPORT).append(name).append("='").append(quoted(value)).append("'\n"));
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      // Only its owner may read it: the address of a MongoDB may hold a password.
      Files.deleteIfExists(partial);
      Files.createFile(
          partial,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(partial, text);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FailureException("cannot write " + file + ": " + FileProblem.of(e), e);
    }
  }

  private static String quoted(String value) {
    return value.replace("'", "'\\''");
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws FailureException if there is no such file, so that nothing is running
   */
  static Map<String, String> read(Path file, Commands commands) throws FailureException {
    if (!Files.exists(file)) {
      throw new FailureException(
          "no run uses %s: expected its addresses in %s; start one with %s in another terminal first,"
                  .formatted(file.getParent(), file.getFileName(), commands.run())
              + " or name the folder of one by --state DIR");
    }
    return read(file);
  }

  /** The same of a file that is there. */
  static Map<String, String> read(Path file) throws FailureException {
    Map<String, String> variables = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (line.startsWith(EXPORT) && equals > 0) {
          String value = line.substring(equals + 2, line.length() - 1);
          variables.put(line.substring(EXPORT.length(), equals), value.replace("'\\''", "'"));
        }
      }
    } catch (IOException e) {
      throw new FailureException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
    return variables;
  }

  /**
   * The value of a variable that every run writes.
   *
   * @throws FailureException if it is not there: another version wrote the file, or somebody did
   */
  static String required(Map<String, String> variables, String name) throws FailureException {
    String value = variables.get(name);
    if (value == null || value.isBlank()) {
      throw new FailureException(
          "no %s among the addresses of the running Daybook, only %s"
              .formatted(name, new TreeSet<>(variables.keySet())));
    }
    return value;
  }

  /**
   * How S3 and SQS are signed in to.
   *
   * @throws FailureException if the variables do not say it
   */
  static Servers.Access access(Map<String, String> variables) throws FailureException {
    return new Servers.Access(
        required(variables, "AWS_ACCESS_KEY_ID"),
        required(variables, "AWS_SECRET_ACCESS_KEY"),
        required(variables, "AWS_REGION"));
  }
}
