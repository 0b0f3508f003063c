package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds data: encrypted, private, reached by TLS, never evicted, and kept. */
final class StoreRules {

  private static final List<String> PUBLIC_ACCESS_BLOCKS =
      List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets");

  private static final String BUCKET = "AWS::S3::Bucket";
  private static final String KEY = "AWS::KMS::Key";
  private static final String NODES = "AWS::ElastiCache::ReplicationGroup";
  private static final Object WITHOUT_TLS = Map.of("Bool", Map.of("aws:SecureTransport", "false"));

  /** What is lost with them can be had from nowhere else. */
  private static final List<String> KEPT =
      List.of(BUCKET, KEY, "MongoDB::Atlas::Project", "MongoDB::Atlas::Cluster");

  /** What a lifecycle may take away: what was overwritten, and uploads that nobody finished. */
  private static final Set<String> LIFECYCLES =
      Set.of(
          "Id",
          "Status",
          "NoncurrentVersionExpiration",
          "ExpiredObjectDeleteMarker",
          "AbortIncompleteMultipartUpload");

  /** As long as a notification can wait, in days. */
  private static final long NONCURRENT_DAYS_MIN = 14;

  private StoreRules() {}

  /** Serverless caches and clusters of Atlas are encrypted whatever anybody writes. */
  static void encryption(Stack stack, Findings findings) {
    for (Node bucket : stack.ofType(BUCKET).values()) {
      Node rules =
          bucket.get("Properties", "BucketEncryption", "ServerSideEncryptionConfiguration");
      boolean encrypts =
          rules.items().size() == 1
              && Set.of("AES256", "aws:kms")
                  .contains(
                      rules
                          .items()
                          .get(0)
                          .get("ServerSideEncryptionByDefault", "SSEAlgorithm")
                          .text());
      findings.require(encrypts, rules, "AES256 or aws:kms");
    }
    // Not by a key of KMS: the one that AWS manages would keep S3's messages out.
    for (Node queue : stack.ofType("AWS::SQS::Queue").values()) {
      findings.requireText(queue.get("Properties", "SqsManagedSseEnabled"), "true");
    }
    for (Node nodes : stack.ofType(NODES).values()) {
      findings.requireText(nodes.get("Properties", "AtRestEncryptionEnabled"), "true");
    }
    for (Node key : stack.ofType(KEY).values()) {
      findings.requireText(key.get("Properties", "EnableKeyRotation"), "true");
    }
  }

  static void publicAccess(Stack stack, Findings findings) {
    for (Node bucket : stack.ofType(BUCKET).values()) {
      Node properties = bucket.get("Properties");
      for (String block : PUBLIC_ACCESS_BLOCKS) {
        findings.requireText(properties.get("PublicAccessBlockConfiguration", block), "true");
      }
      Node ownership = properties.get("OwnershipControls", "Rules");
      findings.require(
          List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")).equals(ownership.value()),
          ownership,
          "BucketOwnerEnforced alone, which switches access lists off");
    }
    for (Node group : stack.ofType("AWS::EC2::SecurityGroup").values()) {
      for (Node rule : group.get("Properties", "SecurityGroupIngress").items()) {
        findings.require(
            !rule.get("SourceSecurityGroupId").isAbsent()
                && rule.entries().keySet().stream()
                    .noneMatch(key -> key.startsWith("Cidr") || key.contains("PrefixList")),
            rule,
            "a group as the only source");
      }
      // Without any rule AWS lets everything out.
      Node out = group.get("Properties", "SecurityGroupEgress");
      findings.require(!out.items().isEmpty(), out, "a rule of what goes out");
    }
    for (Node subnet : stack.ofType("AWS::EC2::Subnet").values()) {
      findings.requireText(subnet.get("Properties", "MapPublicIpOnLaunch"), "false");
    }
    for (Node function : stack.functions().values()) {
      Node url = function.get("Properties", "FunctionUrlConfig");
      findings.require(url.isAbsent(), url, "no address of its own");
    }
    checkRoutes(stack, findings);
    for (Node list : stack.ofType("MongoDB::Atlas::ProjectIpAccessList").values()) {
      for (Node entry : list.get("Properties", "AccessList").items()) {
        findings.require(entry.get("CIDRBlock").isAbsent(), entry, "one address, no range");
      }
    }
  }

  /**
   * What comes without signing in: the question of a browser whether it may ask, the page that
   * signs in, and what is nobody's data.
   */
  private static final Set<String> OPEN =
      Set.of(
          "OPTIONS /{proxy+}",
          "GET /",
          "GET /assets/{proxy+}",
          "GET /docs",
          "GET /health",
          "GET /openapi.yaml");

