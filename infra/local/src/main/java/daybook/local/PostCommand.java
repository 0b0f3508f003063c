package daybook.local;

import daybook.embedded.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./daybook post}: posts transactions to the API of a run. */
@picocli.CommandLine.Command(
    name = "post",
    header = {
      "post transactions to the API, each of which is stored when it is answered",
      "",
      "  ./daybook post payments.ndjson                    an object a line, or a JSON array",
      "  ./daybook post payments.csv                       rows of our own columns",
      "  jq -c '.[]' day.json | ./daybook post -           from another program",
      "  ./daybook post --json payments.ndjson | jq .stored",
      ""
    },
    description = {
      "Requests have up to 1,000 records and 1 MB; a name that ends in .gz is unpacked. What may be"
          + " answered otherwise later is asked again, under the same Idempotency-Key, up to 8"
          + " times. A record that is refused keeps no other from being stored. The same file again"
          + " counts nothing twice: by the ids of its records for ever, and without ids for the 24"
          + " hours that the API remembers keys."
    },
    exitCodeList = {
      "0:every record is stored, now or before",
      "1:a record was refused or in conflict, or the API or the file failed on the way",
      "2:wrong command line"
    })
final class PostCommand extends ApiArguments implements Command {

  @Option(names = "--csv", description = "FILE is CSV, whatever its name")
  private boolean csv;

  @Option(
      names = "--again",
      description = "records without an id count, though this file was posted before")
  private boolean again;

  @Option(names = "--json", description = "say what became of them as JSON")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      converter = Expected.AnyFile.class,
      description = "NDJSON, a JSON array, or CSV where it is named so; - is standard input")
  private Optional<Path> file = Optional.empty();

  PostCommand(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = super.problems();
    file.filter(path -> !isStandardInput(path))
        .flatMap(PostCommand::problem)
        .ifPresent(problems::add);
    return problems;
  }

  /**
   * Unlike an upload, a pipe is as good as a file: it is read once, and has no need of a length.
   */
  private static Optional<String> problem(Path path) {
    return Files.exists(path) && !Files.isDirectory(path) && Files.isReadable(path)
        ? Optional.empty()
        : InputFile.problem(path);
  }

  private static boolean isStandardInput(Path path) {
    return path.toString().equals(PostedFile.STANDARD_INPUT);
  }

  @Override
  protected Optional<String> missing() {
    return file.isPresent() ? Optional.empty() : Optional.of(needs(name(), "FILE, or - "));
  }

  @Override
  public int run(Console console) throws FailureException, InterruptedException {
    Path path = file.orElseThrow();
    String said = isStandardInput(path) ? "standard input" : path.toString();
    ApiClient api = api();
    // Otherwise a minute of tries would hide that there is nobody.
    api.requireAnswer();
    // What is tried again is no news until it is given up.
    TransactionPosts posts = new TransactionPosts(api, status -> {});
    try (RecordSource source = PostedFile.open(path, csv)) {
      if (source instanceof CsvRecords rows && !rows.unread().isEmpty()) {
        Console.errors().line("! not read: " + String.join(", ", rows.unread()));
      }
      return post(source, posts, said, console);
    } catch (IOException e) {
      throw new FailureException("cannot read %s: %s".formatted(said, FileProblem.of(e)), e);
    }
  }

  private int post(RecordSource source, TransactionPosts posts, String said, Console console)
      throws FailureException, InterruptedException, IOException {
    PostTally tally = new PostTally();
    try {
      new PostRun(posts, again ? UUID.randomUUID().toString() : "", tally).post(source);
    } finally {
      // Also of what failed on the way: what is stored is stored.
      if (json) {
        console.line(tally.json(said));
      } else {
        tally.lines(said).forEach(console::line);
      }
    }
    return tally.isSuccess() ? Main.EXIT_DONE : Main.EXIT_FAILED;
  }
}
