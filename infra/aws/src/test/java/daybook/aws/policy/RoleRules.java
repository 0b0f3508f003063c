package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Roles: a function may do exactly what its own configuration needs, no less and no more. What that
 * is follows from the function: the queue that feeds it, its log group, the names in its
 * environment.
 */
final class RoleRules {

  private static final Set<String> INTERFACES =
      Set.of(
          "ec2:AssignPrivateIpAddresses on *",
          "ec2:CreateNetworkInterface on *",
          "ec2:DeleteNetworkInterface on *",
          "ec2:DescribeNetworkInterfaces on *",
          "ec2:DescribeSubnets on *",
          "ec2:UnassignPrivateIpAddresses on *");

  private static final Set<String> TRACES =
      Set.of("xray:PutTelemetryRecords on *", "xray:PutTraceSegments on *");

  private static final String ELASTICACHE =
      "elasticache:Connect on arn:aws:elasticache:"
          + Deployments.REGION
          + ":"
          + Deployments.ACCOUNT
          + ":";

  private RoleRules() {}

  static void check(Stack stack, Findings findings) {
    FunctionRules.functions(stack)
        .forEach(
            (id, function) -> {
              Node role = stack.referred(function.get("Properties", "Role").text());
              findings.require(role.get("Type").is("AWS::IAM::Role"), role, "a role of " + id);
              requireEqual(needs(function), grants(stack, role), role, findings);
              requireTrust(role, "lambda.amazonaws.com", findings);
            });
    stack.ofType("AWS::IAM::Role").values().forEach(role -> checkShape(role, findings));
    stack
        .ofType("AWS::IAM::ManagedPolicy")
        .values()
        .forEach(
            policy ->
                PolicyDocuments.statements(policy)
                    .forEach(statement -> checkStatement(statement, findings)));
  }

  /** Compares both ways, so that a finding says which one is too much. */
  static void requireEqual(Set<String> needed, Set<String> granted, Node role, Findings findings) {
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(granted);
    Set<String> tooMuch = new TreeSet<>(granted);
    tooMuch.removeAll(needed);
    findings.require(missing.isEmpty(), role, "to be allowed " + missing);
    findings.require(tooMuch.isEmpty(), role, "not to be allowed " + tooMuch);
  }

  static void requireTrust(Node role, String service, Findings findings) {
    List<Node> statements = role.get("Properties", "AssumeRolePolicyDocument", "Statement").items();
    boolean trusted =
        statements.size() == 1
            && statements.get(0).get("Effect").is("Allow")
            && statements.get(0).get("Action").is("sts:AssumeRole")
            && Map.of("Service", service).equals(statements.get(0).get("Principal").value());
    findings.require(trusted, role, "to trust " + service + " alone");
  }

  /** Or somebody else's schedule or type could take the role. */
  static void requireThisAccount(Node role, Findings findings) {
    Object thisAccount = Map.of("StringEquals", Map.of("aws:SourceAccount", Deployments.ACCOUNT));
    for (Node statement : role.get("Properties", "AssumeRolePolicyDocument", "Statement").items()) {
      findings.require(
          thisAccount.equals(statement.get("Condition").value()),
          statement,
          "callers of this account only");
    }
  }

  private static void checkShape(Node role, Findings findings) {
    Node managed = role.get("Properties", "ManagedPolicyArns");
    for (Node arn : managed.items()) {
      findings.require(arn.is("${CommonAccess}"), arn, "none of AWS's managed policies");
    }
    for (Node policy : role.get("Properties", "Policies").items()) {
      policy
          .get("PolicyDocument", "Statement")
          .items()
          .forEach(statement -> checkStatement(statement, findings));
    }
  }

  private static void checkStatement(Node statement, Findings findings) {
    findings.requireText(statement.get("Effect"), "Allow");
    findings.require(!statement.get("Sid").isAbsent(), statement, "a Sid");
    for (String key : List.of("NotAction", "NotResource")) {
      findings.require(statement.get(key).isAbsent(), statement.get(key), "what is meant, by name");
    }
    for (Node action : statement.get("Action").items()) {
      findings.require(!action.text().contains("*"), action, "an action by its whole name");
    }
  }

