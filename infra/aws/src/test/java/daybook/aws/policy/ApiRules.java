package daybook.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The HTTP API: the authorization asked for on every route, throttled, logged. */
final class ApiRules {

  /** The gateway gives up after 30 s. */
  private static final long INTEGRATION_MS_MAX = 30_000;

  /** What a browser sends for a page elsewhere: its token or its signature, and an entity tag. */
  private static final List<String> HEADERS =
      List.of(
          "authorization",
          "if-none-match",
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-security-token");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiRules() {}

  static void check(Stack stack, Findings findings) {
    stack.ofType("AWS::ApiGatewayV2::Api").values().forEach(api -> checkApi(stack, api, findings));
  }

  private static void checkApi(Stack stack, Node api, Findings findings) {
    findings.requireText(api.get("Properties", "ProtocolType"), "HTTP");
    Node cors = api.get("Properties", "CorsConfiguration");
    if (!cors.isAbsent()) {
      for (Node origin : cors.get("AllowOrigins").items()) {
        findings.require(origin.text().startsWith("https://"), origin, "an origin by its name");
      }
      findings.require(
          !cors.get("AllowOrigins").items().isEmpty(), cors.get("AllowOrigins"), "origins");
      requireList(cors.get("AllowMethods"), List.of("GET"), findings);
      requireList(cors.get("AllowHeaders"), HEADERS, findings);
      requireList(cors.get("ExposeHeaders"), List.of("etag"), findings);
      findings.require(
          cors.get("AllowCredentials").isAbsent(), cors.get("AllowCredentials"), "no cookies");
    }
    checkRoutes(stack, !cors.isAbsent(), findings);
    checkIntegration(stack, findings);
    checkStage(stack, findings);
    checkPermission(stack, findings);
  }

  private static void requireList(Node node, List<String> expected, Findings findings) {
    findings.require(node.texts().equals(expected), node, expected.toString());
  }

  private static void checkRoutes(Stack stack, boolean cors, Findings findings) {
    Map<String, Node> authorizers = stack.ofType("AWS::ApiGatewayV2::Authorizer");
    Set<String> keys = new TreeSet<>();
    Set<String> authorizations = new TreeSet<>();
    for (Node route : stack.ofType("AWS::ApiGatewayV2::Route").values()) {
      Node properties = route.get("Properties");
      findings.requireText(properties.get("ApiId"), "${StatsApi}");
      findings.requireText(properties.get("Target"), "integrations/${StatsIntegration}");
      String key = properties.get("RouteKey").text();
      keys.add(key);
      if (key.startsWith("OPTIONS ")) {
        findings.requireText(properties.get("AuthorizationType"), "NONE");
        continue;
      }
      authorizations.add(properties.get("AuthorizationType").text());
      // Without it a route of type JWT lets nobody in, and with it any other type is refused.
      boolean names = properties.get("AuthorizerId").is("${StatsAuthorizer}");
      findings.require(
          names == !authorizers.isEmpty(), route, "the authorizer, where there is one");
    }
    Set<String> expected = new TreeSet<>(Set.of("GET /stats", "$default"));
    if (cors) {
      expected.add("OPTIONS /{proxy+}");
    }
    Node whole = new Node(stack.file() + ": routes", keys + " " + authorizations);
    findings.require(keys.equals(expected), whole, "routes " + expected);
    String wanted = stack.parameters().getOrDefault("ApiAuth", "NONE");
    findings.require(
        authorizations.equals(Set.of(wanted)),
        whole,
        "authorization " + wanted + " on every route");
    authorizers.values().forEach(authorizer -> checkAuthorizer(authorizer, findings));
  }

  private static void checkAuthorizer(Node authorizer, Findings findings) {
    Node properties = authorizer.get("Properties");
    findings.requireText(properties.get("ApiId"), "${StatsApi}");
    findings.requireText(properties.get("AuthorizerType"), "JWT");
    requireList(
        properties.get("IdentitySource"), List.of("$request.header.Authorization"), findings);
    Node issuer = properties.get("JwtConfiguration", "Issuer");
    findings.require(issuer.text().startsWith("https://"), issuer, "the issuer");
    Node audience = properties.get("JwtConfiguration", "Audience");
    requireList(audience, List.of("daybook"), findings);
  }

  private static void checkIntegration(Stack stack, Findings findings) {
    for (Node integration : stack.ofType("AWS::ApiGatewayV2::Integration").values()) {
      Node properties = integration.get("Properties");
      findings.requireText(properties.get("ApiId"), "${StatsApi}");
      findings.requireText(properties.get("IntegrationType"), "AWS_PROXY");
      findings.requireText(properties.get("IntegrationMethod"), "POST");
      findings.requireText(
          properties.get("IntegrationUri"),
          "arn:aws:apigateway:"
              + Deployments.REGION
              + ":lambda:path/2015-03-31/functions/${StatsFunction.Arn}:live/invocations");
      findings.requireText(properties.get("PayloadFormatVersion"), "2.0");
      // A store that hangs must end in the function's own 503, not in the gateway's.
      Node function = stack.referred("${StatsFunction}");
      long timeOutMs = function.get("Properties", "Timeout").number() * 1_000;
      findings.requireNumber(
          properties.get("TimeoutInMillis"), timeOutMs + 1_000, INTEGRATION_MS_MAX);
    }
  }

  private static void checkStage(Stack stack, Findings findings) {
    Map<String, Node> stages = stack.ofType("AWS::ApiGatewayV2::Stage");
    Node whole = new Node(stack.file() + ": stages", stages.keySet().toString());
    findings.require(stages.size() == 1, whole, "one stage");
    for (Node stage : stages.values()) {
      Node properties = stage.get("Properties");
      findings.requireText(properties.get("ApiId"), "${StatsApi}");
      findings.requireText(properties.get("StageName"), "$default");
      findings.requireText(properties.get("AutoDeploy"), "true");
      Node settings = properties.get("DefaultRouteSettings");
      findings.requireNumber(settings.get("ThrottlingRateLimit"), 1, 1_000);
      findings.requireNumber(settings.get("ThrottlingBurstLimit"), 1, 2_000);
      findings.requireText(
          properties.get("AccessLogSettings", "DestinationArn"), "${StatsApiLog.Arn}");
      checkLogFormat(properties.get("AccessLogSettings", "Format"), findings);
    }
  }

  private static void checkLogFormat(Node format, Findings findings) {
    boolean whole;
    try {
      whole = JSON.readTree(format.text()).path("requestId").asText().equals("$context.requestId");
    } catch (JsonProcessingException e) {
      whole = false;
    }
    findings.require(whole, format, "JSON with the id of the request");
  }

  private static void checkPermission(Stack stack, Findings findings) {
    Map<String, Node> permissions = stack.ofType("AWS::Lambda::Permission");
    Node whole = new Node(stack.file() + ": permissions", permissions.keySet().toString());
    findings.require(permissions.size() == 1, whole, "one permission, the API's");
    for (Node permission : permissions.values()) {
      Node properties = permission.get("Properties");
      findings.requireText(properties.get("Action"), "lambda:InvokeFunction");
      findings.requireText(properties.get("FunctionName"), "${StatsFunction.Alias}");
      findings.requireText(properties.get("Principal"), "apigateway.amazonaws.com");
      findings.requireText(
          properties.get("SourceArn"),
          "arn:aws:execute-api:"
              + Deployments.REGION
              + ":"
              + Deployments.ACCOUNT
              + ":${StatsApi}/*");
    }
  }
}
