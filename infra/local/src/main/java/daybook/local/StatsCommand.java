package daybook.local;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code ./daybook stats}: totals, asked of the API of a run. */
@picocli.CommandLine.Command(
    name = "stats",
    header = {
      "show totals of a range of days",
      "",
      "  ./daybook stats --from 2026-01-01 --to 2026-01-31                     a table of days",
      "  ./daybook stats --from 2026-01-01 --to 2026-12-31 --group-by month --counts",
      "  ./daybook stats --from 2026-01-01 --to 2026-01-31 --csv > january.csv  for spreadsheets",
      "  ./daybook stats --from 2026-01-01 --to 2026-01-31 --json | jq .data",
      ""
    },
    description = {
      "Both days are included, at most 366. An answer is of one currency: that of --currency, else the"
          + " run's own, else the only one of these days; where they have several, they are named."
    },
    exitCodeList = {
      "0:done, also where there are no totals",
      "1:no Daybook runs, or the API refuses or fails",
      "2:wrong command line"
    })
final class StatsCommand extends RunArguments implements Command {

  @Option(
      names = "--from",
      paramLabel = "YYYY-MM-DD",
      converter = Expected.Day.class,
      description = "first day")
  private Optional<LocalDate> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "YYYY-MM-DD",
      converter = Expected.Day.class,
      description = "last day")
  private Optional<LocalDate> to = Optional.empty();

  @Option(
      names = "--group-by",
      paramLabel = "PERIOD",
      converter = Period.class,
      completionCandidates = Period.class,
      description = "day, week, month or total (${DEFAULT-VALUE})")
  private String groupBy = "day";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = Type.class,
      completionCandidates = Type.class,
      description = "deposit or withdrawal (both)")
  private Optional<String> type = Optional.empty();

  @Option(
      names = "--payment-method",
      paramLabel = "NAME",
      description = "only this one; several times for several (all)")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "such as EUR; none is of rows that name none")
  private Optional<String> currency = Optional.empty();

  @Option(names = "--counts", description = "the number of rows of each total as well")
  private boolean counts;

  @Option(names = "--csv", description = "as the API gives it to spreadsheets")
  private boolean csv;

  @Option(names = "--json", description = "as the API gives it to programs")
  private boolean json;

  StatsCommand(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      problems.add(
          "--from is '%s', after --to '%s': expected a day before it or the same"
              .formatted(from.get(), to.get()));
    }
    if (csv && json) {
      problems.add("--csv and --json are two forms: expected one of them");
    }
    return problems;
  }

  @Override
  protected Optional<String> missing() {
    return from.isPresent() && to.isPresent()
        ? Optional.empty()
        : Optional.of(needs(name(), "--from YYYY-MM-DD and --to YYYY-MM-DD"));
  }

  @Override
  public int run(Console console) throws FailureException, InterruptedException {
    ApiClient api = ApiClient.ofRun(state(), Commands.of(home(), state()));
    String answer = answer(api);
    if (json || csv) {
      console.line(answer.stripTrailing());
    } else {
      new StatsTable(answer).lines().forEach(console::line);
    }
    return Main.EXIT_DONE;
  }

  private String answer(ApiClient api) throws FailureException, InterruptedException {
    try {
      return api.get(query(), json ? ApiClient.JSON : ApiClient.CSV);
    } catch (FailureException e) {
      // What the API advises is a parameter of its own; here it is an option.
      String said = String.valueOf(e.getMessage());
      throw new FailureException(said.replace("say currency=", "say --currency "), e);
    }
  }

  private String query() {
    StringBuilder query = new StringBuilder("/stats?from_date=");
    query.append(from.orElseThrow()).append("&to_date=").append(to.orElseThrow());
    query.append("&group_by=").append(groupBy);
    type.ifPresent(only -> query.append("&type=").append(only));
    methods.forEach(method -> query.append("&payment_method=").append(ApiClient.encoded(method)));
    currency.ifPresent(code -> query.append("&currency=").append(ApiClient.encoded(code)));
    query.append(counts ? "&include=counts" : "");
    return query.toString();
  }

  /** One of some words. */
  private abstract static class Word extends Expected<String> implements Iterable<String> {
    private final List<String> words;

    Word(String what, String... words) {
      super(what);
      this.words = List.of(words);
    }

    @Override
    protected Optional<String> read(String text) {
      return Optional.of(text).filter(words::contains);
    }

    @Override
    public Iterator<String> iterator() {
      return words.iterator();
    }
  }

  /** What is added up. */
  static final class Period extends Word {
    Period() {
      super("day, week, month or total", "day", "week", "month", "total");
    }
  }

  /** Of a transaction. */
  static final class Type extends Word {
    Type() {
      super("deposit or withdrawal", "deposit", "withdrawal");
    }
  }
}
