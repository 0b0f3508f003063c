package daybook.local;

import daybook.core.record.TransactionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./daybook transaction}: one transaction, asked of the API of a run. */
@picocli.CommandLine.Command(
    name = "transaction",
    header = {
      "show a transaction by its id, and what it said before",
      "",
      "  ./daybook transaction order-4711                    as it is now",
      "  ./daybook transaction order-4711 --versions         a line for each version, newest first",
      "  ./daybook transaction order-4711 --json | jq .amount",
      ""
    },
    description = {
      "Shows also where it came from, whether it is in the totals yet, and names and free text, which"
          + " only this opens. Of an id that was only tried, the newest attempt is shown."
    },
    exitCodeList = {
      "0:it is shown",
      "1:there is none of this id, or not any more; or no Daybook runs, or the API fails",
      "2:wrong command line"
    })
final class TransactionCommand extends ApiArguments implements Command {

  @Option(names = "--versions", description = "all versions that are kept, without names and text")
  private boolean versions;

  @Option(names = "--json", description = "as the API gives it to programs")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "its transaction_id")
  private Optional<String> id = Optional.empty();

  TransactionCommand(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = super.problems();
    id.filter(text -> !TransactionId.isId(text))
        .ifPresent(
            text ->
                problems.add(
                    "ID is '%s': expected 1 to 64 letters, digits and . _ : -".formatted(text)));
    return problems;
  }

  @Override
  protected Optional<String> missing() {
    return id.isPresent() ? Optional.empty() : Optional.of(needs(name(), "ID"));
  }

  @Override
  public int run(Console console) throws FailureException, InterruptedException {
    String path = "/transactions/" + ApiClient.encoded(id.orElseThrow());
    String answer = api().get(versions ? path + "/versions" : path, ApiClient.JSON);
    if (json) {
      console.line(answer.stripTrailing());
    } else if (versions) {
      TransactionTable.ofVersions(answer).forEach(console::line);
    } else {
      TransactionTable.ofOne(answer).forEach(console::line);
    }
    return Main.EXIT_DONE;
  }
}
