package daybook.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A template as it was written, with the values that a deployment fixes. */
final class TemplateSource {

  private final Map<?, ?> root;
  private final Deployment deployment;

  /**
   * @throws TemplateException if the deployment gives a parameter that the template does not have
   */
  TemplateSource(String file, Map<?, ?> root, Deployment deployment) {
    this.root = root;
    this.deployment = deployment;
    List<String> unknown =
        deployment.parameters().keySet().stream()
            .filter(name -> !isParameter(name))
            .sorted()
            .map(name -> file + ": Parameters." + name + ": no such parameter")
            .toList();
    if (!unknown.isEmpty()) {
      throw new TemplateException(unknown);
    }
  }

  /** A section of the template by its name, empty if there is none. */
  Map<?, ?> section(String name) {
    return root.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Properties that the template's Globals give to every function. */
  Map<?, ?> functionGlobals() {
    return section("Globals").get("Function") instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Resources of a type whose condition holds, by logical id, in the template's order. */
  Map<String, Map<?, ?>> resources(String type) {
    Intrinsics intrinsics = new Intrinsics(this, References.BY_ID);
    Map<String, Map<?, ?>> found = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : section("Resources").entrySet()) {
      if (entry.getValue() instanceof Map<?, ?> resource
          && type.equals(resource.get("Type"))
          && isCreated(resource, intrinsics)) {
        found.put((String) entry.getKey(), resource);
      }
    }
    return found;
  }

  /**
   * One of {@link #resources}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  Map<?, ?> resource(String type, String id) {
    Map<?, ?> resource = resources(type).get(id);
    if (resource == null) {
      throw new IllegalArgumentException("no " + type + " " + id + " is created");
    }
    return resource;
  }

  /**
   * Refuses a reference to a resource that is not there. SAM's {@code Function.Alias} counts as the
   * function.
   *
   * @throws TemplateProblem if the template has no such resource, or its condition does not hold
   */
  void checkCreated(String name, Intrinsics intrinsics) {
    String id = name.split("\\.", 2)[0];
    if (!(section("Resources").get(id) instanceof Map<?, ?> resource)) {
      throw new TemplateProblem("'" + name + "' is neither a parameter nor a resource");
    }
    if (!isCreated(resource, intrinsics)) {
      throw new TemplateProblem(
          "resource " + id + " is not created: condition " + resource.get("Condition"));
    }
  }

  /** Whether the condition of a resource or output holds, if it has one. */
  boolean isCreated(Map<?, ?> resource, Intrinsics intrinsics) {
    return !(resource.get("Condition") instanceof String name) || condition(name, intrinsics);
  }

  boolean isParameter(String name) {
    return section("Parameters").containsKey(name);
  }

  /**
   * Value of a parameter: a text, or a list for one whose type is a list.
   *
   * @throws TemplateProblem if there is neither a value nor a default, or it is not allowed
   */
  Object parameter(String name) {
    if (!(section("Parameters").get(name) instanceof Map<?, ?> declaration)) {
      throw new TemplateProblem("parameter " + name + " has no declaration");
    }
    Object given = deployment.parameters().get(name);
    Object value = given == null ? declaration.get("Default") : given;
    if (!(value instanceof String text)) {
      throw new TemplateProblem("parameter " + name + " has no default and was given no value");
    }
    if (declaration.get("AllowedValues") instanceof List<?> allowed && !allowed.contains(text)) {
      throw new TemplateProblem("parameter " + name + " is '" + text + "', allowed are " + allowed);
    }
    if (declaration.get("AllowedPattern") instanceof String pattern
        && !Pattern.matches(pattern, text)) {
      throw new TemplateProblem(
          "parameter " + name + " is '" + text + "', which does not match " + pattern);
    }
    boolean isList =
        declaration.get("Type") instanceof String type
            && (type.equals("CommaDelimitedList") || type.startsWith("List<"));
    return isList ? Arrays.stream(text.split(",", -1)).map(String::strip).toList() : text;
  }

  /** Value of a pseudo parameter other than {@code AWS::NoValue}. */
  String pseudoParameter(String name) {
    return switch (name) {
      case "AWS::Region" -> deployment.region();
      case "AWS::AccountId" -> deployment.accountId();
      case "AWS::Partition" -> Deployment.PARTITION;
      case "AWS::StackName" -> deployment.stackName();
      case "AWS::URLSuffix" -> "amazonaws.com";
      default -> throw new TemplateProblem(name + " has no value on this machine");
    };
  }

  /** Whether a named condition holds. */
  boolean condition(String name, Intrinsics intrinsics) {
    Map<?, ?> conditions = section("Conditions");
    if (!conditions.containsKey(name)) {
      throw new TemplateProblem("no condition " + name);
    }
    return intrinsics.truth(conditions.get(name));
  }
}
