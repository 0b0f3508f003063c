package daybook.aws.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of alarms in docs/OPERATIONS.md: when each fires. */
final class DocumentedAlarms {

  private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z]+Alarm)` \\| ([^|]+) \\|.*");

  private static final Map<String, String> SIGNS =
      Map.of("GreaterThanThreshold", ">", "LessThanThreshold", "<");

  /** What the table says, by logical id. */
  static final Map<String, String> BY_ID = read();

  private DocumentedAlarms() {}

  private static Map<String, String> read() {
    Map<String, String> rows = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(Deployments.HOME.resolve("docs/OPERATIONS.md"))) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          rows.put(row.group(1), row.group(2).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** What the table must say of an alarm, such as {@code Sum of Evictions in 60 s > 0}. */
  static String describe(Node alarm) {
    List<Node> metrics = alarm.get("Metrics").items();
    String measured =
        metrics.isEmpty()
            ? "%s%s of %s in %s s"
                .formatted(
                    alarm.get("Statistic").text(),
                    alarm.get("ExtendedStatistic").text(),
                    alarm.get("MetricName").text(),
                    alarm.get("Period").text())
            : "%s in %s s"
                .formatted(
                    metrics.get(0).get("Expression").text(),
                    metrics.get(metrics.size() - 1).get("MetricStat", "Period").text());
    String periods = alarm.get("EvaluationPeriods").text();
    Map<String, String> missing = Map.of("breaching", " or none", "notBreaching", "");
    return "%s %s %s%s%s"
        .formatted(
            measured,
            SIGNS.getOrDefault(alarm.get("ComparisonOperator").text(), "?"),
            alarm.get("Threshold").text(),
            periods.equals("1") ? "" : ", " + periods + " times in a row",
            missing.getOrDefault(alarm.get("TreatMissingData").text(), " ?"));
  }
}
