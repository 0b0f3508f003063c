package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** MongoDB Atlas: users by role that may do what they do, one address let in, nothing deleted. */
final class AtlasRules {

  private static final Set<String> READS = Set.of("read TransactionsDb");

  /** {@code dbAdmin} for {@code collMod}, which changes a validator. */
  private static final Set<String> WRITES =
      Set.of("readWrite TransactionsDb", "dbAdmin TransactionsDb");

  private AtlasRules() {}

  static void check(Stack stack, Findings findings) {
    checkTypes(stack, findings);
    Map<String, Node> users = stack.ofType("MongoDB::Atlas::DatabaseUser");
    users.forEach((id, user) -> checkUser(id, user.get("Properties"), findings));
    for (Node list : stack.ofType("MongoDB::Atlas::ProjectIpAccessList").values()) {
      Node entries = list.get("Properties", "AccessList");
      findings.require(entries.items().size() == 1, entries, "one address");
      for (Node entry : entries.items()) {
        findings.requireText(entry.get("IPAddress"), "203.0.113.7");
        findings.require(entry.get("CIDRBlock").isAbsent(), entry, "no range");
      }
    }
    for (String type :
        List.of(
            "MongoDB::Atlas::Project", "MongoDB::Atlas::FlexCluster", "MongoDB::Atlas::Cluster")) {
      stack.ofType(type).values().forEach(resource -> checkKept(resource, findings));
    }
    for (Node cluster : stack.ofType("MongoDB::Atlas::Cluster").values()) {
      findings.requireText(cluster.get("Properties", "BackupEnabled"), "true");
      findings.requireText(cluster.get("Properties", "PitEnabled"), "true");
      findings.requireText(cluster.get("Properties", "ClusterType"), "REPLICASET");
      checkNodes(cluster.get("Properties", "ReplicationSpecs"), findings);
    }
  }

  /**
   * The types run in this account: as MongoDB publishes them, with the right to read their keys.
   */
  private static void checkTypes(Stack stack, Findings findings) {
    Map<String, Node> types = stack.ofType("AWS::CloudFormation::TypeActivation");
    types.forEach(
        (id, type) -> {
          Node properties = type.get("Properties");
          findings.requireText(properties.get("TypeName"), "MongoDB::Atlas::" + id);
          findings.requireText(properties.get("Type"), "RESOURCE");
          findings.requireText(
              properties.get("PublisherId"), "bb989456c78c398a858fef18f2ca1bfc1fbba082");
          findings.requireText(properties.get("ExecutionRoleArn"), "${ExecutionRole.Arn}");
          findings.requireText(properties.get("AutoUpdate"), "true");
        });
    if (!types.isEmpty()) {
      Node role = stack.referred("${ExecutionRole}");
      RoleRules.requireTrust(role, "resources.cloudformation.amazonaws.com", findings);
      RoleRules.requireThisAccount(role, findings);
      Set<String> keys =
          Set.of(
              "secretsmanager:GetSecretValue on arn:aws:secretsmanager:"
                  + Deployments.REGION
                  + ":"
                  + Deployments.ACCOUNT
                  + ":secret:cfn/atlas/profile/default-*");
      RoleRules.requireEqual(keys, RoleRules.grants(stack, role), role, findings);
    }
  }

  /** A majority that outlives the loss of any one node. */
  private static void checkNodes(Node specs, Findings findings) {
    findings.require(specs.items().size() == 1, specs, "one replica set");
    for (Node spec : specs.items()) {
      findings.requireNumber(spec.get("NumShards"), 1, 1);
      for (Node region : spec.get("AdvancedRegionConfigs").items()) {
        findings.requireNumber(region.get("ElectableSpecs", "NodeCount"), 3, 7);
      }
      findings.require(spec.get("AdvancedRegionConfigs").items().size() == 1, spec, "one region");
    }
  }

  private static void checkKept(Node resource, Findings findings) {
    findings.requireText(resource.get("DeletionPolicy"), "Retain");
    findings.requireText(resource.get("UpdateReplacePolicy"), "Retain");
    if (!resource.get("Type").is("MongoDB::Atlas::Project")) {
      findings.requireText(resource.get("Properties", "TerminationProtectionEnabled"), "true");
      // One name for both kinds: a changed Tier must fail, not lead to an empty history.
      findings.requireText(resource.get("Properties", "Name"), "daybook");
    }
  }

  private static void checkUser(String id, Node user, Findings findings) {
    String function = id.replace("User", "").toLowerCase(java.util.Locale.ROOT);
    findings.requireText(user.get("Username"), "arn:aws:iam::123456789012:role/" + function);
    findings.requireText(user.get("AWSIAMType"), "ROLE");
    findings.requireText(user.get("DatabaseName"), "$external");
    findings.require(user.get("Password").isAbsent(), user.get("Password"), "no password");
    Set<String> roles = new TreeSet<>();
    for (Node role : user.get("Roles").items()) {
      roles.add(role.get("RoleName").text() + " " + role.get("DatabaseName").text());
    }
    Set<String> expected = id.equals("DumperUser") ? WRITES : READS;
    findings.require(roles.equals(expected), user.get("Roles"), expected.toString());
  }
}