  /** What a role's own policies and the common one allow. */
  static Set<String> grants(Stack stack, Node role) {
    Set<String> grants = new TreeSet<>();
    for (Node policy : role.get("Properties", "Policies").items()) {
      policy
          .get("PolicyDocument", "Statement")
          .items()
          .forEach(statement -> grants.addAll(PolicyDocuments.grants(statement)));
    }
    for (String arn : role.get("Properties", "ManagedPolicyArns").texts()) {
      PolicyDocuments.statements(stack.referred(arn))
          .forEach(statement -> grants.addAll(PolicyDocuments.grants(statement)));
    }
    return grants;
  }

  private static Set<String> needs(Node function) {
    Set<String> needs = new TreeSet<>();
    Node properties = function.get("Properties");
    String log = properties.get("LoggingConfig", "LogGroup").text().replace("}", ".Arn}");
    needs.add("logs:CreateLogStream on " + log);
    needs.add("logs:PutLogEvents on " + log);
    needs.add(
        "sqs:SendMessage on "
            + properties
                .get("EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination")
                .text());
    for (Node event : properties.get("Events").entries().values()) {
      if (event.get("Type").is("SQS")) {
        String queue = event.get("Properties", "Queue").text();
        for (String action : List.of("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")) {
          needs.add("sqs:" + action + " on " + queue);
        }
      }
    }
    if (!properties.get("VpcConfig").isAbsent()) {
      needs.addAll(INTERFACES);
    }
    if (properties.get("Tracing").is("Active")) {
      needs.addAll(TRACES);
    }
    addOfEnvironment(properties.get("Environment", "Variables"), needs);
    return needs;
  }

  private static void addOfEnvironment(Node variables, Set<String> needs) {
    for (String name : List.of("IMPORT_QUEUE_URL", "WAKE_UP_QUEUE_URL", "TICK_QUEUE_URL")) {
      if (!variables.get(name).isAbsent()) {
        needs.add("sqs:SendMessage on " + variables.get(name).text().replace("}", ".Arn}"));
      }
    }
    addBuckets(variables, needs);
    for (String name : List.of("REDIS_PASSWORD_SECRET_ARN", "MONGODB_URI_SECRET_ARN")) {
      if (!variables.get(name).isAbsent()) {
        needs.add("secretsmanager:GetSecretValue on " + variables.get(name).text());
      }
    }
    if (variables.get("REDIS_AUTH").is("iam")) {
      boolean serverless = variables.get("REDIS_MODE").is("serverless");
      String kind = serverless ? "serverlesscache:" : "replicationgroup:";
      needs.add(ELASTICACHE + kind + variables.get("REDIS_CACHE_NAME").text());
      needs.add(ELASTICACHE + "user:" + variables.get("REDIS_USERNAME").text());
    }
  }

  /** Reads uploads and lists them; writes rejects, and reads its own parts. Deletes nothing. */
  private static void addBuckets(Node variables, Set<String> needs) {
    if (!variables.get("IMPORT_BUCKET").isAbsent()) {
      String arn = variables.get("IMPORT_BUCKET").text().replace("}", ".Arn}");
      needs.add("s3:GetObject on " + arn + "/*");
      needs.add("s3:GetObjectVersion on " + arn + "/*");
      needs.add("s3:ListBucket on " + arn);
      needs.add("s3:ListBucketVersions on " + arn);
    }
    if (!variables.get("REJECTS_BUCKET").isAbsent()) {
      String arn = variables.get("REJECTS_BUCKET").text().replace("}", ".Arn}");
      needs.add("s3:AbortMultipartUpload on " + arn + "/*");
      needs.add("s3:GetObject on " + arn + "/*");
      needs.add("s3:PutObject on " + arn + "/*");
      needs.add("s3:ListBucket on " + arn);
    }
  }
}
