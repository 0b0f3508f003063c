package daybook.aws.policy;

import daybook.template.Deployment;
import daybook.template.RenderedTemplate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A few ways to deploy everything: between them, each condition of each template holds once and
 * fails once. A nested stack gets what the stack around it gives.
 */
final class Deployments {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-central-1";
  static final Path HOME = Path.of(System.getProperty("daybook.home"));
  static final String TEMPLATE = "template.yaml";

  /** No more than must be given. */
  static final Map<String, String> SMALLEST =
      Map.of("RedisHost", "cache.example.com", "MongoDbUri", "mongodb://history.example.com/");

  private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
  private static final String PROJECT = "0123456789abcdef01234567";
  private static final String SUBNETS = "subnet-0123456789abcdef0,subnet-0123456789abcdef1";
  private static final String GROUP = "sg-0123456789abcdef0";

  private static final Map<String, String> NETWORKED =
      Map.of("VpcId", "vpc-0123456789abcdef0", "SubnetIds", SUBNETS, "FunctionsGroupId", GROUP);

  private static final Map<String, String> ATLAS =
      Map.of("OrganizationId", PROJECT, "AtlasRegion", "EU_CENTRAL_1", "Tier", "M10");

  private static final Map<String, String> NAT = Map.of("NatAddress", "203.0.113.7");

  private static final Map<String, String> PRODUCTION =
      Map.ofEntries(
          Map.entry("RedisHost", "cache.example.com"),
          Map.entry("RedisAuth", "iam"),
          Map.entry("RedisUsername", "daybook-app"),
          Map.entry("RedisApiUsername", "daybook-api"),
          Map.entry("RedisCacheName", "daybook"),
          Map.entry(
              "MongoDbUri",
              "mongodb+srv://daybook.example.net/?authMechanism=MONGODB-AWS"
                  + "&authSource=%24external"),
          Map.entry("AtlasProfile", "default"),
          Map.entry("AtlasProjectId", PROJECT),
          Map.entry("SubnetIds", SUBNETS),
          Map.entry("SecurityGroupIds", GROUP),
          Map.entry("Tracing", "Active"),
          Map.entry("AccessLogBucket", "example-logs"),
          Map.entry("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms"),
          Map.entry("CacheAlarms", "true"));

  private static final Map<String, String> PRIVATE =
      with(
          PRODUCTION,
          Map.ofEntries(
              Map.entry("RedisMode", "serverless"),
              Map.entry("CacheGigabytesMax", "7"),
              Map.entry("ApiAuth", "JWT"),
              Map.entry("JwtIssuer", "https://issuer.example.com"),
              Map.entry("JwtAudience", "daybook"),
              Map.entry("SignInAuthorizeUrl", "https://issuer.example.com/authorize"),
              Map.entry("SignInTokenUrl", "https://issuer.example.com/oauth/token"),
              Map.entry("SignInClientId", "daybook-page"),
              Map.entry("SignInScope", "openid email"),
              Map.entry("SignInAudience", "daybook"),
              Map.entry("CorsOrigins", "https://app.example.com"),
              Map.entry("SnapStart", "PublishedVersions"),
              Map.entry("ApiConcurrencyMax", "50"),
              Map.entry("TickSchedules", "one")));

  private static final Map<String, String> CLUSTER =
      Map.of(
          "RedisHost", "cache.example.com",
          "RedisMode", "cluster",
          "RedisAuth", "password",
          "RedisPasswordSecretArn", SECRET + "redis-AbCdEf",
          "RedisCacheName", "daybook",
          "CacheAlarms", "true",
          "MongoDbUriSecretArn", SECRET + "mongo-AbCdEf");

  /** By name, each with its stacks by the name of the file. */
  private static final Map<String, Map<String, Stack>> ALL = new LinkedHashMap<>();

  static {
    add("smallest", stack(TEMPLATE, SMALLEST));
    add(
        "production",
        stack("infra/aws/network.yaml", Map.of()),
        stack("infra/aws/cache.yaml", NETWORKED),
        stack("infra/aws/atlas-types.yaml", Map.of()),
        stack("infra/aws/atlas.yaml", with(ATLAS, NAT)),
        stack(TEMPLATE, PRODUCTION));
    add(
        "private",
        stack("infra/aws/network.yaml", Map.of("Egress", "endpoints", "VpcCidr", "10.83.0.0/22")),
        stack("infra/aws/cache.yaml", with(NETWORKED, Map.of("CacheMode", "serverless"))),
        stack("infra/aws/atlas.yaml", ATLAS),
        stack(
            "infra/aws/atlas-private-link.yaml",
            with(NETWORKED, Map.of("AtlasProjectId", PROJECT))),
        stack(TEMPLATE, PRIVATE));
    add("cluster", stack(TEMPLATE, CLUSTER));
    add(
        "trial",
        stack("infra/aws/atlas.yaml", with(with(ATLAS, NAT), Map.of("Tier", "FLEX"))),
        stack(
            TEMPLATE,
            with(SMALLEST, Map.of("ApiAuth", "NONE", "FieldKeys", "false", "Observe", "false"))));
  }

  private Deployments() {}

  /** All of them by name, each with its stacks by the name of the file. */
  static Map<String, Map<String, Stack>> all() {
    return ALL;
  }

  /** All stacks of all of them. */
  static List<Stack> stacks() {
    return ALL.values().stream().flatMap(stacks -> stacks.values().stream()).toList();
  }

  private static void add(String name, Stack... stacks) {
    Map<String, Stack> byFile = new LinkedHashMap<>();
    for (Stack stack : stacks) {
      byFile.put(stack.file(), stack);
      for (Node nested : stack.ofType("AWS::Serverless::Application").values()) {
        Map<String, String> given = new HashMap<>();
        nested.get("Properties", "Parameters").entries().forEach((k, v) -> given.put(k, v.text()));
        String file = nested.get("Properties", "Location").text();
        byFile.put(file, stack(file, given));
      }
    }
    ALL.put(name, byFile);
  }

  /** A template with these parameters, in a stack of the usual name. */
  static Stack stack(String file, Map<String, String> parameters) {
    return stack("daybook", file, parameters);
  }

  static Stack stack(String name, String file, Map<String, String> parameters) {
    RenderedTemplate rendered =
        RenderedTemplate.read(
            HOME.resolve(file), new Deployment(REGION, ACCOUNT, name, parameters));
    return new Stack(
        file, parameters, rendered.resources(), rendered.outputs(), rendered.conditions());
  }

  static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> both = new HashMap<>(base);
    both.putAll(more);
    return both;
  }
}
