package daybook.local;

import static daybook.local.UserSettings.DUMP_INTERVAL_SECONDS;
import static daybook.local.UserSettings.FORCED_SHUTDOWN_SECONDS;
import static daybook.local.UserSettings.GRACEFUL_SHUTDOWN_SECONDS;

import daybook.core.settings.Variables;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /** Reads arguments and environment, and reports everything that is wrong at once. */
  static RunOptions parse(List<String> arguments, Map<String, String> environment, Path home)
      throws UsageException {
    return new Parser(arguments, environment, home).parse();
  }

  /** The state of one parse. */
  private static final class Parser {
    private final Iterator<String> arguments;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private boolean once;
    private boolean fresh;
    private Optional<Path> sample;
    private Path state;
    private int apiPort = DEFAULT_API_PORT;
    private Optional<String> redis = Optional.empty();
    private Optional<String> mongodb = Optional.empty();
    private Optional<URI> s3 = Optional.empty();
    private Optional<URI> sqs = Optional.empty();

    Parser(List<String> arguments, Map<String, String> environment, Path home) {
      this.arguments = arguments.iterator();
      this.environment = environment;
      this.state = StateDirectory.ofProject(home);
      this.sample = Optional.of(home.resolve("data/transactions_1_month.csv"));
    }

    RunOptions parse() throws UsageException {
      while (arguments.hasNext()) {
        option(arguments.next());
      }
      Variables variables = new Variables(environment);
      int dump = variables.integer(DUMP_INTERVAL_SECONDS, 10, 1, DUMP_INTERVAL_SECONDS_MAX);
      int graceful = variables.integer(GRACEFUL_SHUTDOWN_SECONDS, 10, 0, SHUTDOWN_SECONDS_MAX);
      int forced = variables.integer(FORCED_SHUTDOWN_SECONDS, 2, 0, SHUTDOWN_SECONDS_MAX);
      problems.addAll(variables.problems());
      problems.addAll(UserSettings.problems(environment, redis.isPresent()));
      if (!problems.isEmpty()) {
        throw new UsageException(problems);
      }
      return new RunOptions(
          once, fresh, sample, state, apiPort, redis, mongodb, s3, sqs, dump, graceful, forced);
    }

    private void option(String name) {
      switch (name) {
        case "--once" -> once = true;
        case "--fresh" -> fresh = true;
        case "--no-sample" -> sample = Optional.empty();
        case "--sample" -> value(name, "a file").ifPresent(v -> sample = Optional.of(Path.of(v)));
        case "--state" -> value(name, "a folder").ifPresent(v -> state = Path.of(v));
        case "--api-port" ->
            checked(
                    name,
                    Variables.wholeNumber(0, PORT_MAX),
                    v -> Variables.wholeNumber(v, 0, PORT_MAX))
                .ifPresent(port -> apiPort = port);
        case "--redis" -> redis = checked(name, "HOST:PORT", Parser::hostAndPort);
        case "--mongodb" -> mongodb = checked(name, "mongodb://…", Parser::mongodbUri);
        case "--s3" -> s3 = checked(name, "an http(s) URL", Parser::url);
        case "--sqs" -> sqs = checked(name, "an http(s) URL", Parser::url);
        default -> problems.add(Help.unknown("option " + name, "run"));
      }
    }

    private Optional<String> value(String name, String expected) {
      Optional<String> value =
          arguments.hasNext() ? Optional.of(arguments.next()) : Optional.empty();
      if (value.isPresent() && !value.get().isBlank()) {
        return value;
      }
      problems.add(name + " needs a value: expected " + expected);
      return Optional.empty();
    }

    private <T> Optional<T> checked(
        String name, String expected, Function<String, Optional<T>> check) {
      Optional<String> text = value(name, expected);
      Optional<T> checked = text.flatMap(check);
      if (text.isPresent() && checked.isEmpty()) {
        problems.add("%s is '%s': expected %s".formatted(name, text.get(), expected));
      }
      return checked;
    }

    private static Optional<String> hostAndPort(String text) {
      return Optional.of(text)
          .filter(t -> t.matches("[^:/@ ]+:[0-9]{1,5}"))
          .filter(t -> isPort(Integer.parseInt(t.substring(t.indexOf(':') + 1))));
    }

    private static boolean isPort(int number) {
      return number >= 1 && number <= PORT_MAX;
    }

    private static Optional<String> mongodbUri(String text) {
      return Optional.of(text)
          .filter(t -> t.startsWith("mongodb://") || t.startsWith("mongodb+srv://"));
    }

    private static Optional<URI> url(String text) {
      try {
        return Optional.of(new URI(text)).filter(uri -> text.matches("https?://[^ ]+"));
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }
}
