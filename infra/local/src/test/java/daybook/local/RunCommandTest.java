package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.testkit.Await;
import daybook.testkit.JavaProcess;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./daybook run} as a process, with signals and exit codes. */
class RunCommandTest {

  /** From nothing to the sample's verdict, on a busy machine. */
  private static final Duration RUN_LIMIT = Duration.ofMinutes(5);

  private static final Duration GRACEFUL = Duration.ofSeconds(10);
  private static final Duration FORCED = Duration.ofSeconds(2);

  /** Both time-outs, and what stores and the JVM take to end on a busy machine. */
  private static final Duration END_LIMIT = GRACEFUL.plus(FORCED).plusSeconds(15);

  private static final String SERVING = "serving until Ctrl-C";

  /** Nothing listens at port 9: whatever is sent to a proxy fails. */
  private static final Map<String, String> DEAD_PROXY =
      Map.of(
          "HTTP_PROXY", "http://127.0.0.1:9",
          "http_proxy", "http://127.0.0.1:9",
          "HTTPS_PROXY", "http://127.0.0.1:9");

  /** The same in the JVM's own words, which the SDK reads first. */
  private static final Map<String, String> DEAD_PROXY_OF_JAVA =
      Map.of(
          "JAVA_TOOL_OPTIONS",
          "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=example.com");

  @TempDir private Path folder;

  @Test
  void onceEndsWithItsVerdictAndFreshForgetsTheData() throws Exception {
    try (DaybookProcess first = run("--once")) {
      assertThat(first.awaitExit(RUN_LIMIT)).as(first.output() + first.errors()).isZero();
      assertThat(first.output())
          .contains("uploaded ")
          .contains(" totals are the sums of transactions_1_month.csv, to the cent (5,000 rows");
    }
    assertThat(folder.resolve("state/run.env")).doesNotExist();
    Path other = folder.resolve("other.csv");
    Files.copy(LocalPipeline.home().resolve("data/transactions_1_month.csv"), other);
    try (DaybookProcess second = run("--once", "--sample", other.toString())) {
      assertThat(second.awaitExit(RUN_LIMIT)).as(second.output() + second.errors()).isZero();
      assertThat(second.output()).contains(" totals have grown by the sums of other.csv, to the");
    }
    // Whatever is in it needs somebody's attention.
    assertThat(folder.resolve("state/logs/servers.log")).isEmptyFile();
    try (DaybookProcess fresh = run("--once", "--fresh")) {
      assertThat(fresh.awaitExit(RUN_LIMIT)).as(fresh.output() + fresh.errors()).isZero();
      assertThat(fresh.output()).contains("uploaded ").contains("exact: ").contains("5,000 rows");
    }
    assertThat(folder.resolve("state/logs/servers.log")).isEmptyFile();
  }

  /** Which knows nothing of what listens on this machine. */
  @Test
  void nothingOnThisMachineIsReachedThroughAProxy() throws Exception {
    try (DaybookProcess process = start(DEAD_PROXY, "--api-port", "0")) {
      process.awaitOutput(SERVING, RUN_LIMIT);
      assertThat(process.output()).contains("exact: ");
      assertThat(RunEnv.read(folder.resolve("state/run.env")).get("NO_PROXY"))
          .endsWith("localhost,127.0.0.1,::1");
      Path csv = Files.writeString(folder.resolve("mine.csv"), "timestamp,type\n");
      String state = folder.resolve("state").toString();
      try (DaybookProcess imports =
          DaybookProcess.start(
              folder, DEAD_PROXY_OF_JAVA, "import", "--state", state, csv.toString())) {
        imports.awaitOutput("mine.csv: rejected", RUN_LIMIT);
      }
    }
  }

  @Test
  void killedRunLeavesItsDataAndNothingInTheWayOfTheNext() throws Exception {
    try (DaybookProcess first = run()) {
      first.awaitOutput(SERVING, RUN_LIMIT);
      assertThat(first.output()).contains("exact: ");
      // Written behind the line that says so.
      first.awaitOutput("daybook import --state " + folder.resolve("state") + " my.csv", END_LIMIT);
      secondRunIsRefused(first);
      importIsExact();
      first.signal("KILL");
      assertThat(first.awaitExit(END_LIMIT)).isEqualTo(137);
      importIntoAKilledRunIsRefused();
      try (DaybookProcess next = run()) {
        next.awaitOutput(SERVING, RUN_LIMIT);
        assertThat(next.output())
            .contains("not uploaded again (--fresh forgets it)")
            .contains("exact: ")
            .doesNotContain("uploaded " + LocalPipeline.home());
        first.awaitChildrenGone(END_LIMIT);
        endsBy("TERM", next);
      }
    }
  }

