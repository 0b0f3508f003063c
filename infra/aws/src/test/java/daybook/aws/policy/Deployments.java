package daybook.aws.policy;

import daybook.template.Deployment;
import daybook.template.ParameterReferences;
import daybook.template.RenderedTemplate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Deployments of every template: between them, each condition holds once and fails once. */
final class Deployments {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-central-1";
  static final Path HOME = Path.of(System.getProperty("daybook.home"));

  static final String TEMPLATE = "template.yaml";

  /** Read once: thousands of mutations ask. */
  private static final Map<String, Set<String>> BEHIND = new ConcurrentHashMap<>();

  private static final Map<String, String> IAM =
      Map.ofEntries(
          Map.entry("RedisHost", "cache.example.com"),
          Map.entry("RedisMode", "node"),
          Map.entry("RedisAuth", "iam"),
          Map.entry("RedisUsername", "daybook-app"),
          Map.entry("RedisStatsUsername", "daybook-stats"),
          Map.entry("RedisCacheName", "daybook"),
          Map.entry(
              "MongoDbUri",
              "mongodb+srv://daybook.example.net/?authMechanism=MONGODB-AWS"
                  + "&authSource=%24external"),
          Map.entry("AtlasProfile", "default"),
          Map.entry("AtlasProjectId", "0123456789abcdef01234567"),
          Map.entry("SubnetIds", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"),
          Map.entry("SecurityGroupIds", "sg-0123456789abcdef0"),
          Map.entry("Tracing", "Active"),
          Map.entry("ApiAuth", "JWT"),
          Map.entry("JwtIssuer", "https://issuer.example.com"),
          Map.entry("JwtAudience", "daybook"),
          Map.entry("CorsOrigins", "https://app.example.com"),
          Map.entry("AccessLogBucket", "example-logs"),
          Map.entry("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms"),
          Map.entry("CacheAlarms", "true"));

  /** No more than must be given. */
  static final Map<String, String> PLAIN =
      Map.of("RedisHost", "cache.example.com", "MongoDbUri", "mongodb://history.example.com/");

  private static final Map<String, String> SERVERLESS =
      Map.of("RedisMode", "serverless", "CacheGigabytesMax", "7");

  private static final Map<String, String> SECRETS =
      Map.of(
          "RedisHost", "cache.example.com",
          "RedisAuth", "password",
          "RedisPasswordSecretArn",
              "arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf",
          "MongoDbUriSecretArn",
              "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf",
          "TickSchedules", "six",
          "ApiAuth", "AWS_IAM",
          "SnapStart", "PublishedVersions",
          "Observe", "false");

  private static final Map<String, String> NETWORKED =
      Map.of(
          "VpcId", "vpc-0123456789abcdef0",
          "SubnetIds", "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
          "FunctionsGroupId", "sg-0123456789abcdef0");

  private static final Map<String, String> ATLAS =
      Map.of("OrganizationId", "0123456789abcdef01234567", "NatAddress", "203.0.113.7");

  /**
   * A stack to look at.
   *
   * @param name says which one
   * @param file template below the project's folder
   * @param parameters values other than the defaults
   */
  record Case(String name, String file, Map<String, String> parameters) {

    Stack stack() {
      Deployment deployment = new Deployment(REGION, ACCOUNT, "daybook", parameters);
      RenderedTemplate rendered = RenderedTemplate.read(HOME.resolve(file), deployment);
      return new Stack(file, parameters, rendered.resources());
    }

    @Override
    public String toString() {
      return file + " " + name;
    }
  }

  private Deployments() {}

  static List<Case> all() {
    return List.of(
        new Case("as it comes", TEMPLATE, PLAIN),
        new Case("with IAM in a VPC", TEMPLATE, IAM),
        new Case("serverless", TEMPLATE, with(IAM, SERVERLESS)),
        new Case("with secrets", TEMPLATE, SECRETS),
        new Case("with NAT", "infra/aws/network.yaml", Map.of()),
        new Case(
            "as small as it may be", "infra/aws/network.yaml", Map.of("VpcCidr", "10.83.0.0/22")),
        new Case("with endpoints", "infra/aws/network.yaml", Map.of("Egress", "endpoints")),
        new Case("of nodes", "infra/aws/cache.yaml", NETWORKED),
        new Case(
            "serverless",
            "infra/aws/cache.yaml",
            with(NETWORKED, Map.of("CacheMode", "serverless"))),
        new Case("once", "infra/aws/atlas-types.yaml", Map.of()),
        new Case("shared", "infra/aws/atlas.yaml", ATLAS),
        new Case("dedicated", "infra/aws/atlas.yaml", with(ATLAS, Map.of("Tier", "M10"))),
        new Case(
            "of a project",
            "infra/aws/atlas-private-link.yaml",
            with(NETWORKED, Map.of("AtlasProjectId", "0123456789abcdef01234567"))),
        new Case("of a stack", "infra/aws/atlas-users.yaml", ATLAS_USERS),
        new Case("that only shows", "infra/aws/observability.yaml", OBSERVED),
        new Case(
            "that tells of nodes",
            "infra/aws/observability.yaml",
            with(OBSERVED, watching("node"))),
        new Case(
            "that tells of a shard",
            "infra/aws/observability.yaml",
            with(OBSERVED, watching("cluster"))),
        new Case(
            "that tells of a serverless cache",
            "infra/aws/observability.yaml",
            with(OBSERVED, watching("serverless"))));
  }

  private static final Map<String, String> ATLAS_USERS =
      Map.of(
          "AtlasProfile", "default",
          "AtlasProjectId", "0123456789abcdef01234567",
          "Database", "TransactionsDb",
          "ImporterRoleArn", "arn:aws:iam::123456789012:role/importer",
          "AggregatorRoleArn", "arn:aws:iam::123456789012:role/aggregator",
          "DumperRoleArn", "arn:aws:iam::123456789012:role/dumper",
          "StatsRoleArn", "arn:aws:iam::123456789012:role/stats");

  private static final Map<String, String> OBSERVED =
      Map.ofEntries(
          Map.entry("Stack", "daybook"),
          Map.entry("ImporterFunction", "importer"),
          Map.entry("AggregatorFunction", "aggregator"),
          Map.entry("DumperFunction", "dumper"),
          Map.entry("StatsFunction", "stats"),
          Map.entry("ImportQueue", "imports"),
          Map.entry("WakeUpQueue", "wake-ups"),
          Map.entry("ImportDeadLetters", "import-dead-letters"),
          Map.entry("WakeUpDeadLetters", "wake-up-dead-letters"),
          Map.entry("ScheduleDeadLetters", "schedule-dead-letters"),
          Map.entry("FailedInvocations", "failed-invocations"),
          Map.entry("Api", "abcdefghij"));

  private static Map<String, String> watching(String mode) {
    return Map.of(
        "CacheName", "daybook",
        "CacheMode", mode,
        "AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms");
  }

  /** Parameters that a template declares. */
  static Set<String> parameters(String file) {
    return RenderedTemplate.parameters(HOME.resolve(file), false);
  }

  /** Parameters that a template declares without a default. */
  static Set<String> requiredParameters(String file) {
    return RenderedTemplate.parameters(HOME.resolve(file), true);
  }

  /** Parameters that a version of a function is made of; what calls it and its role are not. */
  static Set<String> parametersBehind(String file, String function) {
    Set<String> around = Set.of("Events", "EventInvokeConfig", "Role");
    return BEHIND.computeIfAbsent(
        file + " " + function,
        key ->
            ParameterReferences.of(
                HOME.resolve(file), function, property -> !around.contains(property)));
  }

  static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> both = new HashMap<>(base);
    both.putAll(more);
    return both;
  }
}
