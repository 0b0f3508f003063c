package daybook.local;

import daybook.core.Deployment;
import daybook.core.settings.Variables;
import daybook.importer.Pacing;
import daybook.reading.FileTerms;
import daybook.reading.LayoutChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** {@code ./daybook import --dry-run}: shows how files would count, and uploads nothing. */
final class DryRun {

  private final ImportOptions options;
  private final Path home;
  private final Console console;

  private DryRun(ImportOptions options, Path home, Console console) {
    this.options = options;
    this.home = home;
    this.console = console;
  }

  /** Does it, and returns the exit code that the import would have. */
  static int run(ImportOptions options, Path home, Console console)
      throws FailureException, UsageException {
    return new DryRun(options, home, console).run();
  }

  private int run() throws FailureException, UsageException {
    FileTerms terms = terms(options.state(), System.getenv());
    boolean success = true;
    for (Path file : options.files()) {
      FilePreview preview = FilePreview.of(file, choice(file), terms);
      PreviewReport report =
          new PreviewReport(file, preview, Commands.of(home, options.state()), console);
      report.print();
      report.printNext(options.mapping());
      success &= preview.isSuccess();
    }
    return success ? Main.EXIT_DONE : Main.EXIT_FAILED;
  }

  private LayoutChoice choice(Path file) {
    return new LayoutChoice.Any(
        LocalMappings.of(options.state(), options.mapping()),
        options.mapping().map(MappingArgument::name),
        file.getFileName().toString());
  }

  /**
   * By what rows are read besides: the settings of the run that is there, else of the environment.
   *
   * @param state folder of the run
   * @throws UsageException if one of them is wrong
   */
  static FileTerms terms(Path state, Map<String, String> environment)
      throws FailureException, UsageException {
    Map<String, String> settings = new HashMap<>(environment);
    Path addresses = StateDirectory.runEnv(state);
    if (Files.exists(addresses)) {
      settings.putAll(RunEnv.read(addresses));
    }
    Variables variables = new Variables(UserSettings.passedOn(settings));
    boolean paced = Pacing.from(variables) == Pacing.FILE;
    Deployment deployment = Deployment.from(variables);
    if (!variables.problems().isEmpty()) {
      throw new UsageException(variables.problems());
    }
    return new FileTerms(deployment, LocalDate.now(ZoneOffset.UTC), paced);
  }
}
