package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.local.lambda.LogListener;
import java.util.Set;

/** Shows the warnings and errors among the lines that functions log. */
final class FunctionEvents implements LogListener {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> SHOWN = Set.of("WARN", "ERROR");
  private static final Set<String> FIXED = Set.of("timestamp", "level", "function", "event");

  private final Console console;

  FunctionEvents(Console console) {
    this.console = console;
  }

  @Override
  public void line(String functionId, String line) {
    if (!line.startsWith("{")) {
      return;
    }
    try {
      JsonNode event = MAPPER.readTree(line);
      if (SHOWN.contains(event.path("level").asText()) && event.has("event")) {
        console.line(told(event));
      }
    } catch (JsonProcessingException e) {
      // Some other line that begins with a brace: it is in the log file.
    }
  }

  private static String told(JsonNode event) {
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
