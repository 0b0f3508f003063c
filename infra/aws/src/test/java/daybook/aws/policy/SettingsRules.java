package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The numbered text of all settings, which publishes a function anew when one of them changes.
 * Without it a changed host reaches the function, but not the version that is called.
 */
final class SettingsRules {

  private static final String NUMBER = "Settings ${SettingsVersion.VersionNumber}.";

  private SettingsRules() {}

  static void check(Stack stack, Findings findings) {
    FunctionRules.functions(stack)
        .values()
        .forEach(
            function -> {
              Node properties = function.get("Properties");
              findings.requireText(properties.get("VersionDescription"), NUMBER);
              // Or Lambda finds nothing changed, and refuses to publish.
              Node description = properties.get("Description");
              findings.require(description.text().endsWith(NUMBER), description, NUMBER);
            });
    for (Node profile : stack.ofType("AWS::AppConfig::ConfigurationProfile").values()) {
      findings.requireText(profile.get("Properties", "ApplicationId"), "${Settings.ApplicationId}");
      findings.requireText(profile.get("Properties", "LocationUri"), "hosted");
    }
    for (Node version : stack.ofType("AWS::AppConfig::HostedConfigurationVersion").values()) {
      Node properties = version.get("Properties");
      findings.requireText(properties.get("ApplicationId"), "${Settings.ApplicationId}");
      findings.requireText(
          properties.get("ConfigurationProfileId"), "${SettingsProfile.ConfigurationProfileId}");
      findings.requireText(properties.get("ContentType"), "text/plain");
      checkContent(stack, properties.get("Content"), findings);
    }
  }

  private static void checkContent(Stack stack, Node content, Findings findings) {
    Set<String> named = new TreeSet<>();
    for (String line : content.text().lines().toList()) {
      List<String> parts = List.of(line.split("=", 2));
      String given = stack.parameters().get(parts.get(0));
      findings.require(
          parts.size() == 2 && (given == null || given.equals(parts.get(1))),
          content,
          "the parameter's value in '" + line + "'");
      named.add(parts.get(0));
    }
    Map<String, Node> functions = FunctionRules.functions(stack);
    for (String function : functions.keySet()) {
      Set<String> missing = new TreeSet<>(Deployments.parametersBehind(stack.file(), function));
      missing.removeAll(named);
      findings.require(missing.isEmpty(), content, missing + ", which " + function + " hangs on");
    }
  }
}
