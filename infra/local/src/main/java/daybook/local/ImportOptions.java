package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code ./daybook import} was asked for.
 *
 * @param state folder of the run to import into
 * @param files what to upload, at least one; unmodifiable
 * @param mapping by which they are to be read, where one is named
 * @param replace whether its document takes the place of another one of its name
 * @param again whether content that was imported before is to count again
 * @param dryRun whether nothing is to be uploaded, only read and shown
 * @param json whether what became of each file is written as JSON
 * @param paced whether rows are to be followed by the pauses that they ask for
 */
record ImportOptions(
    Path state,
    List<Path> files,
    Optional<MappingArgument> mapping,
    boolean replace,
    boolean again,
    boolean dryRun,
    boolean json,
    boolean paced) {

  /** Copies the list. */
  ImportOptions {
    files = List.copyOf(files);
  }

  /**
   * Reads arguments.
   *
   * @param home folder of the project, whose run is meant unless another one is named
   * @throws UsageException with everything that is wrong
   */
  static ImportOptions parse(List<String> arguments, Path home) throws UsageException {
    return Arguments.parse(new Given(home), arguments).options();
  }

  /** As they are given. */
  @picocli.CommandLine.Command(
      name = "import",
      header = {
        "upload files to the running Daybook and wait until they are in history",
        "",
        "  ./daybook import my.csv                          our own columns, or a known layout",
        "  ./daybook import --mapping stripe balance.csv    read by a mapping that is named",
        "  ./daybook import --mapping till.json july.csv    by one of your own, put to the bucket",
        "  ./daybook import --dry-run july.csv              show how it would count, upload nothing",
        "  ./daybook import --json july.csv | jq .accepted  what became of it, for a program",
        ""
      },
      description = {
        "Uploads each file to the bucket of the running Daybook, under its own name, and waits until"
            + " its rows are in history. Names end in .csv or .csv.gz, in any case."
      },
      exitCodeList = {
        "0:every file was read to its end and has rows that count, whatever others of it were"
            + " rejected",
        "1:one was not, has none, or was imported before; or something failed",
        "2:the command line names something that cannot be imported"
      })
  static final class Given extends RunArguments implements Command {

    @Parameters(
        paramLabel = "FILE...",
        arity = "0..*",
        hideParamSyntax = true,
        description = "what to upload")
    private List<String> names = new ArrayList<>();

    @Option(
        names = "--mapping",
        paramLabel = "NAME|FILE.json",
        converter = Expected.MappingText.class,
        description = "by which mapping files are read; ./daybook map FILE finds or proposes one")
    private Optional<String> mappingText = Optional.empty();

    @Option(
        names = "--replace",
        description =
            "with --mapping FILE.json: put it in place of another one of its name, for files that"
                + " come later")
    private boolean replace;

    @Option(
        names = "--again",
        description = "import content that was imported before, so that all of it counts again")
    private boolean again;

    @Option(
        names = "--dry-run",
        description = "only read the files here; needs no Daybook that runs")
    private boolean dryRun;

    @Option(
        names = "--json",
        description =
            "for each file a line of JSON, with the fields of GET /imports/{id}; all else goes to"
                + " standard error")
    private boolean json;

    private Optional<MappingArgument> mapping = Optional.empty();

    Given(Path home) {
      super(home);
    }

    @Override
    protected List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (mappingText.isPresent()) {
        try {
          mapping = Optional.of(MappingArgument.parse(mappingText.get()));
        } catch (UsageException e) {
          problems.add(e.getMessage());
        }
      }
      files().forEach(file -> InputFile.uploadProblem(file).ifPresent(problems::add));
      if (replace && mapping.flatMap(MappingArgument::file).isEmpty()) {
        problems.add("--replace needs --mapping FILE.json, which is put in place of another");
      }
      if (dryRun && json) {
        problems.add("--json has nothing to say with --dry-run: expected one of them");
      }
      return problems;
    }

    @Override
    protected Optional<String> missing() {
      return names.isEmpty() ? Optional.of(needs(name(), "a file")) : Optional.empty();
    }

    private List<Path> files() {
      return names.stream().map(Path::of).toList();
    }

    ImportOptions options() {
      return new ImportOptions(state(), files(), mapping, replace, again, dryRun, json, false);
    }

    @Override
    public int run(Console console) throws FailureException, UsageException, InterruptedException {
      return dryRun
          ? DryRun.run(options(), home(), console)
          : ImportCommand.run(options(), home(), json ? Console.errors() : console);
    }
  }
}
