package daybook.local;

import static daybook.local.UserSettings.DUMP_INTERVAL_SECONDS;
import static daybook.local.UserSettings.FORCED_SHUTDOWN_SECONDS;
import static daybook.local.UserSettings.GRACEFUL_SHUTDOWN_SECONDS;

import daybook.core.settings.Variables;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * What {@code ./daybook run} was asked for.
 *
 * @param once whether to end after the check, with its verdict as exit code
 * @param fresh whether to forget earlier data first
 * @param sample the CSV to upload, or empty to start without
 * @param state folder for data, logs and run.env
 * @param apiPort port of the HTTP API, 0 for a free one
 * @param redis host and port of a server to use instead of the embedded one
 * @param mongodb connection string of a server to use instead of the embedded one
 * @param s3 endpoint to use instead of the embedded one
 * @param sqs endpoint to use instead of the embedded one
 * @param dumpIntervalSeconds time between two dumps, 1 to 9,999
 * @param gracefulSeconds how long running invocations may go on after Ctrl-C
 * @param forcedSeconds how long killed processes may take to end
 */
record RunOptions(
    boolean once,
    boolean fresh,
    Optional<Path> sample,
    Path state,
    int apiPort,
    Optional<String> redis,
    Optional<String> mongodb,
    Optional<URI> s3,
    Optional<URI> sqs,
    int dumpIntervalSeconds,
    int gracefulSeconds,
    int forcedSeconds) {

  static final int DEFAULT_API_PORT = 3000;
  private static final int PORT_MAX = 65_535;
  private static final int SHUTDOWN_SECONDS_MAX = 600;
  private static final int DUMP_INTERVAL_SECONDS_MAX = 9_999;

  /**
   * Reads arguments and environment.
   *
   * @throws UsageException with everything that is wrong
   */
  static RunOptions parse(List<String> arguments, Map<String, String> environment, Path home)
      throws UsageException {
    return Arguments.parse(new Given(home, environment), arguments).options();
  }

  /** As they are given. */
  @picocli.CommandLine.Command(
      name = "run",
      header = {
        "start everything, import the sample, check it, serve until Ctrl-C",
        "",
        "  ./daybook run                                the sample, on port 3000",
        "  ./daybook run --once                         the same, and end with the verdict",
        "  ./daybook run --no-sample --state /tmp/mine  empty, with its data somewhere else",
        "  ./daybook run --redis localhost:6379 --mongodb mongodb://localhost:27017/"
      },
      exitCodeList = {
        "0:done",
        "1:something failed, or with --once totals were not exact",
        "2:wrong command line, or a wrong setting in the environment"
      },
      footer = {
        "",
        "environment, explained in docs/SETTINGS.md; other settings of it are not used here:",
        "  BUSINESS_ZONE (UTC)  CURRENCY",
        "  CUT_OFF_DAYS  CUT_OFF_MINUTES  CUT_OFF_SECONDS  DUMP_INTERVAL_SECONDS  IMPORT_PACING",
        "  KEEP_TRANSACTIONS (true)  RETENTION_DAYS (90)  INTAKE_RATE  INTAKE_BURST",
        "  GRACEFUL_SHUTDOWN_SECONDS (10)  FORCED_SHUTDOWN_SECONDS (2)",
        "  MONGODB_DATABASE  REDIS_KEY_PREFIX  TRANSACTION_QUEUE_KEY",
        "  with --redis: REDIS_MODE  REDIS_TLS  REDIS_AUTH  REDIS_USERNAME  REDIS_PASSWORD",
        "  with --s3 or --sqs: AWS_ACCESS_KEY_ID  AWS_SECRET_ACCESS_KEY  AWS_REGION"
      })
  static final class Given extends RunArguments implements Command {
    private final Map<String, String> environment;

    @Option(names = "--once", description = "end after the check, with its verdict as exit code")
    private boolean once;

    @Option(
        names = "--fresh",
        description =
            "forget the data of earlier runs in the folder first; servers that are named below keep"
                + " theirs")
    private boolean fresh;

    @Option(names = "--no-sample", description = "start empty, without uploading the sample")
    private boolean noSample;

    @Option(
        names = "--sample",
        paramLabel = "FILE",
        converter = Expected.AnyFile.class,
        description = "upload this file instead of data/transactions_1_month.csv")
    private Optional<Path> sample = Optional.empty();

    @Option(
        names = "--api-port",
        paramLabel = "PORT",
        converter = ApiPort.class,
        description = "port of the HTTP API; 0 takes a free one (${DEFAULT-VALUE})")
    private int apiPort = DEFAULT_API_PORT;

    @Option(
        names = "--redis",
        paramLabel = "HOST:PORT",
        converter = Expected.HostAndPort.class,
        description = "use this Redis instead of the embedded one")
    private Optional<String> redis = Optional.empty();

    @Option(
        names = "--mongodb",
        paramLabel = "URI",
        converter = Expected.MongoDbUri.class,
        description = "use this MongoDB instead of the embedded server")
    private Optional<String> mongodb = Optional.empty();

    @Option(
        names = "--s3",
        paramLabel = "URL",
        converter = Expected.HttpUrl.class,
        description = "use this S3 instead of the embedded one")
    private Optional<URI> s3 = Optional.empty();

    @Option(
        names = "--sqs",
        paramLabel = "URL",
        converter = Expected.HttpUrl.class,
        description = "use this SQS instead of the embedded one")
    private Optional<URI> sqs = Optional.empty();

    private int dump;
    private int graceful;
    private int forced;

    Given(Path home, Map<String, String> environment) {
      super(home);
      this.environment = environment;
    }

    @Override
    protected List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (noSample && sample.isPresent()) {
        problems.add("--no-sample and --sample contradict each other: expected one of them");
      }
      Variables variables = new Variables(environment);
      dump = variables.integer(DUMP_INTERVAL_SECONDS, 10, 1, DUMP_INTERVAL_SECONDS_MAX);
      graceful = variables.integer(GRACEFUL_SHUTDOWN_SECONDS, 10, 0, SHUTDOWN_SECONDS_MAX);
      forced = variables.integer(FORCED_SHUTDOWN_SECONDS, 2, 0, SHUTDOWN_SECONDS_MAX);
      problems.addAll(variables.problems());
      problems.addAll(UserSettings.problems(environment, redis.isPresent()));
      return problems;
    }

    RunOptions options() {
      Optional<Path> file =
          noSample
              ? Optional.empty()
              : sample.or(() -> Optional.of(home().resolve("data/transactions_1_month.csv")));
      return new RunOptions(
          once, fresh, file, state(), apiPort, redis, mongodb, s3, sqs, dump, graceful, forced);
    }

    @Override
    public int run(Console console) throws FailureException, InterruptedException {
      return new RunCommand(options(), home(), console).run();
    }
  }

  /** Of an address here; 0 for any that is free. */
  static final class ApiPort extends Expected.WholeNumber {
    ApiPort() {
      super(0, PORT_MAX);
    }
  }
}
