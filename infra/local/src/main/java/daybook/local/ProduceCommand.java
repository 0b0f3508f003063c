package daybook.local;

import daybook.data.GeneratorOptions;
import daybook.local.produce.Schedule;
import daybook.local.produce.TransactionMaker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** {@code ./daybook produce}: a load of made-up transactions at a constant rate. */
@picocli.CommandLine.Command(
    name = "produce",
    header = {
      "send made-up transactions at a constant rate, and measure how long each takes",
      "",
      "  ./daybook produce --rate 500 --seconds 60              posted, 100 a request",
      "  ./daybook produce --rate 50 --seconds 60 --batch 1 --connections 32",
      "  ./daybook produce --rate 500 --seconds 60 --repeat 10  one in ten sent twice",
      "  ./daybook produce --rate 20000 --seconds 60 --files    as files of 10,000 rows",
      ""
    },
    description = {
      "Transactions are of 5,000 users at 200 merchants, by the hours of a day, some pending or"
          + " declined, and the same for the same seed. Each request has its time, which waits for"
          + " no answer; how long it took counts from then on, so that a stall is seen with all"
          + " that it has held up. Ctrl-C ends it early, with the report."
    },
    exitCodeList = {
      "0:everything that was sent is stored",
      "1:a record was lost: refused, or failed after all tries; or no Daybook runs",
      "2:wrong command line"
    })
final class ProduceCommand extends ApiArguments implements Command {

  private static final int RATE_MAX = 1_000_000;
  private static final int SECONDS_MAX = 86_400;
  private static final int CONNECTIONS_MAX = 256;
  private static final int POSTED_AT_ONCE = 100;
  private static final int ROWS_OF_A_FILE = 10_000;

  /** Rows of a file, which is in memory while it is sent: some 15 MB. */
  private static final int ROWS_OF_A_FILE_MAX = 100_000;

  /** Whole numbers that are easy to type again. */
  private static final int SEEDS = 1_000_000_000;

  /** How long the report may take when somebody ends the load. */
  private static final Duration REPORT_LIMIT = ProduceRun.END_LIMIT.multipliedBy(2);

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Rate.class,
      description = "records a second, 1 to 1000000")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = Seconds.class,
      description = "how long, 1 to 86400")
  private Optional<Integer> seconds = Optional.empty();

  @Option(names = "--post", description = "by POST /transactions, which is what is done anyway")
  private boolean post;

  @Option(names = "--files", description = "as CSV files by POST /imports, awaited at the end")
  private boolean files;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = Batch.class,
      description =
          "records of a request, 1 to 1000 (100); of a file, 1 to "
              + ROWS_OF_A_FILE_MAX
              + " (10000)")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--connections",
      paramLabel = "N",
      converter = Connections.class,
      description = "requests at once, 1 to 256 (${DEFAULT-VALUE})")
  private int connections = 16;

  @Option(
      names = "--repeat",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = "of the requests, sent twice with the same ids, 0 to 100 (${DEFAULT-VALUE})")
  private int repeat;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = GenerateCommand.Seed.class,
      description = "for the same transactions again (any)")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "YYYY-MM-DD",
      converter = Expected.Day.class,
      description = "first day of the transactions (${DEFAULT-VALUE})")
  private LocalDate from = GeneratorOptions.SAMPLE.from();

  @Option(
      names = "--days",
      paramLabel = "N",
      converter = GenerateCommand.Days.class,
      description =
          "days in a row from the first, 1 to " + GeneratorOptions.DAYS_MAX + " (${DEFAULT-VALUE})")
  private int days = GeneratorOptions.SAMPLE.days();

  @Option(
      names = "--currencies",
      paramLabel = "A,B,...",
      converter = GenerateCommand.Currencies.class,
      description = "codes of currencies (transactions name none)")
  private GenerateCommand.Names currencies = new GenerateCommand.Names(List.of());

  @Option(names = "--json", description = "report as JSON")
  private boolean json;

  ProduceCommand(Path home) {
    super(home);
  }

  @Override
  protected List<String> problems() {
    List<String> problems = super.problems();
    if (post && files) {
      problems.add("--post and --files are two ways: expected one of them");
    }
    if (!files && batch.isPresent() && batch.get() > TransactionPosts.RECORDS_MAX) {
      problems.add(
          "--batch is '%d': expected a whole number from 1 to %d, unless --files"
              .formatted(batch.get(), TransactionPosts.RECORDS_MAX));
    }
    if (!GeneratorOptions.isUpToLastDay(from, days) || from.getYear() < 1) {
      problems.add(
          "--from is '%s': expected a day from 0001-01-01 whose --days end by 9999-12-31"
              .formatted(from));
    }
    return problems;
  }

  @Override
  protected Optional<String> missing() {
    return rate.isPresent() && seconds.isPresent()
        ? Optional.empty()
        : Optional.of(needs(name(), "--rate N and --seconds N"));
  }

  private Schedule schedule() {
    long all = (long) rate.orElseThrow() * seconds.orElseThrow();
    int asked = batch.orElse(files ? ROWS_OF_A_FILE : POSTED_AT_ONCE);
    return new Schedule(
        rate.orElseThrow(), seconds.orElseThrow(), (int) Math.min(asked, all), repeat);
  }

  @Override
  public int run(Console console) throws FailureException, InterruptedException {
    ApiClient api = api();
    api.requireAnswer();
    Schedule schedule = schedule();
    long used = seed.orElseGet(() -> (long) new SecureRandom().nextInt(SEEDS));
    TransactionMaker maker = new TransactionMaker(used, from, days, currencies.all());
    ProduceCounts counts = new ProduceCounts();
    BatchSender sender =
        files
            ? new FileSender(api, maker, schedule.batch(), used, counts)
            : new PostSender(api, maker, schedule.batch(), counts);
    ProduceRun run = new ProduceRun(schedule, sender);
    CountDownLatch reported = new CountDownLatch(1);
    Thread hook = new Thread(() -> endAndAwait(run, reported), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      ProduceRun.Outcome outcome = run.send(connections);
      if (!run.isEnded()) {
        sender.finish();
      }
      ProduceReport report = new ProduceReport(schedule, used, outcome, counts);
      if (json) {
        console.line(report.json());
      } else {
        report.lines().forEach(console::line);
      }
      return report.isSuccess() ? Main.EXIT_DONE : Main.EXIT_FAILED;
    } finally {
      reported.countDown();
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook waits for nothing any more.
      Thread.onSpinWait();
    }
  }

  private static void endAndAwait(ProduceRun run, CountDownLatch reported) {
    run.end();
    try {
      if (!reported.await(REPORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("daybook: ended without a report, requests did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Records a second. */
  static final class Rate extends Expected.WholeNumber {
    Rate() {
      super(1, RATE_MAX);
    }
  }

  /** How long. */
  static final class Seconds extends Expected.WholeNumber {
    Seconds() {
      super(1, SECONDS_MAX);
    }
  }

  /** Records of a request. */
  static final class Batch extends Expected.WholeNumber {
    Batch() {
      super(1, ROWS_OF_A_FILE_MAX);
    }
  }

  /** Requests at once. */
  static final class Connections extends Expected.WholeNumber {
    Connections() {
      super(1, CONNECTIONS_MAX);
    }
  }

  /** A part. */
  static final class Percent extends Expected.WholeNumber {
    Percent() {
      super(0, 100);
    }
  }
}
