package daybook.local;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Arguments of a command that concerns one run. */
abstract class RunArguments extends Arguments {

  private static final int NEARLY_LAST = 98;

  private final Path home;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      order = NEARLY_LAST,
      converter = Expected.Folder.class,
      description = "folder of the run (.daybook beside this command)")
  private Optional<Path> state = Optional.empty();

  /**
   * @param home folder of the project, whose run is meant unless another one is named
   */
  RunArguments(Path home) {
    this.home = home;
  }

  /** Folder of the project. */
  final Path home() {
    return home;
  }

  /** Whether a folder was named. */
  final boolean isState() {
    return state.isPresent();
  }

  /** Folder of the run. */
  final Path state() {
    return state.orElse(StateDirectory.ofProject(home));
  }
}
