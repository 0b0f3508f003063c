package daybook.aws.policy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.template.RenderedTemplate;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * CloudWatch's dashboard for Grafana: the same panels in the same places, over a data source of
 * CloudWatch. What the template fills in, names of functions and queues above all, are variables,
 * which Grafana fills from the metrics of the stack that is chosen.
 */
final class GrafanaDashboard {

  private static final String TEMPLATE = "infra/aws/observability.yaml";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the metrics of a stack name it by. */
  private static final String STACK = "Stack";

  private static final String REGION = "region";
  private static final String SOURCE = "datasource";

  private final JsonNode widgets;

  GrafanaDashboard() throws IOException {
    // Each parameter's value is the variable of its name, so that the body has them in its places.
    Map<String, String> variables = new TreeMap<>();
    RenderedTemplate.parameters(Deployments.HOME.resolve(TEMPLATE))
        .keySet()
        .forEach(name -> variables.put(name, "$" + name));
    variables.keySet().removeIf(name -> name.startsWith("Cache") || name.endsWith("Max"));
    Node dashboard = Deployments.stack(TEMPLATE, variables).resource("Dashboard");
    this.widgets =
        JSON.readTree(dashboard.get("Properties", "DashboardBody").text()).path("widgets");
  }

  /** The panels of CloudWatch. */
  JsonNode widgets() {
    return widgets;
  }

  /** The whole document. */
  String text() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("title", "Daybook").put("uid", "daybook").put("schemaVersion", 39).put("version", 1);
    root.put("editable", true).put("timezone", "browser").put("refresh", "1m");
    root.putObject("time").put("from", "now-6h").put("to", "now");
    root.putArray("tags").add("daybook");
    Map<String, JsonNode> firstMetrics = new LinkedHashMap<>();
    ArrayNode panels = JSON.createArrayNode();
    for (JsonNode widget : widgets) {
      addPanel(panels, widget);
      for (JsonNode metric : widget.at("/properties/metrics")) {
        firstMetrics.putIfAbsent(metric.path(3).asText().substring(1), metric);
      }
    }
    ArrayNode variables = root.putObject("templating").putArray("list");
    variables
        .addObject()
        .put("name", SOURCE)
        .put("label", "Data source")
        .put("type", SOURCE)
        .put("query", "cloudwatch");
    query(variables, REGION).put("queryType", "regions");
    firstMetrics.forEach((name, metric) -> addVariable(variables, name, metric));
    root.set("panels", panels);
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
    printer.indentArraysWith(indent);
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  private static ObjectNode putSource(ObjectNode node) {
    node.putObject(SOURCE).put("type", "cloudwatch").put("uid", "${" + SOURCE + "}");
    return node;
  }

  private static ObjectNode query(ArrayNode variables, String name) {
    ObjectNode variable = variables.addObject().put("name", name).put("type", "query");
    putSource(variable).put("refresh", 2).put("sort", 1);
    return variable.putObject("query").put("refId", "CloudWatchVariableQueryEditor-VariableQuery");
  }

  /** One that takes its values from the metric that is the first to need it. */
  private static void addVariable(ArrayNode variables, String name, JsonNode metric) {
    query(variables, name)
        .put("queryType", "dimensionValues")
        .put(REGION, "$" + REGION)
        .put("namespace", metric.path(0).asText())
        .put("metricName", metric.path(1).asText())
        .put("dimensionKey", metric.path(2).asText());
    ObjectNode variable = (ObjectNode) variables.path(variables.size() - 1);
    boolean isNamed = !name.equals(STACK) && !name.equals("HttpApi");
    if (isNamed) {
      // CloudFormation names it so: only the end is left open. There is one, so nobody chooses.
      variable.put("regex", "/^${" + STACK + "}-" + name + "-.*/").put("hide", 2);
    }
  }

  private static void addPanel(ArrayNode panels, JsonNode widget) {
    JsonNode shown = widget.path("properties");
    ObjectNode panel = panels.addObject().put("id", panels.size()).put("type", "timeseries");
    panel.put("title", shown.path("title").asText());
    panel
        .putObject("gridPos")
        .put("x", widget.path("x").asInt())
        .put("y", widget.path("y").asInt())
        .put("w", widget.path("width").asInt())
        .put("h", widget.path("height").asInt());
    putSource(panel);
    ArrayNode targets = panel.putArray("targets");
    for (JsonNode metric : shown.path("metrics")) {
      ObjectNode target = targets.addObject().put("refId", "" + (char) ('A' + targets.size() - 1));
      putSource(target).put(REGION, "$" + REGION).put("queryMode", "Metrics");
      target.put("metricQueryType", 0).put("metricEditorMode", 0).put("matchExact", true);
      target.put("namespace", metric.path(0).asText()).put("metricName", metric.path(1).asText());
      target.putObject("dimensions").put(metric.path(2).asText(), metric.path(3).asText());
      target.put("statistic", shown.path("stat").asText());
      target.put("period", shown.path("period").asText());
      target.put("label", metric.path(4).path("label").asText(metric.path(1).asText()));
    }
  }
}
