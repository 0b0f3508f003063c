package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.port.EventLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLogTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonLog log =
      new JsonLog(
          "importer",
          new PrintStream(out, true, StandardCharsets.UTF_8),
          () -> Instant.parse("2026-01-15T10:30:00Z"));

  private JsonNode line() throws IOException {
    return new ObjectMapper().readTree(out.toByteArray());
  }

  @Test
  void eventIsOneLineWithTypedFacts() throws IOException {
    log.log(Level.WARN, "queue_full", Map.of("batches", 7, "rows", 8L, "key", "a\nb"));
    assertThat(out.toString(StandardCharsets.UTF_8).trim()).doesNotContain("\n");
    assertThat(line().get("timestamp").asText()).isEqualTo("2026-01-15T10:30:00Z");
    assertThat(line().get("level").asText()).isEqualTo("WARN");
    assertThat(line().get("function").asText()).isEqualTo("importer");
    assertThat(line().get("event").asText()).isEqualTo("queue_full");
    assertThat(line().get("batches").isInt()).isTrue();
    assertThat(line().get("key").asText()).isEqualTo("a\nb");
  }

  @Test
  void longValuesAreCut() throws IOException {
    log.log(Level.ERROR, "failed", Map.of("cause", "x".repeat(5_000)));
    assertThat(line().get("cause").asText()).hasSize(JsonLog.VALUE_LENGTH_MAX + 1);
  }
}
