package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Buckets: encrypted, private, TLS only, versioned, and kept when the stack goes. */
final class BucketRules {

  private static final List<String> PUBLIC_ACCESS_BLOCKS =
      List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets");

  private BucketRules() {}

  static void check(Stack stack, Findings findings) {
    stack.ofType("AWS::S3::Bucket").forEach((id, bucket) -> check(stack, id, bucket, findings));
    // A policy that grants anything would be the way around all blocks.
    stack
        .ofType("AWS::S3::BucketPolicy")
        .forEach((id, policy) -> PolicyDocuments.requireTlsOnlyDeny(policy, "s3:*", findings));
  }

  private static void check(Stack stack, String id, Node bucket, Findings findings) {
    Node properties = bucket.get("Properties");
    for (String action : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
      findings.requireText(bucket.get(action), "Retain");
    }
    Node rules = properties.get("BucketEncryption", "ServerSideEncryptionConfiguration");
    findings.require(rules.items().size() == 1, rules, "one rule of encryption");
    for (Node rule : rules.items()) {
      Node algorithm = rule.get("ServerSideEncryptionByDefault", "SSEAlgorithm");
      findings.require(
          Set.of("AES256", "aws:kms").contains(algorithm.text()), algorithm, "AES256 or aws:kms");
    }
    for (String block : PUBLIC_ACCESS_BLOCKS) {
      findings.requireText(properties.get("PublicAccessBlockConfiguration", block), "true");
    }
    Node ownership = properties.get("OwnershipControls", "Rules");
    findings.require(
        ownership.items().size() == 1
            && ownership.items().get(0).get("ObjectOwnership").is("BucketOwnerEnforced"),
        ownership,
        "BucketOwnerEnforced alone, which switches access lists off");
    findings.requireText(properties.get("VersioningConfiguration", "Status"), "Enabled");
    checkLifecycle(properties.get("LifecycleConfiguration", "Rules"), findings);
    findings.requireText(
        properties.get("LoggingConfiguration", "DestinationBucketName"),
        stack.parameters().get("AccessLogBucket"));
    if (!properties.get("LoggingConfiguration").isAbsent()) {
      Node prefix = properties.get("LoggingConfiguration", "LogFilePrefix");
      findings.require(prefix.text().startsWith("daybook/"), prefix, "the stack's own prefix");
    }
    checkPolicy(stack, id, bucket, findings);
    if (id.equals("ImportBucket")) {
      checkNotifications(bucket, findings);
    } else {
      // It would be imported, and what comes of that as well.
      findings.require(
          properties.get("NotificationConfiguration").isAbsent(),
          properties.get("NotificationConfiguration"),
          "no notification");
    }
  }

  /** Nothing current is ever deleted, and what was overwritten outlives its notification. */
  private static void checkLifecycle(Node rules, Findings findings) {
    Set<String> known = Set.of("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload");
    Set<String> plain = Set.of("Id", "Status", "ExpiredObjectDeleteMarker");
    for (String kind : known) {
      long count =
          rules.items().stream()
              .filter(rule -> !rule.get(kind).isAbsent() && rule.get("Status").is("Enabled"))
              .count();
      findings.require(count == 1, rules, "one enabled rule with " + kind);
    }
    for (Node rule : rules.items()) {
      for (String key : rule.entries().keySet()) {
        findings.require(
            known.contains(key) || plain.contains(key), rule, "no " + key + ": files stay");
      }
      Node noncurrent = rule.get("NoncurrentVersionExpiration");
      if (!noncurrent.isAbsent()) {
        findings.requireNumber(noncurrent.get("NoncurrentDays"), 14, 3_650);
      }
      Node unfinished = rule.get("AbortIncompleteMultipartUpload");
      if (!unfinished.isAbsent()) {
        findings.requireNumber(unfinished.get("DaysAfterInitiation"), 1, 30);
      }
    }
  }

  private static void checkPolicy(Stack stack, String id, Node bucket, Findings findings) {
    Optional<Node> own =
        stack.ofType("AWS::S3::BucketPolicy").values().stream()
            .filter(policy -> policy.get("Properties", "Bucket").is("${" + id + "}"))
            .findAny();
    findings.require(own.isPresent(), bucket, "a bucket policy");
    own.ifPresent(
        policy ->
            findings.require(
                PolicyDocuments.statements(policy).stream()
                    .anyMatch(
                        statement ->
                            Set.copyOf(statement.get("Resource").texts())
                                .equals(Set.of("${" + id + ".Arn}", "${" + id + ".Arn}/*"))),
                policy,
                "TLS for the bucket and everything in it"));
  }

  /** A put alone misses large uploads; a suffix too few misses files. */
  private static void checkNotifications(Node bucket, Findings findings) {
    findings.requireText(bucket.get("DependsOn"), "ImportQueuePolicy");
    Node queues = bucket.get("Properties", "NotificationConfiguration", "QueueConfigurations");
    for (String suffix : List.of(".csv", ".csv.gz")) {
      Object rules = List.of(Map.of("Name", "suffix", "Value", suffix));
      findings.require(
          queues.items().stream()
              .anyMatch(
                  queue ->
                      queue.get("Event").is("s3:ObjectCreated:*")
                          && queue.get("Queue").is("${ImportQueue.Arn}")
                          && rules.equals(queue.get("Filter", "S3Key", "Rules").value())),
          queues,
          "s3:ObjectCreated:* of *" + suffix + " to the import queue");
    }
  }
}
