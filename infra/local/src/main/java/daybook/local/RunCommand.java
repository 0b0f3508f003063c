package daybook.local;

import daybook.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Starts everything, imports the sample, checks it, and serves until it is told to end. */
final class RunCommand {

  private final RunOptions options;
  private final Path home;
  private final Console console;
  private final CountDownLatch ended = new CountDownLatch(1);

  RunCommand(RunOptions options, Path home, Console console) {
    this.options = options;
    this.home = home;
    this.console = console;
  }

  /** Does it, and returns the exit code. */
  int run() throws FailureException, InterruptedException {
    warnOfIgnored(System.getenv());
    // Said before anything is forgotten or started.
    Optional<Sample> sample =
        options.sample().isPresent()
            ? Optional.of(
                Sample.read(options.sample().get(), UserSettings.deployment(System.getenv())))
            : Optional.empty();
    Thread main = Thread.currentThread();
    Thread hook = new Thread(() -> endAndWait(main), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try (StateDirectory state = StateDirectory.open(options.state())) {
      if (options.fresh()) {
        EmbeddedRedis.endLeftover(state.data("redis"));
        state.forget();
      }
      ServerLogs.writeTo(state.logs());
      return run(state, sample);
    } catch (IOException e) {
      throw new FailureException("cannot close the state folder: " + e.getMessage(), e);
    } finally {
      ended.countDown();
    }
  }

  /** Whoever has set it may believe that it counts. */
  private static void warnOfIgnored(Map<String, String> environment) {
    Set<String> ignored = UserSettings.ignored(environment);
    if (!ignored.isEmpty()) {
      System.err.printf(
          "daybook: set, but not used by a local run: %s; ./daybook run --help lists what is used%n",
          String.join(", ", ignored));
    }
  }

  /** On Ctrl-C the JVM must not halt before everything that was started has ended. */
  private void endAndWait(Thread main) {
    if (ended.getCount() > 0) {
      console.endAllDrawing();
      console.format(
          "ending: running invocations get %d s, then %d s",
          options.gracefulSeconds(), options.forcedSeconds());
    }
    main.interrupt();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(StateDirectory state, Optional<Sample> sample)
      throws FailureException, InterruptedException {
    requireFree(options.apiPort());
    Map<String, String> environment = System.getenv();
    try (Servers servers = Servers.start(options, state, environment);
        Pipeline pipeline = Pipeline.start(options, home, state, servers, environment, console)) {
      Map<String, String> runEnv = pipeline.runEnv(servers, environment);
      RunEnv.write(state.runEnv(), runEnv);
      printAddresses(state, servers, pipeline);
      boolean exact = true;
      Commands commands = Commands.of(home, state.root());
      try (Observer observer = Observer.open(runEnv)) {
        if (sample.isPresent()) {
          StatsClient stats = new StatsClient(pipeline.api());
          exact = new SampleCheck(sample.get(), observer, stats, commands, console).run();
        }
        if (!options.once()) {
          serve(state, pipeline, observer, commands);
          return Main.EXIT_DONE;
        }
      }
      return exact ? Main.EXIT_DONE : Main.EXIT_FAILED;
    }
  }

  /** Says at once what the gateway would find out only after every server has started. */
  private static void requireFree(int port) throws FailureException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new FailureException(Pipeline.portTaken(port), e);
    }
  }

  private void printAddresses(StateDirectory state, Servers servers, Pipeline pipeline) {
    console.line("Daybook on this machine, data and logs in " + state.root());
    console.format("  redis    %s:%d", servers.redisHost(), servers.redisPort());
    // One of the user's own may have a password in it.
    console.line("  mongodb  " + servers.mongodbUri().replaceFirst("//[^/@]*@", "//…@"));
    console.line("  s3       " + servers.s3());
    console.line("  sqs      " + servers.sqs());
    console.line("  page     " + pipeline.api() + "/");
    console.line("  api      " + pipeline.api() + "/docs");
    console.line("");
  }

  private void serve(StateDirectory state, Pipeline pipeline, Observer observer, Commands commands)
      throws FailureException {
    if (options.sample().isPresent()) {
      console.line("");
    }
    console.line("serving until Ctrl-C");
    console.line("  look at the totals   " + pipeline.api() + "/");
    console.line("  import another file  " + commands.importing("", Path.of("my.csv")));
    console.format(
        "                       (. %s && aws s3 cp my.csv s3://$DAYBOOK_BUCKET/)",
        Commands.quoted(Console.path(state.runEnv())));
    console.line("  what became of all   " + commands.imports());
    try {
      new ImportNotices(observer, commands, console).untilInterrupted();
    } catch (InterruptedException e) {
      // Told to end: closing what was started is all that is left to do.
      Thread.interrupted();
    }
  }
}
