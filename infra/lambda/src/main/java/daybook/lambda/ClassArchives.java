package daybook.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Class data of functions' JVMs, parsed and verified once and mapped into memory from then on: an
 * archive a function, which halves what its start costs. A JVM that cannot use its archive, being
 * another version or finding other jars, says nothing and loads its classes as ever.
 *
 * @param directory where {@code <function>.jsa} lie
 * @param writes whether JVMs write these files when they end, and use none
 */
public record ClassArchives(Path directory, boolean writes) {

  /** An archive that does not fit is no news: the JVM starts without it. */
  private static final String QUIET = "-Xlog:cds*=off";

  public ClassArchives {
    Objects.requireNonNull(directory);
  }

  /** What a function's JVM is started with. */
  List<String> options(String functionId) {
    Path archive = directory.resolve(functionId + ".jsa");
    if (writes) {
      return List.of("-XX:ArchiveClassesAtExit=" + archive, QUIET);
    }
    return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, QUIET) : List.of();
  }
}
