package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code ./daybook rejects} was asked for.
 *
 * @param state folder of the run
 * @param keyOrId key of an object, or id of an import
 * @param form in which they are wanted
 */
record RejectsOptions(Path state, String keyOrId, Form form) {

  /** How rejected rows are written. */
  enum Form {
    /** To read on a terminal, elsewhere as CSV. */
    PLAIN,
    /** As they were, to be corrected and sent in. */
    AS_SOURCE,
    /** A line of JSON each. */
    JSON
  }

  /**
   * Reads arguments.
   *
   * @throws UsageException with everything that is wrong
   */
  static RejectsOptions parse(List<String> arguments, Path home) throws UsageException {
    return Arguments.parse(new Given(home), arguments).options();
  }

  /** As they are given. */
  @picocli.CommandLine.Command(
      name = "rejects",
      header = {
        "show the rows of an import that do not count, or write them as a file to correct",
        "",
        "  ./daybook rejects my.csv                              what was rejected, and why",
        "  ./daybook rejects my.csv > rejects.csv                the same as CSV",
        "  ./daybook rejects --as-source my.csv > corrected.csv  the rows as they were, to correct",
        "  ./daybook rejects --json my.csv | jq -r .reason       for a program",
        ""
      },
      description = {
        "The rejected rows of an import, named by the key of its object, which means the newest"
            + " import of it, or by its id. As source they have their header and their own bytes,"
            + " whatever the encoding: once they are corrected, ./daybook import counts them, and"
            + " nothing twice."
      },
      exitCodeList = {
        "0:done, also where no row was rejected",
        "1:there is no such import, or something failed",
        "2:wrong command line"
      })
  static final class Given extends RunArguments implements Command {

    @Parameters(
        paramLabel = "KEY|ID",
        arity = "0..*",
        hideParamSyntax = true,
        description = "of which import")
    private List<String> names = new ArrayList<>();

    @Option(
        names = "--as-source",
        description = "the header and the rejected rows, as they stand in the file")
    private boolean asSource;

    @Option(names = "--json", description = "a line of JSON for each row")
    private boolean json;

    Given(Path home) {
      super(home);
    }

    @Override
    protected List<String> problems() {
      return asSource && json
          ? List.of("--as-source and --json are two forms: expected one of them")
          : List.of();
    }

    @Override
    protected Optional<String> missing() {
      return names.size() == 1
          ? Optional.empty()
          : Optional.of(
              "rejects needs one key or id, found %d: %s lists them"
                  .formatted(names.size(), Commands.of(home(), state()).imports()));
    }

    RejectsOptions options() {
      Form form = asSource ? Form.AS_SOURCE : json ? Form.JSON : Form.PLAIN;
      return new RejectsOptions(state(), names.get(0), form);
    }

    @Override
    public int run(Console console) throws FailureException {
      return RejectsCommand.run(options(), home(), console, console.bytes());
    }
  }
}
