package daybook.aws.policy;

import daybook.template.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Networks: nothing comes in from outside, groups talk to groups, on ports that are named. */
final class NetworkRules {

  /** The functions' group where it is given by a parameter. */
  private static final String FUNCTIONS = "sg-0123456789abcdef0";

  private static final String ANYWHERE = "0.0.0.0/0";

  /** What VpcCidr is by itself. */
  private static final String DEFAULT_RANGE = "10.83.0.0/20";

  /** Ports that a group may reach anywhere: HTTPS, and MongoDB Atlas. */
  private static final Set<String> PORTS_OUT = Set.of("443-443", "27015-27017");

  /** Ports that one group may reach in another: HTTPS, Valkey, Atlas behind PrivateLink. */
  private static final Set<String> PORTS_BETWEEN = Set.of("443-443", "6379-6380", "1024-65535");

  private static final List<String> GATEWAY_ACTIONS =
      List.of(
          "s3:AbortMultipartUpload",
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:ListBucket",
          "s3:ListBucketVersions",
          "s3:PutObject");

  private static final Set<String> SERVICES = Set.of("sqs", "secretsmanager");

  private static final String SERVICE_PREFIX = "com.amazonaws." + Deployments.REGION + ".";

  private NetworkRules() {}

  static void check(Stack stack, Findings findings) {
    for (Node group : stack.ofType("AWS::EC2::SecurityGroup").values()) {
      Node properties = group.get("Properties");
      findings.require(
          !properties.get("GroupDescription").isAbsent(), group, "a description of the group");
      findings.require(!properties.get("VpcId").isAbsent(), group, "a network");
      // Without any, AWS lets everything out.
      findings.require(
          !properties.get("SecurityGroupEgress").items().isEmpty(),
          group,
          "a rule of what goes out");
      properties.get("SecurityGroupEgress").items().forEach(rule -> checkOut(rule, findings));
      properties.get("SecurityGroupIngress").items().forEach(rule -> checkIn(rule, findings));
      findings.require(
          properties.get("SecurityGroupIngress").isAbsent()
              || properties.get("SecurityGroupIngress").items().size() == 1,
          group,
          "one way in");
      boolean ofFunctions = group.place().endsWith("FunctionsGroup");
      findings.require(
          ofFunctions == properties.get("SecurityGroupIngress").isAbsent(),
          group,
          ofFunctions ? "nothing that comes in" : "a rule of what comes in");
      findings.require(
          properties.get("SecurityGroupEgress").items().size() == (ofFunctions ? 2 : 1),
          group,
          ofFunctions ? "two ways out" : "one way out");
    }
    stack
        .ofType("AWS::EC2::SecurityGroupEgress")
        .values()
        .forEach(
            rule -> {
              checkOut(rule.get("Properties"), findings);
              findings.requireText(rule.get("Properties", "GroupId"), FUNCTIONS);
            });
    Node ingress = new Node(stack.file(), stack.ofType("AWS::EC2::SecurityGroupIngress").keySet());
    findings.require(
        stack.ofType("AWS::EC2::SecurityGroupIngress").isEmpty(),
        ingress,
        "ways in of groups only");
    checkSubnets(stack, findings);
    checkEndpoints(stack, findings);
  }

  private static String ports(Node rule) {
    return rule.get("FromPort").text() + "-" + rule.get("ToPort").text();
  }

  private static void checkPlain(Node rule, Findings findings) {
    findings.requireText(rule.get("IpProtocol"), "tcp");
    findings.require(!rule.get("Description").isAbsent(), rule, "a description of the rule");
  }

  private static void checkIn(Node rule, Findings findings) {
    checkPlain(rule, findings);
    findings.require(PORTS_BETWEEN.contains(ports(rule)), rule, "ports " + PORTS_BETWEEN);
    Node source = rule.get("SourceSecurityGroupId");
    boolean functions = source.is("${FunctionsGroup}") || source.is(FUNCTIONS);
    findings.require(functions, rule, "the functions' group as the only source");
    Set<String> keys = new TreeSet<>(rule.entries().keySet());
    keys.removeIf(key -> !key.startsWith("Cidr") && !key.contains("PrefixList"));
    findings.require(keys.isEmpty(), rule, "no addresses as a source");
  }

  private static void checkOut(Node rule, Findings findings) {
    checkPlain(rule, findings);
    Node range = rule.get("CidrIp");
    if (range.isAbsent()) {
      findings.require(PORTS_BETWEEN.contains(ports(rule)), rule, "ports " + PORTS_BETWEEN);
      findings.require(
          Set.of("${FunctionsGroup}", "${CacheGroup}", FUNCTIONS)
              .contains(rule.get("DestinationSecurityGroupId").text()),
          rule,
          "a group as destination");
    } else if (range.is(ANYWHERE)) {
      findings.require(PORTS_OUT.contains(ports(rule)), rule, "ports " + PORTS_OUT);
    } else {
      findings.require(PORTS_BETWEEN.contains(ports(rule)), rule, "ports " + PORTS_BETWEEN);
      findings.requireText(range, DEFAULT_RANGE);
    }
  }

