package daybook.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import daybook.core.port.Metric;
import daybook.runtime.EmbeddedMetrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Alarms and dashboards: each watches a metric that somebody emits, of a resource that exists. */
final class AlarmRules {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAMES = Pattern.compile("[a-z]+");

  private static final Set<String> OWN =
      Arrays.stream(Metric.values()).map(Metric::title).collect(Collectors.toSet());

  /** Metrics of AWS that are watched, with the names of their dimensions. */
  private static final Map<String, String> OF_AWS =
      Map.of(
          "AWS/Lambda Errors Invocations Throttles Duration ConcurrentExecutions",
          "[FunctionName]",
          "AWS/SQS ApproximateNumberOfMessagesVisible ApproximateAgeOfOldestMessage",
          "[QueueName]",
          "AWS/ApiGateway 5xx 4xx Count Latency",
          "[ApiId]",
          "AWS/ElastiCache DatabaseMemoryUsagePercentage Evictions EngineCPUUtilization",
          "[CacheClusterId, CacheNodeId]",
          "AWS/ElastiCache BytesUsedForCache ThrottledCmds AuthenticationFailures"
              + " KeyAuthorizationFailures",
          "[clusterId]");

  /** What each dimension may be; the parameters of the nested stack. */
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "Stack", Set.of("daybook"),
          "FunctionName", Set.of("importer", "aggregator", "dumper", "stats"),
          "QueueName",
              Set.of(
                  "imports",
                  "wake-ups",
                  "import-dead-letters",
                  "wake-up-dead-letters",
                  "schedule-dead-letters",
                  "failed-invocations"),
          "ApiId", Set.of("abcdefghij"),
          "CacheClusterId",
              Set.of("daybook-001", "daybook-002", "daybook-0001-001", "daybook-0001-002"),
          "CacheNodeId", Set.of("0001"),
          "clusterId", Set.of("daybook"));

  private AlarmRules() {}

  static void check(Stack stack, Findings findings) {
    Map<String, Node> alarms = stack.ofType("AWS::CloudWatch::Alarm");
    for (Node alarm : alarms.values()) {
      checkAlarm(stack, alarm.get("Properties"), findings);
    }
    stack
        .ofType("AWS::CloudWatch::Dashboard")
        .values()
        .forEach(
            dashboard -> checkDashboard(dashboard.get("Properties", "DashboardBody"), findings));
    if (!alarms.isEmpty()) {
      requireThresholds(stack, findings);
      findings.require(
          stack.ofType("AWS::CloudWatch::Dashboard").size() == 1,
          new Node(stack.file(), alarms.keySet()),
          "one dashboard");
    }
  }

  private static void checkAlarm(Stack stack, Node alarm, Findings findings) {
    findings.require(!alarm.get("AlarmDescription").isAbsent(), alarm, "a description");
    findings.require(alarm.get("AlarmName").isAbsent(), alarm, "no name, or two stacks collide");
    String topic = stack.parameters().getOrDefault("AlarmTopicArn", "");
    for (String actions : Set.of("AlarmActions", "OKActions")) {
      findings.require(
          String.join(",", alarm.get(actions).texts()).equals(topic),
          alarm.get(actions),
          "to be sent to '" + topic + "'");
    }
    findings.require(alarm.get("ActionsEnabled").isAbsent(), alarm, "actions");
    findings.requireNumber(alarm.get("EvaluationPeriods"), 1, 3);
    if (alarm.get("Metrics").isAbsent()) {
      checkMetric(alarm, findings);
      findings.requireNumber(alarm.get("Period"), 60, 300);
    } else {
      checkMath(alarm, findings);
    }
  }

  /** A share: of two counts over five minutes, or of one size in its limit within a minute. */
  private static void checkMath(Node alarm, Findings findings) {
    Set<String> used = new TreeSet<>();
    Set<String> defined = new TreeSet<>();
    int returned = 0;
    boolean counts = alarm.get("Metrics").items().size() > 2;
    for (Node metric : alarm.get("Metrics").items()) {
      returned += metric.get("ReturnData").is("true") ? 1 : 0;
      if (metric.get("MetricStat").isAbsent()) {
        Matcher names = NAMES.matcher(metric.get("Expression").text());
        while (names.find()) {
          used.add(names.group());
        }
        findings.requireText(metric.get("ReturnData"), "true");
      } else {
        defined.add(metric.get("Id").text());
        findings.requireText(metric.get("ReturnData"), "false");
        findings.requireText(metric.get("MetricStat", "Stat"), counts ? "Sum" : "Maximum");
        int seconds = counts ? 300 : 60;
        findings.requireNumber(metric.get("MetricStat", "Period"), seconds, seconds);
        checkMetric(metric.get("MetricStat", "Metric"), findings);
      }
    }
    findings.require(returned == 1, alarm.get("Metrics"), "one result");
    findings.require(
        used.equals(defined) && used.size() == (counts ? 2 : 1),
        alarm.get("Metrics"),
        "a share of two metrics, or of one in its limit");
  }

  private static void checkMetric(Node metric, Findings findings) {
    Map<String, String> dimensions = new TreeMap<>();
    for (Node dimension : metric.get("Dimensions").items()) {
      dimensions.put(dimension.get("Name").text(), dimension.get("Value").text());
    }
    requireKnown(
        metric,
        metric.get("Namespace").text(),
        metric.get("MetricName").text(),
        dimensions,
        findings);
  }

  private static void requireKnown(
      Node place, String space, String name, Map<String, String> dimensions, Findings findings) {
    Set<String> names = new TreeSet<>();
    if (space.equals(EmbeddedMetrics.NAMESPACE)) {
      findings.require(OWN.contains(name), place, "one of " + OWN);
      names.add("[" + EmbeddedMetrics.DIMENSION + "]");
    }
    OF_AWS.forEach(
        (known, its) -> {
          if (known.startsWith(space + " ") && (known + " ").contains(" " + name + " ")) {
            names.add(its);
          }
        });
    findings.require(
        names.contains(dimensions.keySet().toString()), place, "a known metric by " + names);
    dimensions.forEach(
        (key, value) ->
            findings.require(
                VALUES.getOrDefault(key, Set.of()).contains(value), place, key + " that exists"));
  }

  private static void checkDashboard(Node body, Findings findings) {
    JsonNode widgets = json(body, findings).path("widgets");
    findings.require(widgets.size() > 0, body, "widgets");
    for (JsonNode widget : widgets) {
      for (JsonNode metric : widget.path("properties").path("metrics")) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (int i = 2; i + 1 < metric.size() && metric.get(i).isTextual(); i += 2) {
          dimensions.put(metric.get(i).asText(), metric.get(i + 1).asText());
        }
        requireKnown(
            new Node(body.place() + " " + metric, metric.toString()),
            metric.path(0).asText(),
            metric.path(1).asText(),
            dimensions,
            findings);
      }
    }
  }

  private static JsonNode json(Node body, Findings findings) {
    try {
      return JSON.readTree(body.text());
    } catch (JsonProcessingException e) {
      findings.require(false, body, "JSON: " + e.getOriginalMessage());
      return MissingNode.getInstance();
    }
  }

  /** When an alarm fires is said in docs/OPERATIONS.md, which is what people act on. */
  private static void requireThresholds(Stack stack, Findings findings) {
    stack
        .ofType("AWS::CloudWatch::Alarm")
        .forEach(
            (id, alarm) -> {
              String documented = DocumentedAlarms.BY_ID.getOrDefault(id, "no row of the table");
              String found = DocumentedAlarms.describe(alarm.get("Properties"));
              Node place = new Node(stack.file() + ": " + id, found);
              findings.require(found.equals(documented), place, documented);
            });
  }
}