  private void secondRunIsRefused(DaybookProcess first) throws Exception {
    try (DaybookProcess second = run("--no-sample")) {
      assertThat(second.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(second.errors())
          .isEqualTo(
              "daybook: another run uses %s (process %d): stop it first, or give --state DIR\n"
                  .formatted(folder.resolve("state"), first.pid()));
    }
  }

  /** Two rows that count and one that does not, through the command for further files. */
  private void importIsExact() throws Exception {
    Path csv = folder.resolve("mine.csv");
    Files.writeString(
        csv,
        """
        timestamp,type,payment_method,amount
        2020-05-01T00:00:00,deposit,visa,5200.00
        2020-05-01T00:00:00,deposit,visa,10.43
        2020-05-01T00:00:00,deposit,visa,10.435
        """,
        UTF_8);
    Path state = folder.resolve("state");
    try (DaybookProcess process = startImport(csv)) {
      assertThat(process.awaitExit(RUN_LIMIT)).as(process.errors()).isZero();
      assertThat(process.output())
          .startsWith("importing into the run of " + state + "\n")
          .contains("mine.csv: complete, 3 rows, 2 accepted, 1 rejected")
          .contains("    line 4, amount, column amount: 2020-05-01T00:00:00,deposit,visa,10.435\n");
      String before = "  rejected rows: ";
      String place =
          process
              .output()
              .lines()
              .filter(line -> line.startsWith(before))
              .findFirst()
              .orElseThrow()
              .substring(before.length());
      assertThat(Path.of(place)).content().endsWith("deposit,visa,10.435\"\n");
    }
    Map<String, String> runEnv = RunEnv.read(state.resolve("run.env"));
    LocalDate day = LocalDate.of(2020, 5, 1);
    StatsClient stats = new StatsClient(URI.create(runEnv.get("DAYBOOK_API")));
    assertThat(stats.read(day, day))
        .isEqualTo(ExpectedTotals.of(day, "deposits", "visa", "5210.43"));
  }

  private void importIntoAKilledRunIsRefused() throws Exception {
    Path addresses = folder.resolve("state/run.env");
    String api = RunEnv.read(addresses).get("DAYBOOK_API");
    try (DaybookProcess process = startImport(folder.resolve("mine.csv"))) {
      assertThat(process.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(process.errors())
          .isEqualTo(
              "daybook: nothing answers at %s, which %s names: the run was killed; start it again"
                      .formatted(api, addresses)
                  + " with %s run --state %s\n"
                      .formatted(LocalPipeline.home().resolve("daybook"), folder.resolve("state")));
    }
    List<String> named = List.of("--state", folder.resolve("state").toString());
    for (List<String> command :
        List.of(
            List.of("doctor"), List.of("stats", "--from", "2020-05-01", "--to", "2020-05-01"))) {
      Ended ended = Ended.here(Stream.concat(command.stream(), named.stream()).toList());

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.output()).isEmpty();
      assertThat(ended.errors())
          .startsWith("daybook: GET " + api)
          .endsWith(
              "failed: the run was killed; start it again with %s run --state %s\n"
                  .formatted(LocalPipeline.home().resolve("daybook"), folder.resolve("state")))
          .hasLineCount(1);
    }
  }

  private DaybookProcess startImport(Path csv) throws Exception {
    String state = folder.resolve("state").toString();
    return DaybookProcess.start(folder, Map.of(), "import", "--state", state, csv.toString());
  }

  @Test
  void ctrlCEndsEverything() throws Exception {
    try (DaybookProcess process =
        start(Map.of("IMPORT_PACING", "file"), "--no-sample", "--api-port", "0")) {
      process.awaitOutput(SERVING, RUN_LIMIT);
      assertThat(process.output()).doesNotContain("exact: ");
      ctrlCOfAnImportSaysThatItGoesOn();
      endsBy("INT", process);
    }
  }

  /** It waits, for a Redis may come back, and must not seem to sleep. */
  @Test
  void importSaysWhatItWaitsForAndWhatBecomesOfIt() throws Exception {
    try (DaybookProcess run =
        start(Map.of("IMPORT_PACING", "file"), "--no-sample", "--api-port", "0")) {
      run.awaitOutput(SERVING, RUN_LIMIT);
      try (DaybookProcess imports = startImport(slowFile())) {
        imports.awaitOutput("uploaded ", RUN_LIMIT);
        Properties redis = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("state/data/redis/redis.pid"))) {
          redis.load(file);
        }
        JavaProcess.signal("KILL", Long.parseLong(redis.getProperty("pid")));
        imports.awaitOutput("the import of slow.csv stands still: Redis failed: ", RUN_LIMIT);
        run.signal("KILL");
        assertThat(imports.awaitExit(END_LIMIT)).isEqualTo(1);
        assertThat(imports.errors())
            .isEqualTo(
                "daybook: Daybook has ended: the import of slow.csv goes on when it runs again\n");
      }
    }
  }

  /** A file whose one row is followed by a pause of four seconds. */
  private Path slowFile() throws Exception {
    return Files.writeString(
        folder.resolve("slow.csv"),
        """
        timestamp,type,payment_method,amount,sleep_ms
        2020-05-01T00:00:00,deposit,visa,5200.00,4000
        """,
        UTF_8);
  }

  private void ctrlCOfAnImportSaysThatItGoesOn() throws Exception {
    try (DaybookProcess process = startImport(slowFile())) {
      process.awaitOutput("uploaded ", RUN_LIMIT);
      process.signal("INT");
      assertThat(process.awaitExit(END_LIMIT)).isEqualTo(130);
      assertThat(process.output())
          .endsWith("the import of slow.csv goes on, it is only not waited for any more\n");
    }
  }

  @Test
  void ctrlCInTheMiddleOfTheStartEndsEverything() throws Exception {
    try (DaybookProcess process = run("--no-sample")) {
      // Redis is the first child; what follows it is still to start.
      Await.until(
          "a child",
          RUN_LIMIT,
          () ->
              ProcessHandle.of(process.pid())
                  .map(handle -> handle.descendants().findAny().isPresent())
                  .orElse(false));
      endsBy("INT", process);
    }
  }

  private void endsBy(String signal, DaybookProcess process) throws Exception {
    process.signal(signal);
    int code = process.awaitExit(END_LIMIT);
    // 128 and the signal's number: the shell's word for it.
    assertThat(code).isEqualTo(signal.equals("INT") ? 130 : 143);
    assertThat(process.output()).contains("ending: running invocations get 10 s, then 2 s");
    process.awaitChildrenGone(Duration.ofSeconds(5));
    assertThat(folder.resolve("state/run.env")).doesNotExist();
    // Nothing, or what the start was at.
    assertThat(process.errors()).matches("(daybook: interrupted[: ][^\n]*\n)?");
  }

  @Test
  void takenPortIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DaybookProcess process =
            start(Map.of(), "--no-sample", "--api-port", Integer.toString(taken.getLocalPort()))) {
      assertThat(process.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(process.errors())
          .isEqualTo(
              "daybook: port %d is taken: stop what listens there, or give --api-port PORT\n"
                  .formatted(taken.getLocalPort()));
      assertThat(process.output()).isEmpty();
    }
  }

  @Test
  void settingThatDoesNotCountHereIsOneClearLine() throws Exception {
    Map<String, String> environment =
        Map.of("REDIS_HOST", "cache", "METRICS_STACK", "mine", "CUT_OFF_DAYS", "3");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DaybookProcess process =
            start(
                environment, "--no-sample", "--api-port", Integer.toString(taken.getLocalPort()))) {
      assertThat(process.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(process.errors())
          .startsWith(
              "daybook: set, but not used by a local run: METRICS_STACK, REDIS_HOST;"
                  + " ./daybook run --help lists what is used\ndaybook: port ");
    }
  }

  @Test
  void runInAnotherZoneThanItsDataIsOneClearLine() throws Exception {
    try (DaybookProcess first =
        start(Map.of("BUSINESS_ZONE", "Asia/Tokyo"), "--once", "--api-port", "0")) {
      assertThat(first.awaitExit(RUN_LIMIT)).as(first.output() + first.errors()).isZero();
      assertThat(first.output()).contains("exact: ").contains("5,000 rows");
    }
    try (DaybookProcess second = run("--no-sample")) {
      assertThat(second.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(second.errors())
          .isEqualTo(
              "daybook: this database is kept in Asia/Tokyo, and BUSINESS_ZONE is UTC: set"
                  + " BUSINESS_ZONE to Asia/Tokyo, or use another database and another Redis or"
                  + " REDIS_KEY_PREFIX (of a local run: --fresh, which forgets all, or --state"
                  + " DIR)\n");
    }
  }

  @Test
  void wrongZoneIsOneClearLine() throws Exception {
    try (DaybookProcess process =
        start(Map.of("BUSINESS_ZONE", "Tokio"), "--no-sample", "--api-port", "0")) {
      assertThat(process.awaitExit(RUN_LIMIT)).isNotZero();
      assertThat(process.errors())
          .startsWith("daybook: ")
          .contains("BUSINESS_ZONE is 'Tokio': expected a region such as Europe/Berlin");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --twice        | 2 | unknown option --twice: ./daybook run --help lists what there is",
        "runn               | 2 | unknown command runn",
        "import             | 2 | import needs a file",
        "import none.csv    | 2 | none.csv is not there: expected a file",
        "replay none.csv    | 2 | none.csv is not there: expected a file",
        "map src            | 2 | src is a folder: expected a file",
        "replay src         | 2 | src is a folder: expected a file",
        "stats --from 1.2.  | 2 | --from is '1.2.': expected a day such as 2026-01-31",
        "stats --to 2026-01-01 | 2 | stats needs --from YYYY-MM-DD and --to YYYY-MM-DD: ./daybook stats",
        "doctor --state x --deployment | 2 | --state names a run, and the others a deployment",
        "doctor --api here  | 2 | --api is 'here': expected an http(s) URL",
        "import --state x pom.xml | 2 | pom.xml would not be imported: expected a name ending in",
        "run --state target --sample none.csv --sqs x | 2 | --sqs is 'x': expected an http(s) URL"
      })
  void commandLineThatIsNotUnderstoodIsRefusedWithItsProblem(
      String line, int code, String problem) {
    Ended ended = Ended.here(List.of(line.split(" ")));

    assertThat(ended.exit()).isEqualTo(code);
    assertThat(ended.errors()).startsWith("daybook: " + problem);
  }

  @Test
  void processEndsWithTheExitCodeOfItsCommand() throws Exception {
    try (DaybookProcess process = DaybookProcess.start(folder, Map.of(), "run", "--twice")) {
      assertThat(process.awaitExit(RUN_LIMIT)).isEqualTo(2);
      assertThat(process.errors()).startsWith("daybook: unknown option --twice");
    }
  }

  /** Whoever opened one would wait for somebody to write into it, perhaps for ever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "import PIPE",
        "replay PIPE",
        "map PIPE",
        "import --dry-run PIPE",
        "import --mapping PIPE.json pom.xml",
        "run --once --state STATE --api-port 0 --sample PIPE"
      })
  void namedPipeIsOneClearLine(String line) throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    for (Path fifo : List.of(pipe, folder.resolve("pipe.csv.json"))) {
      assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    }
    String[] arguments =
        line.replace("PIPE", pipe.toString())
            .replace("STATE", folder.resolve("state").toString())
            .split(" ");

    try (DaybookProcess process = DaybookProcess.start(folder, Map.of(), arguments)) {
      assertThat(process.awaitExit(Duration.ofMinutes(1))).isIn(1, 2);
      assertThat(process.errors().lines().findFirst().orElse(""))
          .startsWith("daybook: ")
          .contains(pipe.toString())
          .endsWith(" is a pipe or a device: expected a file");
    }
  }

  @Test
  void importWithoutARunSaysSo() throws Exception {
    Path csv = Files.writeString(folder.resolve("mine.csv"), "x");

    Ended ended = Ended.here(List.of("import", "--state", folder.toString(), csv.toString()));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.errors())
        .isEqualTo(
            "daybook: no run uses %s: expected its addresses in run.env; start one with %s run"
                    .formatted(folder, LocalPipeline.home().resolve("daybook"))
                + " --state %s in another terminal first, or name the folder of one by --state DIR\n"
                    .formatted(folder));
  }

  @Test
  void logThatCannotBeWrittenIsOneClearLine() throws Exception {
    Path log = folder.resolve("state/logs/servers.log");
    Files.createDirectories(log);
    Files.createFile(folder.resolve("state/lock"));
    try (DaybookProcess process = run("--no-sample")) {
      assertThat(process.awaitExit(RUN_LIMIT)).isEqualTo(1);
      assertThat(process.errors())
          .isEqualTo("daybook: cannot write logs: %s: Is a directory\n".formatted(log));
    }
  }

  private DaybookProcess run(String... options) throws Exception {
    String[] all = new String[options.length + 2];
    all[0] = "--api-port";
    all[1] = "0";
    System.arraycopy(options, 0, all, 2, options.length);
    return start(Map.of(), all);
  }

  private DaybookProcess start(Map<String, String> more, String... options) throws Exception {
    String[] all = new String[options.length + 3];
    all[0] = "run";
    all[1] = "--state";
    all[2] = folder.resolve("state").toString();
    System.arraycopy(options, 0, all, 3, options.length);
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GRACEFUL_SHUTDOWN_SECONDS", Long.toString(GRACEFUL.toSeconds()));
    environment.put("FORCED_SHUTDOWN_SECONDS", Long.toString(FORCED.toSeconds()));
    return DaybookProcess.start(folder, environment, all);
  }
}
