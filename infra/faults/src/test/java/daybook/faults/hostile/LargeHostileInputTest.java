package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.faults.Effort;
import daybook.faults.Report;
import daybook.faults.hostile.LargeInputs.Large;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files that are hostile by their size, imported in a process with a heap of 64 MiB, an eighth of a
 * function's memory: I1, I8.
 */
class LargeHostileInputTest {

  private static final String HEAP = "-Xmx64m";

  /** For one file, in ms: a machine that does ten megabytes a second would still keep to it. */
  private static final long MS_MAX = 100_000;

  private static final long PROCESS_SECONDS_MAX = 300;

  @Test
  @Timeout(value = PROCESS_SECONDS_MAX + 20)
  void largeHostileFilesNeedLittleMemoryAndTheRestOfThemCounts() throws Exception {
    Tally tally = new Tally();
    List<String> lines = run();
    List<Large> all = LargeInputs.all();
    assertThat(lines).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      check(all.get(i), lines.get(i).split("\t", -1), tally);
    }
    Report.line(tally.report());
    assertThat(tally.difference()).isEqualByComparingTo(BigDecimal.ZERO);
  }

  private static void check(Large large, String[] found, Tally tally) {
    Expected expected = large.expected();
    String reason = String.valueOf(expected.reason());
    assertThat(List.of(found).subList(0, 6))
        .containsExactly(
            large.name(),
            expected.state(),
            reason,
            Long.toString(expected.accepted()),
            new TreeMap<>(expected.rejected()).toString(),
            Long.toString(large.listed()));
    long ms = Long.parseLong(found[7]);
    assertThat(ms).as("%s, ms", large.name()).isLessThan(MS_MAX);
    BigDecimal total = BigDecimal.valueOf(expected.accepted());
    String outcome =
        found[1] + " " + found[2] + ", heap " + (Long.parseLong(found[8]) >> 20) + " MiB";
    tally.add(large.name(), outcome, ms, total, new BigDecimal(found[6]));
  }

  /** The lines that the process prints, which ends well. */
  private static List<String> run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Ddaybook.effort=" + Effort.NAME,
                "-cp",
                System.getProperty("java.class.path"),
                LargeImports.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Reading its output waits for its end, and nothing interrupts that but its end.
    CompletableFuture<Process> end =
        process.onExit().orTimeout(PROCESS_SECONDS_MAX, TimeUnit.SECONDS);
    var unused = end.whenComplete((ended, late) -> process.destroyForcibly());
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s", lines).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
      process.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS);
    }
  }
}
