package daybook.local;

import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.settings.Variables;
import daybook.functions.DaybookFunction;
import daybook.importer.Pacing;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisAuth;
import daybook.redis.RedisMode;
import daybook.redis.RedisSettings;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What of a user's environment counts in a local run. All else that functions read is set by the
 * run itself: where the stores are, it takes from the command line.
 */
final class UserSettings {

  static final String DUMP_INTERVAL_SECONDS = "DUMP_INTERVAL_SECONDS";
  static final String GRACEFUL_SHUTDOWN_SECONDS = "GRACEFUL_SHUTDOWN_SECONDS";
  static final String FORCED_SHUTDOWN_SECONDS = "FORCED_SHUTDOWN_SECONDS";

  /** Of the run, which no function reads. */
  private static final List<String> OF_THE_RUN =
      List.of(DUMP_INTERVAL_SECONDS, GRACEFUL_SHUTDOWN_SECONDS, FORCED_SHUTDOWN_SECONDS);

  /** Of the stores; they reach every function, beside what the functions leave to a user. */
  private static final List<String> OF_STORES =
      List.of(
          MongoSettings.MONGODB_DATABASE,
          "REDIS_AUTH",
          "REDIS_KEY_PREFIX",
          "REDIS_MODE",
          "REDIS_PASSWORD",
          "REDIS_TLS",
          "REDIS_USERNAME",
          "TRANSACTION_QUEUE_KEY");

  private UserSettings() {}

  /** Names of all that count. */
  static NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>(OF_THE_RUN);
    passedOnNames().forEach(names::add);
    return names;
  }

  private static Stream<String> passedOnNames() {
    Stream<String> choices =
        Stream.of(DaybookFunction.values()).flatMap(function -> function.choices().stream());
    return Stream.concat(OF_STORES.stream(), choices);
  }

  /** Those that are set and reach the functions. */
  static NavigableMap<String, String> passedOn(Map<String, String> environment) {
    NavigableMap<String, String> passedOn = new TreeMap<>();
    passedOnNames()
        .filter(environment::containsKey)
        .forEach(name -> passedOn.put(name, environment.get(name)));
    return passedOn;
  }

  /** Names of settings that are set and do not count, which their user may believe. */
  static NavigableSet<String> ignored(Map<String, String> environment) {
    NavigableSet<String> ignored = new TreeSet<>();
    for (DaybookFunction function : DaybookFunction.values()) {
      function.variables().stream()
          .filter(name -> !environment.getOrDefault(name, "").isBlank())
          .forEach(ignored::add);
    }
    ignored.removeAll(names());
    return ignored;
  }

  /**
   * What is wrong with those that reach the functions. These read them for themselves, but a wrong
   * one is better said before they start.
   *
   * @param redisIsGiven whether the user has named a Redis
   */
  static List<String> problems(Map<String, String> environment, boolean redisIsGiven) {
    Variables variables = new Variables(passedOn(environment));
    CutOff.from(variables, Deployment.from(variables).zone());
    Pacing.from(variables);
    MongoSettings.from(variables);
    RedisSettings redis = RedisSettings.from(variables);
    boolean isPlain =
        redis.mode() == RedisMode.NODE && !redis.tls() && redis.auth() instanceof RedisAuth.None;
    if (!redisIsGiven && !isPlain) {
      variables.problem(
          "REDIS_MODE, REDIS_TLS or REDIS_AUTH is set: expected only with --redis HOST:PORT");
    }
    return variables.problems();
  }

  /** By which zone and in which currency the functions count; {@link #problems} finds none. */
  static Deployment deployment(Map<String, String> environment) {
    return Deployment.from(new Variables(passedOn(environment)));
  }

  /**
   * Which MongoDB the functions get.
   *
   * @param uri of the command line
   * @throws FailureException if the driver could not read it
   */
  static MongoSettings mongoDb(String uri, Map<String, String> environment)
      throws FailureException {
    Map<String, String> given = new TreeMap<>(passedOn(environment));
    given.put(MongoSettings.MONGODB_URI, uri);
    Variables variables = new Variables(given);
    MongoSettings settings = MongoSettings.from(variables);
    Optional<String> problem = variables.problems().stream().findFirst();
    if (problem.isPresent()) {
      throw new FailureException("--mongodb: " + problem.get());
    }
    return settings;
  }
}
