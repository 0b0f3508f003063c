package daybook.core.port;

import java.util.Map;

/**
 * What a function reports to its operators: a named event with its facts. Implementations bound the
 * length of values and never fail.
 */
public interface EventLog {

  /** How much it matters. */
  enum Level {
    /** As expected. */
    INFO,
    /** Unusual and handled. */
    WARN,
    /** Someone should look. */
    ERROR
  }

  /**
   * Writes one event.
   *
   * @param event what happened, in lower case with underscores
   * @param facts names and values; never whole rows, never secrets
   */
  void log(Level level, String event, Map<String, ?> facts);
}
