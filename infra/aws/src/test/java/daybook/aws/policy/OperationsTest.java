package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Metric;
import daybook.template.RenderedTemplate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/OPERATIONS.md says of the templates and counts in them. */
class OperationsTest {

  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ?([^|]*) \\| ([^|]+) \\|");
  private static final BigDecimal METRIC = new BigDecimal("0.30");
  private static final BigDecimal ALARM = new BigDecimal("0.10");
  private static final BigDecimal DASHBOARD = new BigDecimal("3");

  private static String document;

  @BeforeAll
  static void read() throws IOException {
    document = Files.readString(Deployments.HOME.resolve("docs/OPERATIONS.md"));
  }

  /** SAM reads one of them only, the rest of the commands the other. */
  @Test
  void bothNamesOfTheRegionAreExportedBeforeAnyCommandNeedsThem() {
    int exported = document.indexOf("export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n");

    assertThat(exported).isPositive();
    for (String command : List.of("aws secretsmanager", "aws cloudformation", "sam build")) {
      assertThat(document.indexOf("\n   " + command)).as(command).isGreaterThan(exported);
    }
  }

  @Test
  void commandsAreForTheRegionWhosePricesAreListed() {
    Matcher regions =
        Pattern.compile("\\b(us|eu|ap|sa|ca)[-_][a-z]+[-_]\\d\\b", Pattern.CASE_INSENSITIVE)
            .matcher(document);

    assertThat(regions.results().map(found -> found.group().toLowerCase(Locale.ROOT)))
        .isNotEmpty()
        .allMatch(region -> region.replace('_', '-').equals("us-east-1"));
  }

  @Test
  void everyParameterOfACommandIsDeclaredByATemplate() {
    List<String> declared =
        Deployments.stacks().stream()
            .flatMap(
                stack ->
                    RenderedTemplate.parameters(Deployments.HOME.resolve(stack.file()))
                        .keySet()
                        .stream())
            .toList();
    Matcher given = Pattern.compile("(?m)^ {5,}.*$").matcher(document);

    List<String> names =
        given
            .results()
            .flatMap(
                line -> Pattern.compile("\\b([A-Z][A-Za-z]+)=").matcher(line.group()).results())
            .map(name -> name.group(1))
            .toList();
    assertThat(names).contains("VpcId", "AtlasRegion", "ApiAuth").isSubsetOf(declared);
  }

  @Test
  void metricsAndAlarmsAreCountedIntoTheCosts() {
    int metrics = Metric.values().length;
    assertThat(cells("metrics").group(2)).startsWith(metrics + " × " + METRIC + ",");
    assertThat(amount("metrics"))
        .isEqualByComparingTo(METRIC.multiply(BigDecimal.valueOf(metrics)));

    List<Node> alarms =
        List.copyOf(
            Deployments.all()
                .get("private")
                .get("infra/aws/observability.yaml")
                .ofType("AWS::CloudWatch::Alarm")
                .values());
    long ofTwo = alarms.stream().filter(alarm -> metricsOf(alarm) == 2).count();
    long ofThree = alarms.stream().filter(alarm -> metricsOf(alarm) == 3).count();
    long shares = alarms.stream().mapToLong(OperationsTest::metricsOf).sum();
    assertThat(cells("alarms, dashboard").group(2))
        .isEqualTo(
            "%d alarms, %d of them of two metrics and %d of three: %d × %s, and %s"
                .formatted(alarms.size(), ofTwo, ofThree, shares, ALARM, DASHBOARD));
    assertThat(amount("alarms, dashboard"))
        .isEqualByComparingTo(ALARM.multiply(BigDecimal.valueOf(shares)).add(DASHBOARD));
  }

  private static int metricsOf(Node alarm) {
    // One of several is the expression.
    return Math.max(1, alarm.get("Properties", "Metrics").items().size() - 1);
  }

  @Test
  void costOfDaybookIsTheSumOfItsRows() {
    String table = document.substring(document.indexOf("**A month of standing still**"));
    BigDecimal sum = BigDecimal.ZERO;
    for (String line : table.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && row.group(1).equals("**Daybook**")) {
        String total = row.group(3).replace("*", "");
        assertThat(total).isEqualTo(sum.setScale(0, RoundingMode.HALF_UP).toString());
        return;
      }
      if (row.matches() && row.group(3).matches("[\\d.]+")) {
        sum = sum.add(new BigDecimal(row.group(3)));
      }
    }
    throw new AssertionError("no row that sums up");
  }

  private static Matcher cells(String name) {
    Matcher row =
        Pattern.compile("(?m)^\\| (" + name + ") \\| ([^|]*) \\| ([^|]+) \\|$").matcher(document);
    assertThat(row.find()).as(name).isTrue();
    return row;
  }

  private static BigDecimal amount(String name) {
    return new BigDecimal(cells(name).group(3));
  }
}