  private static void checkRoutes(Stack stack, Findings findings) {
    String wanted = stack.parameters().getOrDefault("ApiAuth", "AWS_IAM");
    for (Node route : stack.ofType("AWS::ApiGatewayV2::Route").values()) {
      Node properties = route.get("Properties");
      if (OPEN.contains(properties.get("RouteKey").text())) {
        findings.requireText(properties.get("AuthorizationType"), "NONE");
      } else {
        findings.requireText(properties.get("AuthorizationType"), wanted);
        String authorizer = wanted.equals("JWT") ? "${ApiAuthorizer}" : null;
        findings.requireText(properties.get("AuthorizerId"), authorizer);
      }
    }
  }

  static void tls(Stack stack, Findings findings) {
    stack
        .ofType(BUCKET)
        .forEach((id, bucket) -> requireDenial(stack, id, "s3:*", bucket, findings));
    stack
        .ofType("AWS::SQS::Queue")
        .forEach((id, queue) -> requireDenial(stack, id, "sqs:*", queue, findings));
    for (Node nodes : stack.ofType(NODES).values()) {
      findings.requireText(nodes.get("Properties", "TransitEncryptionEnabled"), "true");
      findings.requireText(nodes.get("Properties", "TransitEncryptionMode"), "required");
    }
  }

  private static void requireDenial(
      Stack stack, String id, String actions, Node resource, Findings findings) {
    String arn = "${" + id + ".Arn}";
    List<String> all = actions.equals("s3:*") ? List.of(arn, arn + "/*") : List.of(arn);
    boolean denied =
        stack.statements().stream()
            .anyMatch(
                statement ->
                    statement.get("Effect").is("Deny")
                        && statement.get("Principal").is("*")
                        && statement.get("Action").is(actions)
                        && statement.get("Resource").texts().equals(all)
                        && WITHOUT_TLS.equals(statement.get("Condition").value()));
    findings.require(denied, resource, "a policy that denies " + actions + " without TLS");
  }

  /** Money has no time to live, so whatever is evicted is lost. */
  static void eviction(Stack stack, Findings findings) {
    for (Node nodes : stack.ofType(NODES).values()) {
      Node name = nodes.get("Properties", "CacheParameterGroupName");
      Node group = stack.referred(name.text()).get("Properties", "Properties");
      findings.requireText(group.get("maxmemory-policy"), "noeviction");
    }
    // And nobody who signs in may empty it: -@dangerous takes back FLUSHALL, so it comes after.
    for (Node user : stack.ofType("AWS::ElastiCache::User").values()) {
      Node access = user.get("Properties", "AccessString");
      List<String> words = List.of(access.text().split(" "));
      int back = words.indexOf("-@dangerous");
      findings.require(
          words.indexOf("-@all") >= 0
              && words.subList(0, Math.max(back, 0)).contains("-@all")
              && words.subList(Math.max(back, 0), words.size()).stream()
                  .noneMatch(word -> word.startsWith("+@") || word.contains("flush")),
          access,
          "nothing dangerous");
    }
  }

  /** Files and history outlive their stack, but not a first deployment that failed. */
  static void kept(Stack stack, Findings findings) {
    for (String type : KEPT) {
      for (Node resource : stack.ofType(type).values()) {
        findings.requireText(resource.get("DeletionPolicy"), "RetainExceptOnCreate");
        findings.requireText(resource.get("UpdateReplacePolicy"), "Retain");
      }
    }
    for (Node cluster : stack.ofType("MongoDB::Atlas::Cluster").values()) {
      findings.requireText(cluster.get("Properties", "TerminationProtectionEnabled"), "true");
    }
    // The longest that KMS waits for somebody who notices.
    for (Node key : stack.ofType(KEY).values()) {
      findings.requireText(key.get("Properties", "PendingWindowInDays"), "30");
    }
    for (Node bucket : stack.ofType(BUCKET).values()) {
      Node properties = bucket.get("Properties");
      findings.requireText(properties.get("VersioningConfiguration", "Status"), "Enabled");
      for (Node rule : properties.get("LifecycleConfiguration", "Rules").items()) {
        findings.require(
            LIFECYCLES.containsAll(rule.entries().keySet()),
            rule,
            "files that are current to stay");
        Node days = rule.get("NoncurrentVersionExpiration", "NoncurrentDays");
        findings.require(
            days.isAbsent() || days.number() >= NONCURRENT_DAYS_MIN, days, "14 days or more");
      }
    }
  }
}
