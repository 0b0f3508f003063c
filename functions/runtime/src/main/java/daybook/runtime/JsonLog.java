package daybook.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.EventLog;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON, one line each, in the form that Lambda's JSON log takes as it is. Those of
 * an invocation carry its request id. Safe for threads.
 */
public final class JsonLog implements EventLog {

  /** Most characters of one value: enough for a cause, too few for somebody's rows. */
  static final int VALUE_LENGTH_MAX = 1_000;

  /** Lambda's own name of it, so that one query finds the platform's lines and these. */
  static final String REQUEST_ID = "requestId";

  private final String function;
  private final PrintStream out;
  private final InstantSource clock;
  private volatile @Nullable String requestId;

  /**
   * @param function name of the function, in every line
   * @param out where lines go, usually standard output
   * @param clock for the time stamp
   */
  public JsonLog(String function, PrintStream out, InstantSource clock) {
    this.function = function;
    this.out = out;
    this.clock = clock;
  }

  /** An invocation begins: an instance has one at a time. */
  void begin(String id) {
    requestId = id;
  }

  /** It is over: what comes now belongs to none. */
  void end() {
    requestId = null;
  }

  @Override
  public void log(Level level, String event, Map<String, ?> facts) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("timestamp", clock.instant().toString()).put("level", level.name());
    line.put("function", function).put("event", event);
    String id = requestId;
    if (id != null) {
      line.put(REQUEST_ID, id);
    }
    facts.forEach((name, value) -> put(line, name, value));
    out.println(line);
  }

  private static void put(ObjectNode line, String name, Object value) {
    if (value instanceof Integer number) {
      line.put(name, number);
    } else if (value instanceof Long number) {
      line.put(name, number);
    } else if (value instanceof Boolean flag) {
      line.put(name, flag);
    } else {
      String text = String.valueOf(value);
      boolean fits = text.length() <= VALUE_LENGTH_MAX;
      line.put(name, fits ? text : text.substring(0, VALUE_LENGTH_MAX) + "…");
    }
  }
}
