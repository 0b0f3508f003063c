package daybook.core.settings;

import java.util.List;

/** One or more settings have values that are not allowed; the message has a line for each. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Joins the problems, one a line. */
  InvalidSettingsException(List<String> problems) {
    super("invalid settings:\n  " + String.join("\n  ", problems));
  }
}
