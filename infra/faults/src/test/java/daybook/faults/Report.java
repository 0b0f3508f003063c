package daybook.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the attacks counted, one line each, for docs/RELIABILITY.md. Each process has a file of its
 * own, which the build puts together as {@code target/faults.txt}.
 */
public final class Report {

  private static final Path FILE = newFile();

  private Report() {}

  private static Path newFile() {
    Path file = Path.of("target", "faults-" + System.getProperty("daybook.fork", "1") + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a line, and prints it. */
  public static synchronized void line(String line) {
    System.out.println(line);
    try {
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
