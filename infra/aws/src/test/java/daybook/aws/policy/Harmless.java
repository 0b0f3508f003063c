package daybook.aws.policy;

import java.util.Map;
import java.util.Set;

/** Values that may change without harm to anybody's money or secrets, with the reason. */
final class Harmless {

  /** Pattern of paths as in {@link Mutation#path}, and why they are of no account. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry(".*\\.(Description|AlarmDescription|GroupDescription|Comment)", "only read"),
          Map.entry(".*\\.ReplicationGroupDescription", "only read"),
          Map.entry(".*\\.(Sid|PolicyName|Label)", "only read; a missing Sid is found"),
          Map.entry(".*\\.Tags(\\..*)?", "only read"),
          Map.entry(
              "(Api|Application|Authorizer|ConfigurationProfile|Project)\\..*\\.Name", "only read"),
          Map.entry("Alarm\\..*\\.Metrics\\.0\\.Id", "the result of an expression is used nowhere"),
          Map.entry("UserGroup\\..*\\.UserGroupId", "named by reference everywhere"),
          Map.entry(
              "LogGroup\\..*\\.LogGroupName", "another test looks for the stack's name in it"),
          Map.entry("Bucket\\..*\\.Rules\\.\\d\\.Id", "only read"),
          Map.entry(
              "Bucket\\..*\\.ExpiredObjectDeleteMarker", "markers of what is gone cost little"),
          Map.entry(".*\\.Condition", "carried out by rendering; other deployments show the rest"),
          Map.entry("(EIP|Route)\\..*\\.DependsOn", "an order of creation"),
          Map.entry("EIP\\..*\\.Domain", "there is no other any more"),
          Map.entry("Function\\.[A-Za-z]+\\.Metadata(\\..*)?", "how it is built: SamBuildTest"),
          Map.entry("Function\\..*\\.CodeUri", "where it is built: SamBuildTest"),
          Map.entry(
              "(LogGroup|Queue)\\.[A-Za-z]+\\.(DeletionPolicy|UpdateReplacePolicy)",
              "logs go with their stack; what queues hold is found again by reconcile"),
          Map.entry(
              "ReplicationGroup\\.Nodes\\.(DeletionPolicy|UpdateReplacePolicy)",
              "what the cache forgets is restored"),
          Map.entry(".*\\.SnapshotRetentionLimit", "what the cache forgets is restored"),
          Map.entry(".*\\.(CacheNodeType|InstanceSize)", "a size"),
          Map.entry(
              "(Cluster|FlexCluster)\\..*\\.(RegionName|ProviderName|BackingProviderName|Priority)",
              "a place"),
          Map.entry("FlexCluster\\..*\\.ProviderSettings", "a place"),
          Map.entry("Api\\..*\\.MaxAge", "how long browsers remember an answer"),
          Map.entry(
              "PrivateEndpoint(AWS|Service)\\..*\\.(CloudProvider|Region|EnforceConnectionSuccess|Id)",
              "it stands or deploying fails"));

  private Harmless() {}

  static boolean covers(Mutation mutation) {
    return REASONS.keySet().stream().anyMatch(mutation.path()::matches);
  }

  static Set<String> patterns() {
    return REASONS.keySet();
  }
}
