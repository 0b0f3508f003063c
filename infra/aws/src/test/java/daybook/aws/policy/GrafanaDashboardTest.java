package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Grafana shows what CloudWatch's dashboard does, from the file that people import. */
class GrafanaDashboardTest {

  private static final Path FILE = Deployments.HOME.resolve("infra/aws/grafana.json");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z]+)}?");

  private static final String WRITE =
      "./mvnw verify -pl infra/aws -am -Dtest=GrafanaDashboardTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddaybook.approve=true";

  private final GrafanaDashboard dashboard;

  GrafanaDashboardTest() throws IOException {
    this.dashboard = new GrafanaDashboard();
  }

  @Test
  void fileIsWhatTheTemplatesDashboardMakes() throws IOException {
    String now = dashboard.text();
    if (Approval.isGiven()) {
      Files.writeString(FILE, now);
    }

    assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
        .as("write it anew, and commit it: %s", WRITE)
        .isEqualTo(now);
  }

  @Test
  void everyPanelAndMetricIsThere() throws IOException {
    JsonNode panels = new ObjectMapper().readTree(dashboard.text()).path("panels");

    assertThat(dashboard.widgets()).hasSizeGreaterThan(10);
    assertThat(panels).hasSameSizeAs(dashboard.widgets());
    assertThat(panels.findValuesAsText("metricName"))
        .hasSize(dashboard.widgets().findValues("metrics").stream().mapToInt(JsonNode::size).sum());
    assertThat(panels.findValuesAsText("title"))
        .isEqualTo(dashboard.widgets().findValuesAsText("title"));
  }

  @Test
  void everyVariableThatIsUsedIsDefined() throws IOException {
    JsonNode root = new ObjectMapper().readTree(dashboard.text());
    Set<String> defined = new TreeSet<>();
    root.at("/templating/list").forEach(variable -> defined.add(variable.path("name").asText()));
    Set<String> used = new TreeSet<>();
    VARIABLE.matcher(root.toString()).results().forEach(found -> used.add(found.group(1)));

    assertThat(used).isEqualTo(defined).contains("Stack", "HttpApi", "ImportQueue", "region");
  }
}
