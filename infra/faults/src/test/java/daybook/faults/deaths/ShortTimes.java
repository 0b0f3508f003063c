package daybook.faults.deaths;

import daybook.functions.DaybookFunction;
import daybook.functions.ProjectTemplate;
import daybook.template.FunctionDefinition;
import daybook.template.QueueMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's template with time-outs of seconds instead of minutes, so that functions time out
 * and messages come again many times within one run. Nothing else differs.
 */
final class ShortTimes {

  /** Time-out of whatever a queue feeds, in s; an aggregator ends 5 s before it. */
  static final int TIME_OUT_S = 15;

  /** That of the sealer, which leaves 15 s of it for a last read, write and put. */
  static final int SEALER_TIME_OUT_S = 30;

  /** How long a message stays hidden after it was received, in s. */
  static final int VISIBILITY_S = 15;

  private ShortTimes() {}

  /**
   * Writes the template of a project into a folder, from where packages are still found.
   *
   * @return the folder
   */
  static Path write(Path home, Path folder) throws IOException {
    String template = Files.readString(home.resolve("template.yaml"));
    template = template.replace("CodeUri: functions/", "CodeUri: " + home + "/functions/");
    for (FunctionDefinition function : ProjectTemplate.functions(home)) {
      for (QueueMapping mapping : function.mappings()) {
        boolean seals = function.id().equals(DaybookFunction.SEALER.id());
        int timeOut = seals ? SEALER_TIME_OUT_S : TIME_OUT_S;
        template = with(template, function.id(), "Timeout: ", timeOut);
        template = with(template, mapping.queueId(), "VisibilityTimeout: ", VISIBILITY_S);
      }
    }
    template = replaced(template, "ReconcileSchedule", "rate\\(5 minutes\\)", "rate(1 minute)");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("template.yaml"), template);
    return folder;
  }

  private static String with(String template, String resource, String property, int seconds) {
    return replaced(template, resource, property + "\\d+", property + seconds);
  }

  /** Replaces the first match within one resource. */
  private static String replaced(String template, String resource, String old, String value) {
    Matcher found =
        Pattern.compile("(?ms)^  " + resource + ":$(?:(?!^  \\w).)*?(?<old>" + old + ")$")
            .matcher(template);
    if (!found.find()) {
      throw new IllegalStateException(resource + " of the template has no " + old);
    }
    return template.substring(0, found.start("old")) + value + template.substring(found.end("old"));
  }
}
