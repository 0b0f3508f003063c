package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.port.EventLog.Level;
import daybook.core.port.Metric;
import daybook.core.settings.Variables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TelemetryTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Telemetry telemetry(Metric.Source function) {
    return Telemetry.of(
        function,
        new MetricsSettings("daybook-test"),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        () -> NOW);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }

  private static Context request(String id) {
    return (Context)
        Proxy.newProxyInstance(
            TelemetryTest.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> method.getName().equals("getAwsRequestId") ? id : null);
  }

  @Test
  void invocationWritesItsMetricsInOneLineOfTheEmbeddedFormat() throws IOException {
    Telemetry telemetry = telemetry(Metric.Source.API);
    telemetry.during(
        request("r-1"),
        () -> {
          telemetry.metrics().add(Metric.REQUESTS, 1);
          telemetry.metrics().add(Metric.REQUEST_TIME, 12);
          return "done";
        });

    JsonNode expected =
        new JsonMapper()
            .readTree(
                """
                {"_aws": {"Timestamp": 1768473000000, "CloudWatchMetrics": [{
                   "Namespace": "Daybook", "Dimensions": [["Stack"]], "Metrics": [
                     {"Name": "Requests", "Unit": "Count"},
                     {"Name": "StoreFailures", "Unit": "Count"},
                     {"Name": "RequestTime", "Unit": "Milliseconds"}]}]},
                 "Stack": "daybook-test", "requestId": "r-1",
                 "Requests": 1, "StoreFailures": 0, "RequestTime": 12}
                """);
    // As text, for a tree tells an int from a long.
    assertThat(lines()).singleElement().hasToString(expected.toString());
  }

  @ParameterizedTest
  @EnumSource(Metric.Source.class)
  void everyCounterOfAFunctionIsReportedByEachInvocation(Metric.Source function)
      throws IOException {
    telemetry(function).during(request("r-1"), () -> "done");

    Set<String> expected = new TreeSet<>();
    for (Metric metric : Metric.of(function)) {
      if (metric.always()) {
        expected.add(metric.title());
      }
    }
    Set<String> named = new TreeSet<>();
    JsonNode line = lines().get(0);
    line.at("/_aws/CloudWatchMetrics/0/Metrics")
        .forEach(metric -> named.add(metric.get("Name").asText()));
    assertThat(named).isEqualTo(expected).isNotEmpty();
    assertThat(named).allSatisfy(name -> assertThat(line.get(name).asLong(-1)).isZero());
    assertThat(line.has("level")).isFalse();
  }

  @Test
  void metricsOfAnInvocationThatFailsAreReported() throws IOException {
    Telemetry telemetry = telemetry(Metric.Source.DUMPER);
    assertThatThrownBy(
            () ->
                telemetry.during(
                    request("r-1"),
                    () -> {
                      telemetry.metrics().add(Metric.AGGREGATES_WRITTEN, 3);
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(lines().get(0).get("AggregatesWritten").asLong()).isEqualTo(3);
  }

  @Test
  void metricsOfOneInvocationAreNotThoseOfTheNext() throws IOException {
    Telemetry telemetry = telemetry(Metric.Source.AGGREGATOR);
    for (int rows = 2; rows <= 3; rows++) {
      int more = rows;
      telemetry.during(
          request("r-" + rows),
          () -> {
            telemetry.metrics().add(Metric.ROWS_APPLIED, more);
            telemetry.metrics().add(Metric.ROWS_APPLIED, more);
            return "done";
          });
    }
    assertThat(lines()).extracting(line -> line.get("RowsApplied").asInt()).containsExactly(4, 6);
  }

  @Test
  void eventsCarryTheRequestOfTheirInvocationOnly() throws IOException {
    Telemetry telemetry = telemetry(Metric.Source.IMPORTER);
    telemetry.log().log(Level.INFO, "before", Map.of());
    telemetry.during(
        request("r-1"),
        () -> {
          telemetry.log().log(Level.INFO, "within", Map.of("import", "abc"));
          return "done";
        });
    telemetry.log().log(Level.INFO, "after", Map.of());

    List<JsonNode> events = lines().stream().filter(line -> line.has("event")).toList();
    assertThat(events)
        .extracting(line -> line.path("event").asText() + " " + line.path("requestId").asText("-"))
        .containsExactly("before -", "within r-1", "after -");
  }

  @Test
  void valuesStayWholeNumbersWhateverIsAdded() throws IOException {
    Telemetry telemetry = telemetry(Metric.Source.IMPORTER);
    telemetry.during(
        request("r-1"),
        () -> {
          telemetry.metrics().add(Metric.BYTES_READ, Long.MAX_VALUE);
          telemetry.metrics().add(Metric.BYTES_READ, Long.MAX_VALUE);
          return "done";
        });
    assertThat(lines().get(0).get("BytesRead").asLong()).isEqualTo(1L << 53);
  }

  @Test
  void metricOfAnotherFunctionIsRefused() {
    Telemetry telemetry = telemetry(Metric.Source.IMPORTER);
    assertThatThrownBy(() -> telemetry.metrics().add(Metric.REQUESTS, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IMPORTER");
    assertThatThrownBy(() -> telemetry.metrics().add(Metric.ROWS_ACCEPTED, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stackIsLocalUnlessItIsNamed() {
    assertThat(MetricsSettings.from(new Variables(Map.of())).stack()).isEqualTo("local");
    assertThat(MetricsSettings.from(new Variables(Map.of("METRICS_STACK", "daybook-2"))).stack())
        .isEqualTo("daybook-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "a b", "a\nb", "{x}"})
  void nameThatIsNoStacksIsRefused(String name) {
    Variables variables = new Variables(Map.of("METRICS_STACK", name));
    MetricsSettings.from(variables);
    assertThat(variables.problems())
        .containsExactly(
            "METRICS_STACK is '"
                + name
                + "': expected a letter, then up to 127 letters, digits and hyphens");
  }
}
