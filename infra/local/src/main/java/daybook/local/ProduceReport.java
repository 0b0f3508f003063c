package daybook.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.local.produce.Latencies;
import daybook.local.produce.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a load came to, in words and as JSON.
 *
 * @param seed of its transactions
 */
record ProduceReport(
    Schedule schedule, long seed, ProduceRun.Outcome outcome, ProduceCounts counts) {

  private static final double NANOS_A_SECOND = 1e9;
  private static final double P50 = 50;
  private static final double P90 = 90;
  private static final double P99 = 99;
  private static final double P999 = 99.9;
  private static final double MAX = 100;

  /** Whether every record that was sent is stored. */
  boolean isSuccess() {
    return counts.lost.sum() == 0;
  }

  /** Records that were answered for, a second. */
  private double achieved() {
    long answered = counts.sent.sum() - counts.lost.sum();
    return answered * NANOS_A_SECOND / Math.max(1, outcome.nanos());
  }

  /** Records of which it is not known yet. */
  private long open() {
    return counts.sent.sum()
        - counts.stored.sum()
        - counts.repeated.sum()
        - counts.attempts.sum()
        - counts.lost.sum();
  }

  /** What people read. */
  List<String> lines() {
    Latencies latencies = outcome.latencies();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "rate      %,d records a second asked, %,.1f achieved over %.1f s",
            schedule.rate(), achieved(), outcome.nanos() / NANOS_A_SECOND));
    lines.add(
        line(
            "records   %,d sent, %,d stored, %,d there already, %,d lost",
            counts.sent.sum(), counts.stored.sum(), counts.repeated.sum(), counts.lost.sum()));
    if (counts.attempts.sum() > 0) {
      lines.add(line("          %,d kept as attempts", counts.attempts.sum()));
    }
    if (open() > 0) {
      lines.add(line("          %,d uploaded, whose imports go on and are not awaited", open()));
    }
    if (outcome.notBegun() > 0) {
      lines.add(
          line("not begun %,d requests were due while no connection was free", outcome.notBegun()));
    }
    if (!counts.errors().isEmpty()) {
      lines.add(
          "errors    "
              + counts.errors().entrySet().stream()
                  .map(error -> line("%s: %,d", name(error.getKey()), error.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    lines.add(
        line(
            "latency   p50 %,.1f ms, p90 %,.1f, p99 %,.1f, p99.9 %,.1f, max %,.1f, from when each"
                + " of %,d requests was due",
            latencies.millis(P50),
            latencies.millis(P90),
            latencies.millis(P99),
            latencies.millis(P999),
            latencies.millis(MAX),
            latencies.count()));
    lines.add("the same transactions again: --seed " + seed);
    return lines;
  }

  private static String name(int status) {
    return status == TransactionPosts.NO_ANSWER ? "no answer" : Integer.toString(status);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** The same for a program; milliseconds. */
  String json() {
    Latencies latencies = outcome.latencies();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seed", seed);
    json.put("asked_rate", schedule.rate());
    json.put("achieved_rate", achieved());
    json.put("seconds", outcome.nanos() / NANOS_A_SECOND);
    json.put("sent", counts.sent.sum());
    json.put("stored", counts.stored.sum());
    json.put("repeated", counts.repeated.sum());
    json.put("attempts", counts.attempts.sum());
    json.put("lost", counts.lost.sum());
    json.put("not_awaited", open());
    json.put("requests_not_begun", outcome.notBegun());
    ObjectNode errors = json.putObject("errors");
    counts.errors().forEach((status, count) -> errors.put(name(status), count));
    json.putObject("latency_ms")
        .put("p50", latencies.millis(P50))
        .put("p90", latencies.millis(P90))
        .put("p99", latencies.millis(P99))
        .put("p99.9", latencies.millis(P999))
        .put("max", latencies.millis(MAX));
    return json.toString();
  }
}
