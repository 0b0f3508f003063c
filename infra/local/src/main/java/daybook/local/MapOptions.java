package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code ./daybook map} was asked for.
 *
 * @param state folder of the run whose mappings count as well
 * @param file for which a mapping is wanted
 * @param out where the mapping is written, if it is to be written
 */
record MapOptions(Path state, Path file, Optional<Path> out) {

  /**
   * Reads arguments.
   *
   * @throws UsageException with everything that is wrong
   */
  static MapOptions parse(List<String> arguments, Path home) throws UsageException {
    return Arguments.parse(new Given(home), arguments).options();
  }

  /** As they are given. */
  @picocli.CommandLine.Command(
      name = "map",
      header = {
        "find the mapping of a file of another layout, or propose one",
        "",
        "  ./daybook map export.csv                  what it is, and how its rows would count",
        "  ./daybook map export.csv --out till.json  the same, and write the mapping",
        "  ./daybook import --mapping till.json export.csv",
        ""
      },
      description = {
        "Says which mapping a file fits, or proposes a new one from the names of its columns and its"
            + " first 1,000 rows, with five rows as they would count, the totals of each day, and"
            + " what would be skipped, rejected and not read. What the file leaves open is asked and"
            + " never guessed, such as whether 02/05 is in February or in May. Nothing is uploaded,"
            + " and nothing written without --out. The run's own mappings count as well."
      },
      exitCodeList = {
        "0:files like this one can be imported",
        "1:something of the mapping is open, the file is of no use, or something failed",
        "2:wrong command line"
      })
  static final class Given extends RunArguments implements Command {

    @Parameters(
        paramLabel = "FILE",
        arity = "0..*",
        hideParamSyntax = true,
        description = "for which a mapping is wanted")
    private List<String> names = new ArrayList<>();

    @Option(
        names = "--out",
        paramLabel = "M.json",
        converter = Expected.JsonFile.class,
        description = "write the mapping there; a file that is there is not replaced")
    private Optional<Path> out = Optional.empty();

    Given(Path home) {
      super(home);
    }

    @Override
    protected List<String> problems() {
      List<String> problems = new ArrayList<>();
      // Whatever their names are: what one would have to be called is said with its mapping.
      names.stream()
          .map(Path::of)
          .map(InputFile::problem)
          .forEach(found -> found.ifPresent(problems::add));
      return problems;
    }

    @Override
    protected Optional<String> missing() {
      return names.size() == 1
          ? Optional.empty()
          : Optional.of(needs(name(), "one file, found " + names.size()));
    }

    MapOptions options() {
      return new MapOptions(state(), Path.of(names.get(0)), out);
    }

    @Override
    public int run(Console console) throws FailureException, UsageException {
      return MapCommand.run(options(), home(), console);
    }
  }
}
