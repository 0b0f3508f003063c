package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Statements of policies. */
final class PolicyDocuments {

  private static final Object WITHOUT_TLS = Map.of("Bool", Map.of("aws:SecureTransport", "false"));

  private PolicyDocuments() {}

  /** Statements of a resource whose properties have a policy document. */
  static List<Node> statements(Node resource) {
    return resource.get("Properties", "PolicyDocument", "Statement").items();
  }

  /** Whether the statement denies everything of a service to whoever comes without TLS. */
  static boolean deniesWithoutTls(Node statement, String actions) {
    return statement.get("Effect").is("Deny")
        && statement.get("Principal").is("*")
        && statement.get("Action").is(actions)
        && WITHOUT_TLS.equals(statement.get("Condition").value());
  }

  /** The policy of a resource must deny without TLS, and say nothing else. */
  static void requireTlsOnlyDeny(Node policy, String actions, Findings findings) {
    List<Node> statements = statements(policy);
    findings.require(
        statements.size() == 1 && deniesWithoutTls(statements.get(0), actions),
        policy.get("Properties", "PolicyDocument"),
        "one statement, which denies " + actions + " without TLS");
  }

  /** {@code action on resource} for everything that a statement allows. */
  static Set<String> grants(Node statement) {
    Set<String> grants = new TreeSet<>();
    for (String action : statement.get("Action").texts()) {
      for (String resource : statement.get("Resource").texts()) {
        grants.add(action + " on " + resource);
      }
    }
    return grants;
  }
}
