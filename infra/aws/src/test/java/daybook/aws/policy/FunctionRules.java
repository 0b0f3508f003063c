package daybook.aws.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions: everything explicit that AWS would otherwise choose, and a handler that exists. */
final class FunctionRules {

  private static final Set<String> NAMES =
      Set.of("ImporterFunction", "AggregatorFunction", "DumperFunction", "StatsFunction");

  private FunctionRules() {}

  static Map<String, Node> functions(Stack stack) {
    return stack.ofType("AWS::Serverless::Function");
  }

  static void check(Stack stack, Findings findings) {
    Set<String> roles = new HashSet<>();
    functions(stack)
        .forEach(
            (id, function) -> {
              findings.require(NAMES.contains(id), function, "one of " + NAMES);
              check(stack, id, function, findings);
              Node role = function.get("Properties", "Role");
              findings.require(roles.add(role.text()), role, "a role of its own");
              EnvironmentRules.check(stack, id, function, findings);
            });
    checkLogs(stack, findings);
  }

  private static void check(Stack stack, String id, Node function, Findings findings) {
    Node properties = function.get("Properties");
    findings.requireText(properties.get("Runtime"), "java25");
    Node architectures = properties.get("Architectures");
    findings.require(
        architectures.texts().equals(List.of("arm64")),
        architectures,
        "arm64, the cheaper default");
    findings.requireNumber(properties.get("MemorySize"), 512, 10_240);
    // The platform's own most is 900 s; above 300 a killed import waits too long for its message.
    findings.requireNumber(properties.get("Timeout"), 10, 300);
    findings.requireText(properties.get("AutoPublishAlias"), "live");
    findings.requireText(properties.get("AutoPublishAliasAllProperties"), "true");
    findings.require(
        Set.of("None", "PublishedVersions").contains(properties.get("SnapStart", "ApplyOn").text()),
        properties.get("SnapStart"),
        "a choice of SnapStart");
    findings.require(
        Set.of("PassThrough", "Active").contains(properties.get("Tracing").text()),
        properties.get("Tracing"),
        "a choice of tracing");
    Node logging = properties.get("LoggingConfig");
    findings.requireText(logging.get("LogFormat"), "JSON");
    // Metrics are lines without a level, which counts as INFO.
    findings.requireText(logging.get("ApplicationLogLevel"), "INFO");
    findings.requireText(logging.get("SystemLogLevel"), "WARN");
    findings.require(
        stack.referred(logging.get("LogGroup").text()).get("Type").is("AWS::Logs::LogGroup"),
        logging.get("LogGroup"),
        "a log group of this template");
    Node failures = properties.get("EventInvokeConfig", "DestinationConfig", "OnFailure");
    findings.requireText(failures.get("Type"), "SQS");
    findings.requireText(failures.get("Destination"), "${FailedInvocations.Arn}");
    findings.require(
        properties.get("Policies").isAbsent(), properties.get("Policies"), "a role, no policies");
    findings.require(
        properties.get("FunctionUrlConfig").isAbsent(),
        properties.get("FunctionUrlConfig"),
        "no address of its own");
    checkHandler(properties.get("Handler"), findings);
    checkVpc(properties.get("VpcConfig"), findings);
    checkEvents(id, function, findings);
    checkLoops(id, function, findings);
  }

  private static void checkHandler(Node handler, Findings findings) {
    String[] parts = handler.text().split("::", -1);
    boolean found = false;
    if (parts.length == 2) {
      try {
        Class<?> type = Class.forName(parts[0]);
        found =
            type.getConstructor().canAccess(null)
                && List.of(type.getMethods()).stream()
                    .anyMatch(method -> method.getName().equals(parts[1]));
      } catch (ReflectiveOperationException e) {
        found = false;
      }
    }
    findings.require(found, handler, "a class with a constructor for Lambda, and its method");
  }

  private static void checkVpc(Node vpc, Findings findings) {
    if (!vpc.isAbsent()) {
      findings.require(vpc.get("SubnetIds").items().size() == 2, vpc, "subnets in two zones");
      findings.require(
          vpc.get("SecurityGroupIds").texts().equals(List.of("sg-0123456789abcdef0")),
          vpc,
          "the functions' security group");
    }
  }

  private static void checkEvents(String id, Node function, Findings findings) {
    Map<String, String> expected =
        Map.of(
            "ImporterFunction", "[SQS]",
            "AggregatorFunction", "[SQS, ScheduleV2]",
            "DumperFunction", "[SQS]",
            "StatsFunction", "[]");
    List<String> types =
        function.get("Properties", "Events").entries().values().stream()
            .map(event -> event.get("Type").text())
            .toList();
    findings.require(
        types.toString().equals(expected.get(id)),
        function.get("Properties", "Events"),
        "events " + expected.get(id));
  }

  /** The platform takes the 16th message of a chain for a runaway loop. */
  private static void checkLoops(String id, Node function, Findings findings) {
    if (Set.of("ImporterFunction", "AggregatorFunction").contains(id)) {
      findings.requireText(function.get("Properties", "RecursiveLoop"), "Allow");
    }
  }

  private static void checkLogs(Stack stack, Findings findings) {
    stack
        .ofType("AWS::Logs::LogGroup")
        .forEach(
            (id, group) ->
                findings.requireNumber(group.get("Properties", "RetentionInDays"), 1, 3_653));
  }
}
