package daybook.bench;

import daybook.core.port.StoreException;
import daybook.embedded.EmbeddedServerException;
import daybook.local.Arguments;
import daybook.local.Help;
import daybook.local.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.exceptions.JedisException;

/** {@code ./daybook bench}. */
public final class Main {

  private static final int EXIT_DONE = 0;
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private Main() {}

  /** Measures, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Libraries have nothing to say that a failure does not.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      BenchArguments given = Arguments.parse(new BenchArguments(), arguments);
      if (given.isHelp()) {
        System.out.print(Help.of("bench"));
        return EXIT_DONE;
      }
      return measure(given.options());
    } catch (UsageException e) {
      System.err.println("daybook: " + e.getMessage());
      return EXIT_USAGE;
    } catch (BenchException
        | IOException
        | UncheckedIOException
        | EmbeddedServerException
        | StoreException
        | JedisException e) {
      System.err.println("daybook: " + e.getMessage());
      return EXIT_FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    }
  }

  private static int measure(BenchOptions options)
      throws BenchException, IOException, InterruptedException {
    if (!DuckDb.isAvailable()) {
      throw new BenchException("DuckDB is not on the class path: start this by ./daybook bench");
    }
    Instant begun = Instant.now();
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    // On Ctrl-C the processes must end and the files go before the JVM halts.
    Thread hook = new Thread(() -> endAndWait(main, ended), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    Optional<Baseline> baseline = Optional.empty();
    if (options.baseline().isPresent()) {
      // Before an hour of measuring.
      baseline = Optional.of(Baseline.read(options.baseline().get()));
    }
    Results results;
    try (Folder folder = Folder.create()) {
      results = new Bench(options, home(), folder, System.err).run();
    } finally {
      ended.countDown();
    }
    Report report = new Report(begun, DuckDb.version(), options.rounds(), results);
    System.out.print(report.table());
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), report.json());
    }
    List<String> failures = failures(options, baseline, results.files());
    failures.forEach(failure -> System.err.println("daybook: " + failure));
    return failures.isEmpty() ? EXIT_DONE : EXIT_FAILED;
  }

  private static void endAndWait(Thread main, CountDownLatch ended) {
    if (ended.getCount() > 0) {
      main.interrupt();
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What was slower than was asked for. */
  private static List<String> failures(
      BenchOptions options, Optional<Baseline> baseline, Map<BenchFile, Measures> files) {
    List<String> failures = new ArrayList<>();
    files.forEach(
        (file, measures) -> {
          double ratio = measures.ratio(Measures.OURS_WARM, Measures.DUCKDB);
          if (options.atLeast().isPresent() && ratio < options.atLeast().get()) {
            failures.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.3f times as fast as DuckDB, expected at least %.3f",
                    file.form(),
                    ratio,
                    options.atLeast().get()));
          }
        });
    baseline.ifPresent(recorded -> failures.addAll(recorded.failures(files)));
    return failures;
  }

  /** The project's folder, which the script names. */
  private static Path home() {
    return Path.of(System.getProperty("daybook.home", ".")).toAbsolutePath().normalize();
  }
}