  /**
   * Only the subnet of the NAT gateway has a way to the internet, and no machine gets an address.
   */
  private static void checkSubnets(Stack stack, Findings findings) {
    checkRanges(stack, findings);
    Set<String> zones = new TreeSet<>();
    for (Node subnet : stack.ofType("AWS::EC2::Subnet").values()) {
      findings.requireText(subnet.get("Properties", "MapPublicIpOnLaunch"), "false");
      Node zone = subnet.get("Properties", "AvailabilityZone");
      zones.add(zone.text());
      findings.require(zone.text().startsWith(Deployments.REGION), zone, "a zone");
    }
    for (Node network : stack.ofType("AWS::EC2::VPC").values()) {
      findings.require(zones.size() == 2, network, "subnets in two zones");
      // Interface endpoints answer by the services' own names only with both.
      findings.requireText(network.get("Properties", "EnableDnsHostnames"), "true");
      findings.requireText(network.get("Properties", "EnableDnsSupport"), "true");
    }
    for (Node nat : stack.ofType("AWS::EC2::NatGateway").values()) {
      findings.requireText(nat.get("Properties", "SubnetId"), "${PublicSubnet}");
    }
    for (Node route : stack.ofType("AWS::EC2::Route").values()) {
      Node properties = route.get("Properties");
      boolean isPublic = properties.get("RouteTableId").is("${PublicRoutes}");
      findings.requireText(
          properties.get("RouteTableId"), isPublic ? "${PublicRoutes}" : "${PrivateRoutes}");
      findings.requireText(properties.get("DestinationCidrBlock"), ANYWHERE);
      findings.requireText(properties.get("GatewayId"), isPublic ? "${InternetGateway}" : null);
      findings.requireText(properties.get("NatGatewayId"), isPublic ? null : "${Nat}");
    }
    Set<String> tables = new TreeSet<>();
    for (Node association : stack.ofType("AWS::EC2::SubnetRouteTableAssociation").values()) {
      Node properties = association.get("Properties");
      tables.add(properties.get("SubnetId").text() + properties.get("RouteTableId").text());
    }
    if (stack.resources().containsKey("Vpc")) {
      Set<String> expected =
          new TreeSet<>(
              Set.of("${PrivateSubnetA}${PrivateRoutes}", "${PrivateSubnetB}${PrivateRoutes}"));
      if (stack.resources().containsKey("PublicSubnet")) {
        expected.add("${PublicSubnet}${PublicRoutes}");
      }
      Node whole = new Node(stack.file() + ": routes", tables.toString());
      findings.require(tables.equals(expected), whole, expected.toString());
    }
  }

  private static void checkRanges(Stack stack, Findings findings) {
    List<AddressRange> taken = new ArrayList<>();
    for (Node network : stack.ofType("AWS::EC2::VPC").values()) {
      String given = stack.parameters().getOrDefault("VpcCidr", DEFAULT_RANGE);
      findings.requireText(network.get("Properties", "CidrBlock"), given);
      for (Node subnet : stack.ofType("AWS::EC2::Subnet").values()) {
        Node block = subnet.get("Properties", "CidrBlock");
        boolean free = false;
        try {
          AddressRange range = AddressRange.parse(block.text());
          free =
              AddressRange.parse(given).contains(range)
                  && taken.stream().noneMatch(other -> other.contains(range));
          taken.add(range);
        } catch (IllegalArgumentException e) {
          // No range at all.
        }
        findings.require(free, block, "addresses of " + given + " that no other subnet has");
      }
    }
  }

  private static void checkEndpoints(Stack stack, Findings findings) {
    for (Node endpoint : stack.ofType("AWS::EC2::VPCEndpoint").values()) {
      Node properties = endpoint.get("Properties");
      if (properties.get("VpcEndpointType").is("Gateway")) {
        checkGateway(properties, findings);
      } else {
        findings.requireText(properties.get("VpcEndpointType"), "Interface");
        boolean link = endpoint.place().endsWith("LinkEndpoint");
        findings.require(
            properties
                .get("SecurityGroupIds")
                .texts()
                .equals(List.of(link ? "${LinkGroup}" : "${EndpointsGroup}")),
            endpoint,
            "a group of its own");
        findings.requireText(properties.get("PrivateDnsEnabled"), link ? null : "true");
        Node service = properties.get("ServiceName");
        findings.require(
            link
                ? service.is("${LinkService.EndpointServiceName}")
                : SERVICES.contains(service.text().replace(SERVICE_PREFIX, "")),
            service,
            "one of " + SERVICES);
        findings.require(properties.get("SubnetIds").items().size() == 2, endpoint, "two subnets");
      }
    }
  }

  /** Or files could be carried out to anybody's bucket. */
  private static void checkGateway(Node properties, Findings findings) {
    findings.requireText(properties.get("ServiceName"), SERVICE_PREFIX + "s3");
    findings.require(
        properties.get("RouteTableIds").texts().equals(List.of("${PrivateRoutes}")),
        properties.get("RouteTableIds"),
        "the private routes");
    Node statements = properties.get("PolicyDocument", "Statement");
    findings.require(statements.items().size() == 1, statements, "one statement");
    for (Node statement : statements.items()) {
      findings.requireText(statement.get("Effect"), "Allow");
      findings.requireText(statement.get("Principal"), "*");
      findings.requireText(statement.get("Resource"), "*");
      findings.require(
          statement.get("Action").texts().equals(GATEWAY_ACTIONS),
          statement.get("Action"),
          GATEWAY_ACTIONS.toString());
      findings.require(
          Map.of("StringEquals", Map.of("aws:ResourceAccount", Deployments.ACCOUNT))
              .equals(statement.get("Condition").value()),
          statement,
          "buckets of this account only");
    }
  }
}
