package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What belongs together names each other: networks, projects, nested stacks. */
final class WiringRules {

  /** Keys that name another resource, or what a parameter gave, and what they may hold. */
  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "VpcId", Set.of("${Vpc}", "vpc-0123456789abcdef0"),
          "ProjectId", Set.of("${Project.Id}", "0123456789abcdef01234567"),
          "Profile", Set.of("default"),
          "OrgId", Set.of("0123456789abcdef01234567"),
          "InternetGatewayId", Set.of("${InternetGateway}"),
          "AllocationId", Set.of("${NatAddress.AllocationId}"),
          "EndpointServiceId", Set.of("${LinkService.Id}"));

  /** Keys that each type must have. */
  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("AWS::EC2::Subnet", List.of("VpcId")),
          Map.entry("AWS::EC2::RouteTable", List.of("VpcId")),
          Map.entry("AWS::EC2::SecurityGroup", List.of("VpcId")),
          Map.entry("AWS::EC2::VPCEndpoint", List.of("VpcId")),
          Map.entry("AWS::EC2::VPCGatewayAttachment", List.of("VpcId", "InternetGatewayId")),
          Map.entry("AWS::EC2::NatGateway", List.of("AllocationId")),
          Map.entry("MongoDB::Atlas::Project", List.of("Profile", "OrgId")),
          Map.entry("MongoDB::Atlas::FlexCluster", List.of("Profile", "ProjectId")),
          Map.entry("MongoDB::Atlas::Cluster", List.of("Profile", "ProjectId")),
          Map.entry("MongoDB::Atlas::DatabaseUser", List.of("Profile", "ProjectId")),
          Map.entry("MongoDB::Atlas::ProjectIpAccessList", List.of("Profile", "ProjectId")),
          Map.entry("MongoDB::Atlas::PrivateEndpointService", List.of("Profile", "ProjectId")),
          Map.entry(
              "MongoDB::Atlas::PrivateEndpointAWS",
              List.of("Profile", "ProjectId", "EndpointServiceId")));

  private static final Set<String> SUBNETS =
      Set.of(
          "${PrivateSubnetA}",
          "${PrivateSubnetB}",
          "subnet-0123456789abcdef0",
          "subnet-0123456789abcdef1");

  private WiringRules() {}

  static void check(Stack stack, Findings findings) {
    stack
        .resources()
        .forEach(
            (id, resource) -> {
              Node node = new Node(stack.file() + ": " + id, resource);
              Node properties = node.get("Properties");
              for (String key : REQUIRED.getOrDefault(node.get("Type").text(), List.of())) {
                findings.require(
                    NAMES.get(key).contains(properties.get(key).text()),
                    properties.get(key),
                    "one of " + NAMES.get(key));
              }
              checkSubnets(properties.get("SubnetIds"), findings);
              checkSubnets(properties.get("VpcConfig", "SubnetIds"), findings);
              requireVersions(node, findings);
            });
    stack
        .ofType("AWS::Serverless::Application")
        .forEach((id, application) -> checkNested(stack, id, application, findings));
  }

  private static void checkSubnets(Node subnets, Findings findings) {
    for (Node subnet : subnets.items()) {
      findings.require(SUBNETS.contains(subnet.text()), subnet, "one of " + SUBNETS);
    }
  }

  /** Without a version a policy is read by the rules of 2008. */
  private static void requireVersions(Node node, Findings findings) {
    if (!node.get("Statement").isAbsent() && node.place().contains("PolicyDocument")) {
      findings.requireText(node.get("Version"), "2012-10-17");
    }
    node.entries().values().forEach(inner -> requireVersions(inner, findings));
    if (node.value() instanceof List<?>) {
      node.items().forEach(inner -> requireVersions(inner, findings));
    }
  }

  /** A nested stack gets what is called like its parameters. */
  private static void checkNested(Stack stack, String id, Node application, Findings findings) {
    Node properties = application.get("Properties");
    boolean users = id.equals("AtlasUsers");
    String file = users ? "infra/aws/atlas-users.yaml" : "infra/aws/observability.yaml";
    findings.requireText(properties.get("Location"), file);
    Map<String, String> given = stack.parameters();
    boolean watched = given.getOrDefault("CacheAlarms", "false").equals("true");
    for (String name : Deployments.parameters(file)) {
      Node value = properties.get("Parameters", name);
      String expected =
          switch (name) {
            case "Stack" -> "daybook";
            case "Api" -> "${StatsApi}";
            case "AlarmTopicArn", "AtlasProfile", "AtlasProjectId" -> given.getOrDefault(name, "");
            case "CacheName" -> watched ? given.get("RedisCacheName") : "";
            case "CacheMode" -> given.getOrDefault("RedisMode", "node");
            case "CacheGigabytesMax" -> given.getOrDefault(name, "2");
            case "Database" -> "TransactionsDb";
            case "RejectedSharePercentMax", "WaitingRowsMax" -> null;
            default ->
                name.endsWith("RoleArn")
                    ? "${" + name.replace("Arn", ".Arn") + "}"
                    : "${" + name + (name.endsWith("Function") ? "}" : ".QueueName}");
          };
      findings.require(
          expected == null ? value.isAbsent() : value.is(expected), value, "'" + expected + "'");
    }
  }
}
