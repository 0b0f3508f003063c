package daybook.aws.policy;

import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.functions.DaybookFunction;
import daybook.template.WrittenResource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings: known, accepted, equal where they must be, and numbered. */
final class SettingsRules {

  /** For servers that are not AWS's, on one machine only. */
  static final Set<String> LOCAL_ONLY =
      Set.of(
          "AWS_ENDPOINT_URL_KMS",
          "AWS_ENDPOINT_URL_S3",
          "AWS_ENDPOINT_URL_SECRETS_MANAGER",
          "AWS_ENDPOINT_URL_SQS",
          "REDIS_PASSWORD");

  /** Lambda sets them itself, and refuses to be told. */
  static final Set<String> LAMBDAS = Set.of("AWS_REGION");

  /** Properties that SAM keeps to itself: what calls a function, and how it is published. */
  static final Set<String> NOT_IN_FUNCTIONS =
      Set.of(
          "AutoPublishAlias",
          "AutoPublishAliasAllProperties",
          "CodeUri",
          "EventInvokeConfig",
          "Events",
          "VersionDescription");

  private static final String KEY_ARN =
      "arn:aws:kms:%s:%s:key/0123-4567".formatted(Deployments.REGION, Deployments.ACCOUNT);

  private static final String VERSION = "SettingsVersion";
  private static final String NUMBER = "Settings ${SettingsVersion.VersionNumber}.";

  private SettingsRules() {}

  /** Each variable is one that the function's settings read, and they accept its value. */
  static void known(Stack stack, Findings findings) {
    stack
        .functions()
        .forEach(
            (id, function) -> {
              Node variables = function.get("Properties", "Environment", "Variables");
              Set<String> read = DaybookFunction.of(id).variables();
              Map<String, String> values = new TreeMap<>();
              variables
                  .entries()
                  .forEach(
                      (name, value) -> {
                        findings.require(read.contains(name), value, "no unknown variable");
                        // CloudFormation would put the secret into the function's configuration.
                        findings.require(
                            !value.text().matches(".*(\\{\\{resolve:|://[^/]*@).*"),
                            value,
                            "no secret");
                        values.put(name, deployed(value.text()));
                      });
              try {
                DaybookFunction.of(id).readSettings(new Variables(values));
              } catch (InvalidSettingsException e) {
                findings.require(false, variables, "values that are accepted: " + e.getMessage());
              }
            });
  }

  /** A value as a deployment makes it: a reference is some address of its own. */
  private static String deployed(String value) {
    return value
        .replaceAll("^kms:\\$\\{\\w+\\.Arn}$", "kms:" + KEY_ARN)
        .replaceAll("^\\$\\{(\\w+)}$", "https://example.com/1/$1");
  }

  /** Or two functions look for a day in two different places. */
  static void cutOff(Stack stack, Findings findings) {
    same(stack, CutOff.VARIABLES, "CUT_OFF", "the same cut-off in all functions", findings);
  }

  /** Or rows of one day count in two days, or money of one currency in two. */
  static void deployment(Stack stack, Findings findings) {
    same(stack, Deployment.VARIABLES, "DEPLOYMENT", "the same zone and currency", findings);
  }

  private static void same(
      Stack stack, List<String> names, String what, String expected, Findings findings) {
    Set<Map<String, String>> all = new HashSet<>();
    stack
        .functions()
        .forEach(
            (id, function) -> {
              if (DaybookFunction.of(id).variables().containsAll(names)) {
                Map<String, String> its = new TreeMap<>();
                Node variables = function.get("Properties", "Environment", "Variables");
                variables.entries().forEach((name, value) -> its.put(name, value.text()));
                its.keySet().retainAll(names);
                all.add(its);
              }
            });
    findings.require(
        all.size() == (stack.functions().isEmpty() ? 0 : 1),
        new Node(stack.file() + ": " + what, all),
        expected);
  }

  /**
   * All that a version of a function is made of stands in the numbered text, and the number in the
   * function. Otherwise a changed host reaches the function, but not the version that is called.
   */
  static void numbered(Stack stack, Findings findings) {
    Set<String> lines = new TreeSet<>();
    Node content = stack.resource(VERSION).get("Properties", "Content");
    for (String line : content.text().lines().toList()) {
      String[] parts = line.split("=", 2);
      String value = parts.length < 2 ? "" : parts[1];
      String given = stack.parameters().get(parts[0]);
      boolean resource = stack.resources().containsKey(parts[0]);
      findings.require(
          (given == null || given.equals(value))
              && (!resource || value.equals("${" + parts[0] + "}")),
          content,
          "the value of " + parts[0]);
      lines.add(parts[0]);
    }
    for (Map.Entry<String, Node> function : stack.functions().entrySet()) {
      Node properties = function.getValue().get("Properties");
      findings.requireText(properties.get("AutoPublishAliasAllProperties"), "true");
      findings.requireText(properties.get("VersionDescription"), NUMBER);
      // Or Lambda finds nothing changed, and refuses to publish.
      Node description = properties.get("Description");
      findings.require(description.text().endsWith(NUMBER), description, NUMBER);
      Set<String> missing = new TreeSet<>(madeOf(stack.file(), function.getKey()));
      missing.removeAll(lines);
      findings.require(
          missing.isEmpty(), content, missing + ", which " + function.getKey() + " is made of");
    }
  }

  private static Set<String> madeOf(String file, String function) {
    Set<String> without = new TreeSet<>(NOT_IN_FUNCTIONS);
    // Lambda keeps it beside the versions, so a change of it is none of theirs.
    without.add("ReservedConcurrentExecutions");
    Set<String> names =
        WrittenResource.read(Deployments.HOME.resolve(file), function).names(without);
    names.remove(VERSION);
    return names;
  }
}
