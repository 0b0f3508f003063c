package daybook.local;

import daybook.core.port.Ledger;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What {@code ./daybook imports} was asked for.
 *
 * @param state folder of the run
 * @param limit most imports that are listed, 1 to {@link Ledger#NEWEST_MAX}
 * @param json whether they are listed as JSON
 */
record ImportsOptions(Path state, int limit, boolean json) {

  /** What fits on a screen. */
  static final int LIMIT_DEFAULT = 20;

  /**
   * Reads arguments.
   *
   * @throws UsageException with everything that is wrong
   */
  static ImportsOptions parse(List<String> arguments, Path home) throws UsageException {
    return Arguments.parse(new Given(home), arguments).options();
  }

  /** As they are given. */
  @picocli.CommandLine.Command(
      name = "imports",
      header = {
        "list what was imported, and what is being imported",
        "",
        "  ./daybook imports                  the newest 20",
        "  ./daybook imports --json | jq '.[] | select(.accepted == 0) | .key'",
        ""
      },
      description = {
        "Lists imports, newest first, whoever has uploaded the files: those that are running, and"
            + " those in the ledger, files that were not taken because of their names among them."
      },
      exitCodeList = {"0:done", "1:no Daybook runs, or something failed", "2:wrong command line"})
  static final class Given extends RunArguments implements Command {

    @Option(
        names = "--limit",
        paramLabel = "N",
        converter = Limit.class,
        description = "most of them, 1 to " + Ledger.NEWEST_MAX + " (${DEFAULT-VALUE})")
    private int limit = LIMIT_DEFAULT;

    @Option(names = "--json", description = "all that is known of each, as GET /imports has it")
    private boolean json;

    Given(Path home) {
      super(home);
    }

    ImportsOptions options() {
      return new ImportsOptions(state(), limit, json);
    }

    @Override
    public int run(Console console) throws FailureException, InterruptedException {
      return ImportsCommand.run(options(), home(), console);
    }
  }

  /** As many as one look at the ledger gives. */
  static final class Limit extends Expected.WholeNumber {
    Limit() {
      super(1, Ledger.NEWEST_MAX);
    }
  }
}
