package daybook.runtime;

import daybook.core.settings.Variables;
import java.util.regex.Pattern;

/**
 * How metrics are named.
 *
 * @param stack the deployment that they are of
 */
public record MetricsSettings(String stack) {

  /** What CloudFormation lets a stack be called. */
  private static final Pattern STACK = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");

  private static final String STACK_DEFAULT = "local";

  /** Reads METRICS_STACK. */
  public static MetricsSettings from(Variables variables) {
    String stack = variables.text("METRICS_STACK", STACK_DEFAULT);
    if (!STACK.matcher(stack).matches()) {
      variables.problem(
          "METRICS_STACK is '%s': expected a letter, then up to 127 letters, digits and hyphens"
              .formatted(stack));
      return new MetricsSettings(STACK_DEFAULT);
    }
    return new MetricsSettings(stack);
  }
}
