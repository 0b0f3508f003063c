package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.lambda.LogListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Shows the warnings and errors among the lines that functions log, but for those of which {@link
 * ImportNotices} says more, by the ledger.
 */
final class FunctionEvents implements LogListener {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> SHOWN = Set.of("WARN", "ERROR");

  /** Of imports that end; errors of these names are shown. */
  private static final Set<String> NOTICED = Set.of("import_finished", "same_content");

  /** Not shown as facts: shown already, or, like the request, of use in the log file only. */
  private static final Set<String> FIXED =
      Set.of("timestamp", "level", "function", "event", "requestId");

  /**
   * How long the same event of the same function and import is not shown again; the log file has
   * them all.
   */
  private static final long QUIET_MS = 10_000;

  private final Console console;
  private final LongSupplier clockMs;
  private final Map<String, Long> shownMs = new ConcurrentHashMap<>();

  /**
   * @param clockMs milliseconds of any clock that only grows
   */
  FunctionEvents(Console console, LongSupplier clockMs) {
    this.console = console;
    this.clockMs = clockMs;
  }

  @Override
  public void line(String functionId, String line) {
    if (!line.startsWith("{")) {
      return;
    }
    try {
      JsonNode event = MAPPER.readTree(line);
      if (isShown(event) && isDue(functionId, event)) {
        console.line(text(event));
      }
    } catch (JsonProcessingException e) {
      // Some other line that begins with a brace: it is in the log file.
    }
  }

  private static boolean isShown(JsonNode event) {
    String level = event.path("level").asText();
    boolean noticed = level.equals("WARN") && NOTICED.contains(event.path("event").asText());
    return SHOWN.contains(level) && !noticed;
  }

  private boolean isDue(String functionId, JsonNode event) {
    if (!event.has("event")) {
      return false;
    }
    long now = clockMs.getAsLong();
    shownMs.values().removeIf(before -> now - before >= QUIET_MS);
    String name =
        functionId + " " + event.get("event").asText() + " " + event.path("import").asText();
    return shownMs.putIfAbsent(name, now) == null;
  }

  private static String text(JsonNode event) {
    StringBuilder text = new StringBuilder();
    text.append(event.path("level").asText()).append(' ');
    text.append(event.path("function").asText()).append(": ");
    text.append(event.path("event").asText().replace('_', ' '));
    event
        .properties()
        .forEach(
            fact -> {
              if (!FIXED.contains(fact.getKey())) {
                text.append(", ").append(fact.getKey()).append(' ');
                text.append(fact.getValue().asText());
              }
            });
    return text.toString();
  }
}
