package daybook.aws.policy;

import java.util.List;
import java.util.Map;

/** Caches: encrypted, TLS only, users by IAM that reach one prefix, and nothing is ever evicted. */
final class CacheRules {

  /** Order matters: -@dangerous takes back what @read and @write had let through. */
  private static final String APP =
      "on ~{daybook}:* -@all +@read +@write +@scripting +@connection +time"
          + " -@dangerous +info +cluster|slots +cluster|shards";

  private static final String STATS =
      "on ~{daybook}:* -@all +@read +@connection"
          + " -@dangerous +eval +evalsha +info +cluster|slots +cluster|shards";

  private static final String GROUP = "${CacheGroup}";

  private CacheRules() {}

  static void check(Stack stack, Findings findings) {
    Map<String, Node> users = stack.ofType("AWS::ElastiCache::User");
    users.forEach((id, user) -> checkUser(id, user.get("Properties"), findings));
    for (Node group : stack.ofType("AWS::ElastiCache::UserGroup").values()) {
      Node members = group.get("Properties", "UserIds");
      findings.require(
          members.texts().equals(List.of("${AppUser}", "${StatsUser}")), members, "both users");
      findings.requireText(group.get("Properties", "Engine"), "valkey");
    }
    stack
        .ofType("AWS::ElastiCache::ReplicationGroup")
        .values()
        .forEach(nodes -> checkNodes(stack, nodes.get("Properties"), findings));
    stack
        .ofType("AWS::ElastiCache::ServerlessCache")
        .values()
        .forEach(cache -> checkServerless(cache.get("Properties"), findings));
    if (!users.isEmpty()) {
      int caches =
          stack.ofType("AWS::ElastiCache::ReplicationGroup").size()
              + stack.ofType("AWS::ElastiCache::ServerlessCache").size();
      findings.require(caches == 1, new Node(stack.file(), caches), "one cache");
    }
  }

  private static void checkUser(String id, Node user, Findings findings) {
    boolean reads = id.equals("StatsUser");
    findings.requireText(user.get("Engine"), "valkey");
    findings.requireText(user.get("AuthenticationMode", "Type"), "iam");
    findings.requireText(user.get("AccessString"), reads ? STATS : APP);
    // The id of a user that signs in by IAM must be its name.
    String name = reads ? "daybook-stats" : "daybook-app";
    findings.requireText(user.get("UserId"), name);
    findings.requireText(user.get("UserName"), name);
    for (String key : List.of("NoPasswordRequired", "Passwords")) {
      findings.require(user.get(key).isAbsent(), user.get(key), "no password");
    }
  }

  private static void checkNodes(Stack stack, Node nodes, Findings findings) {
    for (String flag :
        List.of(
            "AtRestEncryptionEnabled",
            "TransitEncryptionEnabled",
            "AutomaticFailoverEnabled",
            "MultiAZEnabled",
            "AutoMinorVersionUpgrade")) {
      findings.requireText(nodes.get(flag), "true");
    }
    findings.requireText(nodes.get("TransitEncryptionMode"), "required");
    findings.requireText(nodes.get("Engine"), "valkey");
    findings.requireText(nodes.get("EngineVersion"), "8.0");
    findings.requireText(nodes.get("ReplicationGroupId"), "daybook");
    findings.requireNumber(nodes.get("NumNodeGroups"), 1, 1);
    findings.requireNumber(nodes.get("ReplicasPerNodeGroup"), 1, 5);
    requireList(nodes.get("UserGroupIds"), "${Users}", findings);
    requireList(nodes.get("SecurityGroupIds"), GROUP, findings);
    findings.requireText(nodes.get("CacheSubnetGroupName"), "${Subnets}");
    Node subnets = stack.referred("${Subnets}").get("Properties", "SubnetIds");
    findings.require(subnets.items().size() == 2, subnets, "subnets in two zones");
    findings.requireText(nodes.get("CacheParameterGroupName"), "${Parameters}");
    Node parameters = stack.referred("${Parameters}").get("Properties");
    findings.requireText(parameters.get("CacheParameterGroupFamily"), "valkey8");
    // Money has no time to live, so whatever is evicted is lost.
    findings.requireText(parameters.get("Properties", "maxmemory-policy"), "noeviction");
  }

  private static void checkServerless(Node cache, Findings findings) {
    findings.requireText(cache.get("Engine"), "valkey");
    findings.requireText(cache.get("MajorEngineVersion"), "8");
    findings.requireText(cache.get("ServerlessCacheName"), "daybook");
    findings.requireText(cache.get("UserGroupId"), "${Users}");
    requireList(cache.get("SecurityGroupIds"), GROUP, findings);
    findings.require(cache.get("SubnetIds").items().size() == 2, cache, "subnets in two zones");
    Node limits = cache.get("CacheUsageLimits");
    findings.requireNumber(limits.get("DataStorage", "Maximum"), 1, 5_000);
    findings.requireText(limits.get("DataStorage", "Unit"), "GB");
    findings.requireNumber(limits.get("ECPUPerSecond", "Maximum"), 1_000, 15_000_000);
  }

  private static void requireList(Node node, String only, Findings findings) {
    findings.require(node.texts().equals(List.of(only)), node, "[" + only + "]");
  }
}
