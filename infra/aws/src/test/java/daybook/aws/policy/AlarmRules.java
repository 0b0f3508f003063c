package daybook.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.port.Metric;
import daybook.runtime.EmbeddedMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Alarms and dashboards: each watches a metric that somebody emits, and is documented. */
final class AlarmRules {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Metrics that may be watched by namespace and names of their dimensions. */
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          EmbeddedMetrics.NAMESPACE + " [" + EmbeddedMetrics.DIMENSION + "]",
          Arrays.stream(Metric.values()).map(Metric::title).collect(Collectors.toSet()),
          "AWS/Lambda [FunctionName]",
          Set.of("Errors", "Invocations", "Throttles", "Duration", "ConcurrentExecutions"),
          "AWS/SQS [QueueName]",
          Set.of("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"),
          "AWS/ApiGateway [ApiId]",
          Set.of("5xx", "4xx", "Count", "Latency"),
          "AWS/ElastiCache [CacheClusterId, CacheNodeId]",
          Set.of("DatabaseMemoryUsagePercentage", "Evictions", "EngineCPUUtilization"),
          "AWS/ElastiCache [clusterId]",
          Set.of(
              "BytesUsedForCache",
              "ThrottledCmds",
              "AuthenticationFailures",
              "IamAuthenticationThrottling",
              "Evictions",
              "KeyAuthorizationFailures"));

  private AlarmRules() {}

  /** A metric that nobody emits is silent for ever, and so is its alarm. */
  static void known(Stack stack, Findings findings) {
    for (Node alarm : stack.ofType("AWS::CloudWatch::Alarm").values()) {
      List<Node> metrics = new ArrayList<>();
      alarm.get("Properties").collect("MetricName", metrics);
      findings.require(!metrics.isEmpty(), alarm, "a metric");
      for (Node metric : metrics) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (Node dimension : metric.get("Dimensions").items()) {
          dimensions.put(dimension.get("Name").text(), dimension.get("Value").text());
        }
        String space = metric.get("Namespace").text();
        requireKnown(metric, space, metric.get("MetricName").text(), dimensions, findings);
      }
      String topic = stack.parameters().getOrDefault("AlarmTopicArn", "");
      for (String actions : List.of("AlarmActions", "OKActions")) {
        Node sent = alarm.get("Properties", actions);
        findings.require(String.join(",", sent.texts()).equals(topic), sent, "'" + topic + "'");
      }
    }
    for (Node dashboard : stack.ofType("AWS::CloudWatch::Dashboard").values()) {
      checkDashboard(dashboard.get("Properties", "DashboardBody"), findings);
    }
  }

  private static void requireKnown(
      Node place, String space, String name, Map<String, String> dimensions, Findings findings) {
    findings.require(
        KNOWN.getOrDefault(space + " " + dimensions.keySet(), Set.of()).contains(name),
        place,
        "a metric that is emitted");
    findings.require(
        dimensions.values().stream().noneMatch(String::isEmpty), place, "whom it watches");
  }

  private static void checkDashboard(Node body, Findings findings) {
    JsonNode widgets;
    try {
      widgets = JSON.readTree(body.text()).path("widgets");
    } catch (JsonProcessingException e) {
      findings.require(false, body, "JSON: " + e.getOriginalMessage());
      return;
    }
    findings.require(!widgets.isEmpty(), body, "widgets");
    for (JsonNode metric :
        widgets.findValues("metrics").stream().flatMap(AlarmRules::items).toList()) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      for (int i = 2; i + 1 < metric.size() && metric.get(i).isTextual(); i += 2) {
        dimensions.put(metric.get(i).asText(), metric.get(i + 1).asText());
      }
      Node place = new Node(body.place(), metric.toString());
      String space = metric.path(0).asText();
      requireKnown(place, space, metric.path(1).asText(), dimensions, findings);
    }
  }

  private static Stream<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items.stream();
  }

  /** When an alarm fires is said in docs/OPERATIONS.md, which is what people act on. */
  static void documented(Stack stack, Findings findings) {
    stack
        .ofType("AWS::CloudWatch::Alarm")
        .forEach(
            (id, alarm) -> {
              String row = DocumentedAlarms.BY_ID.getOrDefault(id, "no row of the table");
              String found = DocumentedAlarms.describe(alarm.get("Properties"));
              // The table shows the limit that is the default.
              String limit = stack.parameters().getOrDefault("CacheGigabytesMax", "2");
              String shown = found.replace("(" + limit + " * ", "(2 * ");
              findings.require(shown.equals(row), new Node(alarm.place(), found), row);
            });
  }
}
