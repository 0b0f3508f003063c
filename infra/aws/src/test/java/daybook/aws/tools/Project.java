package daybook.aws.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The project's folder. */
final class Project {

  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

  private Project() {}

  /** Where it is. */
  static Path home() {
    String home = System.getProperty("daybook.home");
    if (home == null) {
      throw new IllegalStateException("the build must name the project's folder in daybook.home");
    }
    return Path.of(home);
  }

  /** Copies all that a clone would hold if everything were committed. */
  static void copyTo(Path target) throws IOException, InterruptedException {
    String files =
        Tool.GIT.run(home(), LIST_LIMIT, "ls-files", "-z", "-co", "--exclude-standard").out();
    for (String name : files.split("\0", -1)) {
      Path file = home().resolve(name);
      if (!name.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Path copy = target.resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
