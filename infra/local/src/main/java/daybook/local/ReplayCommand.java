package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./daybook replay}: imports a file at the pace that it asks for. */
@picocli.CommandLine.Command(
    name = "replay",
    header = {
      "import a file at the pace of its column sleep_ms, so that totals move",
      "",
      "  ./daybook replay data/transactions_1_month.csv           a month in a minute",
      "  ./daybook generate --rows 600 --sleep-ms-total 60000 --out minute.csv",
      "  ./daybook replay minute.csv                              ten rows a second",
      "  ./daybook replay --again data/transactions_1_month.csv   although it counts already",
      ""
    },
    description = {
      "Uploads the file with the wish that each row be followed by its pause, in milliseconds, and"
          + " waits until all of it is in history; whoever looks at the page or asks for totals"
          + " meanwhile sees them grow about every second. Ctrl-C ends only the waiting. It is an"
          + " import like any other: its rows count, and stay. A run that was started with"
          + " IMPORT_PACING=none does not replay."
    },
    exitCodeList = {
      "0:the file was read to its end and has rows that count",
      "1:it was not, has none, has no pauses, or was imported before; or something failed",
      "2:the command line names something that cannot be imported"
    })
final class ReplayCommand extends RunArguments implements Command {

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      hideParamSyntax = true,
      description = "what to replay, a CSV with a column sleep_ms")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--again",
      description = "replay content that was imported before, so that all of it counts again")
  private boolean again;

  @Option(
      names = "--json",
      description =
          "what became of it as a line of JSON, with the fields of GET /imports/{id}; all else goes"
              + " to standard error")
  private boolean json;

  ReplayCommand(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = new ArrayList<>();
    names.stream()
        .map(name -> InputFile.uploadProblem(Path.of(name)))
        .forEach(found -> found.ifPresent(problems::add));
    return problems;
  }

  @Override
  protected Optional<String> missing() {
    return names.size() == 1
        ? Optional.empty()
        : Optional.of(needs(name(), "one file, found " + names.size()));
  }

  @Override
  public int run(Console console) throws FailureException, UsageException, InterruptedException {
    Path file = Path.of(names.get(0));
    Map<String, String> runEnv =
        RunEnv.read(StateDirectory.runEnv(state()), Commands.of(home(), state()));
    if (runEnv.getOrDefault("IMPORT_PACING", "").equals("none")) {
      throw new FailureException(
          "the run of %s does not replay: it was started with IMPORT_PACING=none, start it without"
              .formatted(Console.path(state())));
    }
    if (!FilePreview.asksForPauses(file, DryRun.terms(state(), runEnv))) {
      throw new FailureException(
          "%s has no column sleep_ms that says how to pace it: to import it at once, %s"
              .formatted(file, Commands.of(home(), state()).importing("", file)));
    }
    return ImportCommand.run(
        new ImportOptions(
            state(), List.of(file), Optional.empty(), false, again, false, json, true),
        home(),
        json ? Console.errors() : console);
  }
}
