package daybook.aws.policy;

import daybook.aggregator.AggregatorSettings;
import daybook.api.ApiSettings;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.dumper.DumperSettings;
import daybook.importer.ImporterSettings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Environments: each variable is one that the function's settings read, each one that they read is
 * set, and the settings accept the values.
 */
final class EnvironmentRules {

  /** Reads the settings of each function. */
  private static final Map<String, Consumer<Variables>> SETTINGS =
      Map.of(
          "ImporterFunction", ImporterSettings::from,
          "AggregatorFunction", AggregatorSettings::from,
          "DumperFunction", DumperSettings::from,
          "StatsFunction", ApiSettings::from);

  /** Parameter that each variable takes its value from, and the parameter's default. */
  private static final Map<String, String[]> PARAMETERS =
      Map.ofEntries(
          Map.entry("REDIS_HOST", new String[] {"RedisHost", ""}),
          Map.entry("REDIS_PORT", new String[] {"RedisPort", "6379"}),
          Map.entry("REDIS_MODE", new String[] {"RedisMode", "node"}),
          Map.entry("REDIS_TLS", new String[] {"RedisTls", "true"}),
          Map.entry("REDIS_AUTH", new String[] {"RedisAuth", "none"}),
          Map.entry("REDIS_PASSWORD_SECRET_ARN", new String[] {"RedisPasswordSecretArn", ""}),
          Map.entry("REDIS_CACHE_NAME", new String[] {"RedisCacheName", ""}),
          Map.entry("REDIS_KEY_PREFIX", new String[] {"RedisKeyPrefix", "{daybook}:"}),
          Map.entry(
              "TRANSACTION_QUEUE_KEY", new String[] {"TransactionQueueKey", "TransactionQueue"}),
          Map.entry("MONGODB_URI", new String[] {"MongoDbUri", ""}),
          Map.entry("MONGODB_URI_SECRET_ARN", new String[] {"MongoDbUriSecretArn", ""}),
          Map.entry("MONGODB_DATABASE", new String[] {"MongoDbDatabase", "TransactionsDb"}),
          Map.entry("CUT_OFF_DAYS", new String[] {"CutOffDays", "7"}),
          Map.entry("CUT_OFF_MINUTES", new String[] {"CutOffMinutes", "0"}),
          Map.entry("CUT_OFF_SECONDS", new String[] {"CutOffSeconds", "0"}),
          Map.entry("IMPORT_PACING", new String[] {"ImportPacing", "none"}));

  /** For servers that are not AWS's, on one machine only. */
  static final Set<String> LOCAL_ONLY =
      Set.of(
          "AWS_ENDPOINT_URL_S3",
          "AWS_ENDPOINT_URL_SECRETS_MANAGER",
          "AWS_ENDPOINT_URL_SQS",
          "REDIS_PASSWORD");

  /** What each function sends to and where its objects are. */
  private static final Map<String, Map<String, String>> RESOURCES =
      Map.of(
          "ImporterFunction",
          Map.of(
              "IMPORT_BUCKET", "${ImportBucket}",
              "REJECTS_BUCKET", "${RejectsBucket}",
              "IMPORT_QUEUE_URL", "${ImportQueue}",
              "WAKE_UP_QUEUE_URL", "${WakeUpQueue}"),
          "AggregatorFunction",
          Map.of("TICK_QUEUE_URL", "${TickQueue}", "WAKE_UP_QUEUE_URL", "${WakeUpQueue}"),
          "DumperFunction",
          Map.of("IMPORT_QUEUE_URL", "${ImportQueue}"),
          "StatsFunction",
          Map.of());

  private static final Set<String> QUEUES =
      Set.of("IMPORT_QUEUE_URL", "WAKE_UP_QUEUE_URL", "TICK_QUEUE_URL");

  private EnvironmentRules() {}

  static void check(Stack stack, String id, Node function, Findings findings) {
    Node variables = function.get("Properties", "Environment", "Variables");
    Map<String, String> values = new TreeMap<>();
    variables.entries().forEach((name, value) -> values.put(name, value.text()));
    requireAccepted(id, variables, values, findings);
    Set<String> known = names(id);
    Map<String, String> expected = expected(stack, id, known);
    Set<String> all = new TreeSet<>(values.keySet());
    all.addAll(expected.keySet());
    for (String name : all) {
      Node variable = variables.get(name);
      findings.require(known.contains(name), variable, "no unknown variable");
      String value = expected.getOrDefault(name, "");
      findings.require(
          value.isEmpty() ? variable.isAbsent() : variable.is(value), variable, "'" + value + "'");
      // CloudFormation would put the secret into the function's configuration.
      findings.require(!variable.text().contains("{{resolve:"), variable, "no resolved secret");
      findings.require(!variable.text().matches(".*://[^/]*@.*"), variable, "no password");
    }
  }

  /** Names of the variables that the settings of a function read. */
  static Set<String> names(String id) {
    Variables variables = new Variables(Map.of());
    try {
      SETTINGS.getOrDefault(id, none -> {}).accept(variables);
    } catch (InvalidSettingsException e) {
      // Some must be set; which ones are read is all that is asked here.
    }
    return variables.names();
  }

  private static void requireAccepted(
      String id, Node variables, Map<String, String> values, Findings findings) {
    Map<String, String> deployed = new TreeMap<>();
    values.forEach(
        (name, value) ->
            deployed.put(
                name, value.replaceAll("^\\$\\{([A-Za-z]+)}$", "https://example.com/1/$1")));
    try {
      SETTINGS.getOrDefault(id, none -> {}).accept(new Variables(deployed));
    } catch (InvalidSettingsException e) {
      findings.require(false, variables, "values that the settings accept: " + e.getMessage());
    }
  }

  private static Map<String, String> expected(Stack stack, String id, Set<String> known) {
    Map<String, String> given = stack.parameters();
    Map<String, String> expected = new TreeMap<>(RESOURCES.getOrDefault(id, Map.of()));
    PARAMETERS.forEach(
        (name, parameter) -> {
          if (known.contains(name)) {
            expected.put(name, given.getOrDefault(parameter[0], parameter[1]));
          }
        });
    if (!given.getOrDefault("RedisAuth", "none").equals("iam")) {
      expected.remove("REDIS_CACHE_NAME");
    }
    String user = given.getOrDefault("RedisUsername", "");
    boolean reads = id.equals("StatsFunction");
    expected.put("REDIS_USERNAME", reads ? given.getOrDefault("RedisStatsUsername", user) : user);
    expected.put("METRICS_STACK", "daybook");
    return expected;
  }

  /** Variables that the settings of a function read and that no deployment sets. */
  static Set<String> unset(String id) {
    Set<String> unset = new TreeSet<>(names(id));
    unset.removeAll(PARAMETERS.keySet());
    unset.removeAll(RESOURCES.getOrDefault(id, Map.of()).keySet());
    unset.removeAll(QUEUES);
    unset.removeAll(LOCAL_ONLY);
    unset.remove("REDIS_USERNAME");
    unset.remove("METRICS_STACK");
    return unset;
  }
}
