package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FunctionEventsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long nowMs;
  private final FunctionEvents events =
      new FunctionEvents(
          new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false), () -> nowMs);

  private String shown() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  private void warn(String event) {
    events.line(
        "DumperFunction",
        """
        {"level":"WARN","function":"dumper","event":"%s","requestId":"r-1","purged":3}"""
            .formatted(event));
  }

  @Test
  void warningsAreShownWithTheirFactsAndNothingElseIs() {
    warn("redis_restored");
    events.line("DumperFunction", "{\"level\":\"INFO\",\"event\":\"dumped\"}");
    events.line("DumperFunction", "some text");
    events.line("DumperFunction", "{no json");
    events.line("DumperFunction", "{\"_aws\":{\"Timestamp\":1},\"DumpsCompleted\":1}");
    assertThat(shown().trim()).isEqualTo("WARN dumper: redis restored, purged 3");
  }

  @Test
  void whatGoesOnIsShownOnceInTenSeconds() {
    warn("store_failed");
    nowMs += 9_999;
    warn("store_failed");
    warn("other");
    assertThat(shown().lines()).hasSize(2);
    nowMs += 1;
    warn("store_failed");
    assertThat(shown().lines()).hasSize(1);
  }

  private void ofImport(String level, String event, String id) {
    events.line(
        "DumperFunction",
        """
        {"level":"%s","function":"dumper","event":"%s","import":"%s"}"""
            .formatted(level, event, id));
  }

  @Test
  void whatGoesOnIsShownOfEachImport() {
    ofImport("WARN", "batch_set_aside", "a");
    ofImport("WARN", "batch_set_aside", "b");
    ofImport("WARN", "batch_set_aside", "a");
    assertThat(shown().lines()).hasSize(2);
  }

  @Test
  void whatTheNoticesSayOfAnImportIsNotSaidTwice() {
    ofImport("WARN", "import_finished", "a");
    ofImport("WARN", "same_content", "a");
    assertThat(shown()).isEmpty();
    ofImport("ERROR", "import_finished", "a");
    assertThat(shown().lines()).hasSize(1);
  }
}
