package daybook.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.functions.DaybookFunction;
import daybook.functions.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who may do what. */
final class RoleRules {

  /** What Lambda itself needs to join a VPC and to leave it; a function's code is denied it. */
  private static final Set<String> INTERFACES =
      Set.of(
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses");

  private static final Set<String> TRACES =
      Set.of("xray:PutTelemetryRecords", "xray:PutTraceSegments");

  /** Services that act for anybody's account unless they are held to ours. */
  private static final Set<String> SERVICES_OF_MANY =
      Set.of(
          "s3.amazonaws.com", "scheduler.amazonaws.com", "resources.cloudformation.amazonaws.com");

  /** What the value of a variable begins with that names a key of KMS. */
  private static final String KEY = "kms:";

  private static final String HERE = Deployments.REGION + ":" + Deployments.ACCOUNT + ":";
  private static final String ELASTICACHE = "elasticache:Connect on arn:aws:elasticache:" + HERE;

  private static final String ATLAS_KEYS =
      "secretsmanager:GetSecretValue on arn:aws:secretsmanager:"
          + HERE
          + "secret:cfn/atlas/profile/default-*";

  private static final String KEY_POLICY = ".Properties.KeyPolicy.";

  /** Whoever in the account has a role that allows it. */
  private static final Object ACCOUNT =
      Map.of("AWS", "arn:aws:iam::" + Deployments.ACCOUNT + ":root");

  private static final ObjectMapper JSON = new ObjectMapper();

  private RoleRules() {}

  /**
   * Each role allows what whoever has it needs, no less and no more. What that is follows from the
   * queue that feeds a function, its log group, its environment and its row in the table of
   * functions, and from a schedule's target.
   */
  static void leastPrivilege(Stack stack, Findings findings) {
    Map<String, Set<String>> needs = new TreeMap<>();
    stack
        .functions()
        .forEach(
            (id, function) ->
                needs.put(function.get("Properties", "Role").text(), ofFunction(id, function)));
    stack
        .ofType("AWS::Scheduler::Schedule")
        .values()
        .forEach(schedule -> addOfSchedule(schedule.get("Properties", "Target"), needs));
    stack
        .functions()
        .forEach(
            (id, function) ->
                function
                    .get("Properties", "Events")
                    .entries()
                    .values()
                    .forEach(event -> addOfSweep(id, event, needs)));
    stack
        .ofType("AWS::CloudFormation::TypeActivation")
        .values()
        .forEach(
            type ->
                needs.put(type.get("Properties", "ExecutionRoleArn").text(), Set.of(ATLAS_KEYS)));
    Set<String> taken = new TreeSet<>();
    needs.forEach(
        (arn, needed) -> {
          Node role = stack.referred(arn);
          taken.add(role.place());
          requireEqual(needed, grants(stack, role), role, findings);
        });
    for (Node role : stack.ofType("AWS::IAM::Role").values()) {
      findings.require(taken.contains(role.place()), role, "to be taken by somebody");
    }
    findings.require(
        stack.functions().isEmpty() || needs.size() >= stack.functions().size(),
        new Node(stack.file(), needs.keySet()),
        "a role a function");
  }

  private static void requireEqual(
      Set<String> needed, Set<String> granted, Node role, Findings findings) {
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(granted);
    Set<String> tooMuch = new TreeSet<>(granted);
    tooMuch.removeAll(needed);
    findings.require(missing.isEmpty(), role, "to be allowed " + missing);
    findings.require(tooMuch.isEmpty(), role, "not to be allowed " + tooMuch);
  }

  /**
   * {@code action on resource} for all that a role's own policies and the common ones allow, with
   * the condition where there is one.
   */
  private static Set<String> grants(Stack stack, Node role) {
    Set<String> grants = new TreeSet<>();
    List<Node> policies = new ArrayList<>(role.get("Properties", "Policies").items());
    for (String arn : role.get("Properties", "ManagedPolicyArns").texts()) {
      policies.add(stack.referred(arn).get("Properties"));
    }
    for (Node policy : policies) {
      for (Node statement : policy.get("PolicyDocument", "Statement").items()) {
        for (String action : statement.get("Action").texts()) {
          for (String resource : statement.get("Resource").texts()) {
            if (statement.get("Effect").is("Allow")) {
              Node condition = statement.get("Condition");
              grants.add(
                  action
                      + " on "
                      + resource
                      + (condition.isAbsent() ? "" : " if " + condition.value()));
            }
          }
        }
      }
    }
    return grants;
  }

  private static Set<String> ofFunction(String id, Node function) {
    Set<String> needs = new TreeSet<>();
    Node properties = function.get("Properties");
    String log = arn(properties.get("LoggingConfig", "LogGroup"));
    add(needs, log, "logs:CreateLogStream", "logs:PutLogEvents");
    Node onFailure = properties.get("EventInvokeConfig", "DestinationConfig", "OnFailure");
    add(needs, onFailure.get("Destination").text(), "sqs:SendMessage");
    for (Node event : properties.get("Events").entries().values()) {
      if (event.get("Type").is("SQS")) {
        add(
            needs,
            event.get("Properties", "Queue").text(),
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage");
      }
    }
    add(needs, "*", INTERFACES.toArray(String[]::new));
    if (properties.get("Tracing").is("Active")) {
      add(needs, "*", TRACES.toArray(String[]::new));
    }
    Node variables = properties.get("Environment", "Variables");
    addOfEnvironment(variables, needs);
    for (Grant grant : DaybookFunction.of(id).grants()) {
      String[] actions = grant.actions().toArray(String[]::new);
      String value = variables.get(grant.variable()).text();
      if (value.startsWith(KEY)) {
        // Of one database, as the functions say to KMS (docs/decisions/0026-field-encryption.md).
        Object condition =
            Map.of(
                "StringEquals",
                Map.of("kms:EncryptionContext:database", variables.get("MONGODB_DATABASE").text()));
        add(needs, value.substring(KEY.length()) + " if " + condition, actions);
      } else if (!value.isEmpty()) {
        add(needs, arn(variables.get(grant.variable())) + grant.objects(), actions);
      }
    }
    return needs;
  }

  private static void addOfEnvironment(Node variables, Set<String> needs) {
    variables
        .entries()
        .forEach(
            (name, value) -> {
              if (name.endsWith("_QUEUE_URL")) {
                add(needs, arn(value), "sqs:SendMessage");
              } else if (name.endsWith("_SECRET_ARN")) {
                add(needs, value.text(), "secretsmanager:GetSecretValue");
              }
            });
    if (variables.get("REDIS_AUTH").is("iam")) {
      boolean serverless = variables.get("REDIS_MODE").is("serverless");
      String kind = serverless ? "serverlesscache:" : "replicationgroup:";
      needs.add(ELASTICACHE + kind + variables.get("REDIS_CACHE_NAME").text());
      needs.add(ELASTICACHE + "user:" + variables.get("REDIS_USERNAME").text());
    }
  }

  private static void addOfSchedule(Node target, Map<String, Set<String>> needs) {
    Set<String> its = needs.computeIfAbsent(target.get("RoleArn").text(), key -> new TreeSet<>());
    boolean universal = target.get("Arn").text().contains(":aws-sdk:");
    add(its, universal ? queueOf(target) : target.get("Arn").text(), "sqs:SendMessage");
    add(its, target.get("DeadLetterConfig", "Arn").text(), "sqs:SendMessage");
  }

  private static String queueOf(Node target) {
    try {
      return JSON.readTree(target.get("Input").text())
          .path("QueueUrl")
          .asText()
          .replace("}", ".Arn}");
    } catch (JsonProcessingException e) {
      return "no JSON";
    }
  }

  private static void addOfSweep(String id, Node event, Map<String, Set<String>> needs) {
    if (event.get("Type").is("ScheduleV2")) {
      Node sweep = event.get("Properties");
      Set<String> its = needs.computeIfAbsent(sweep.get("RoleArn").text(), key -> new TreeSet<>());
      add(its, "${" + id + ".Arn}:live", "lambda:InvokeFunction");
      add(its, sweep.get("DeadLetterConfig", "Arn").text(), "sqs:SendMessage");
    }
  }

  private static void add(Set<String> needs, String resource, String... actions) {
    for (String action : actions) {
      needs.add(action + " on " + resource);
    }
  }

  /** What {@code ${Id}} is as {@code ${Id.Arn}}. */
  private static String arn(Node reference) {
    return reference.text().replace("}", ".Arn}");
  }

  /** Actions, resources and principals are named, and services that serve many are held to us. */
  static void noWildcard(Stack stack, Findings findings) {
    for (Node statement : stack.statements()) {
      for (String key : List.of("NotAction", "NotResource", "NotPrincipal")) {
        findings.require(statement.get(key).isAbsent(), statement, "what is meant, by name");
      }
      if (statement.get("Effect").is("Allow")) {
        for (Node action : statement.get("Action").items()) {
          findings.require(!action.text().contains("*"), action, "an action by its whole name");
        }
        checkResources(statement, findings);
        checkPrincipal(statement, findings);
      }
    }
    for (Node role : stack.ofType("AWS::IAM::Role").values()) {
      Node trust = role.get("Properties", "AssumeRolePolicyDocument", "Statement");
      findings.require(trust.items().size() == 1, trust, "one that takes the role");
      for (Node arn : role.get("Properties", "ManagedPolicyArns").items()) {
        findings.require(arn.text().startsWith("${"), arn, "none of AWS's managed policies");
      }
    }
    for (Node function : stack.functions().values()) {
      Node policies = function.get("Properties", "Policies");
      findings.require(policies.isAbsent(), policies, "a role, which SAM adds nothing to");
    }
  }

  private static void checkResources(Node statement, Findings findings) {
    List<String> actions = statement.get("Action").texts();
    // The policy of a key is about that key, which it cannot name.
    boolean nothingToName =
        INTERFACES.containsAll(actions)
            || TRACES.containsAll(actions)
            || statement.place().contains(KEY_POLICY);
    for (Node resource : statement.get("Resource").items()) {
      boolean any = resource.is("*") || resource.text().contains(":*");
      findings.require(
          !any || nothingToName || isOfThisAccount(statement, "aws:ResourceAccount"),
          resource,
          "a resource by its name");
    }
    if (INTERFACES.containsAll(actions)) {
      findings.require(
          statement.get("Condition").isAbsent() && !statement.get("Sid").isAbsent(),
          statement,
          "Lambda's own right");
    }
  }

  private static void checkPrincipal(Node statement, Findings findings) {
    Node principal = statement.get("Principal");
    Node service = principal.get("Service");
    findings.require(
        principal.isAbsent()
            || !service.text().isEmpty()
            || (statement.place().contains(KEY_POLICY) && ACCOUNT.equals(principal.value()))
            || isOfThisAccount(statement, "aws:ResourceAccount"),
        principal,
        "one service");
    findings.require(
        !SERVICES_OF_MANY.contains(service.text())
            || isOfThisAccount(statement, "aws:SourceAccount"),
        statement,
        "calls of this account only");
  }

  private static boolean isOfThisAccount(Node statement, String key) {
    return Map.of("StringEquals", Map.of(key, Deployments.ACCOUNT))
        .equals(statement.get("Condition").value());
  }

  /** The right to make interfaces is Lambda's; a function's code must not have it. */
  static void codeJoinsNoNetwork(Stack stack, Findings findings) {
    List<Node> allowed =
        stack.statements().stream()
            .filter(statement -> statement.get("Effect").is("Allow"))
            .filter(
                statement ->
                    statement.get("Action").texts().stream().anyMatch(INTERFACES::contains))
            .toList();
    List<Node> denied =
        stack.statements().stream()
            .filter(statement -> statement.get("Effect").is("Deny"))
            .filter(statement -> Set.copyOf(statement.get("Action").texts()).equals(INTERFACES))
            .filter(statement -> statement.get("Resource").is("*"))
            .filter(
                statement ->
                    statement
                        .get("Condition", "ArnLike", "lambda:SourceFunctionArn")
                        .is("arn:aws:lambda:" + HERE + "function:*"))
            .toList();
    findings.require(
        allowed.size() == denied.size(),
        new Node(stack.file() + ": interfaces", allowed.size()),
        "a denial of the code's calls beside what Lambda is allowed");
  }
}
