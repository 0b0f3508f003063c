package daybook.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A template as a deployment would make it: the resources whose conditions hold, with Globals in
 * them and every intrinsic function carried out, as maps, lists and texts. What only a real
 * deployment knows stands as it is written in {@code !Sub}: {@code ${Queue}} for a reference,
 * {@code ${Queue.Arn}} for an attribute. Immutable by convention: whoever changes it owns a copy.
 *
 * @param resources by logical id, in the template's order: each with its Type, Properties and so on
 * @param outputs by logical id, in the template's order
 * @param conditions whether each condition holds
 */
public record RenderedTemplate(
    Map<String, Object> resources, Map<String, Object> outputs, Map<String, Boolean> conditions) {

  private static final References AS_WRITTEN =
      new References() {
        @Override
        public String ref(String id) {
          return "${" + id + "}";
        }

        @Override
        public String attribute(String id, String name) {
          return "${" + id + "." + name + "}";
        }
      };

  /**
   * Renders a template.
   *
   * @throws TemplateException if the file is missing or no YAML, a parameter has no value or one
   *     that is not allowed, a rule does not hold, or something refers to a resource that is not
   *     made
   */
  public static RenderedTemplate read(Path file, Deployment deployment) {
    String name = String.valueOf(file.getFileName());
    TemplateSource source = new TemplateSource(name, TemplateYaml.read(file), deployment);
    Renderer renderer = new Renderer(name, source, new ArrayList<>());
    renderer.checkParameters();
    if (!renderer.problems().isEmpty()) {
      throw new TemplateException(renderer.problems());
    }
    RenderedTemplate rendered =
        new RenderedTemplate(
            renderer.section("Resources"), renderer.section("Outputs"), renderer.conditions());
    if (!renderer.problems().isEmpty()) {
      throw new TemplateException(renderer.problems());
    }
    return rendered;
  }

  /**
   * The parameters that a template declares, as they are written.
   *
   * @throws TemplateException if the file is missing or no YAML
   */
  public static Map<String, Map<?, ?>> parameters(Path file) {
    Map<String, Map<?, ?>> declared = new LinkedHashMap<>();
    if (TemplateYaml.read(file).get("Parameters") instanceof Map<?, ?> parameters) {
      parameters.forEach((name, written) -> declared.put((String) name, (Map<?, ?>) written));
    }
    return declared;
  }

  /**
   * What the rules of a template demand, in words.
   *
   * @throws TemplateException if the file is missing or no YAML
   */
  public static Set<String> rules(Path file) {
    Set<String> demanded = new TreeSet<>();
    if (TemplateYaml.read(file).get("Rules") instanceof Map<?, ?> rules) {
      for (Object rule : rules.values()) {
        ((List<?>) ((Map<?, ?>) rule).get("Assertions"))
            .forEach(item -> demanded.add((String) ((Map<?, ?>) item).get("AssertDescription")));
      }
    }
    return demanded;
  }

  /** Carries out the functions of one template, and notes where that fails. */
  private record Renderer(String file, TemplateSource source, List<String> problems) {

    /** Notes what is wrong with the parameters, by themselves or by the rules. */
    void checkParameters() {
      for (Object name : source.section("Parameters").keySet()) {
        try {
          source.parameter((String) name);
        } catch (TemplateProblem problem) {
          problems.add(file + ": " + problem.getMessage());
        }
      }
      if (problems.isEmpty()) {
        source.section("Rules").values().forEach(rule -> checkRule((Map<?, ?>) rule));
      }
    }

    private void checkRule(Map<?, ?> rule) {
      Object condition = rule.get("RuleCondition");
      if ((condition == null || intrinsics().truth(condition))
          && rule.get("Assertions") instanceof List<?> assertions) {
        for (Object item : assertions) {
          Map<?, ?> assertion = (Map<?, ?>) item;
          if (!intrinsics().truth(assertion.get("Assert"))) {
            problems.add(file + ": " + assertion.get("AssertDescription"));
          }
        }
      }
    }

    Map<String, Boolean> conditions() {
      Map<String, Boolean> conditions = new TreeMap<>();
      source
          .section("Conditions")
          .forEach((name, text) -> conditions.put((String) name, intrinsics().truth(text)));
      return conditions;
    }

    Map<String, Object> section(String name) {
      Map<String, Object> rendered = new LinkedHashMap<>();
      source
          .section(name)
          .forEach(
              (id, value) -> {
                try {
                  if (value instanceof Map<?, ?> map && source.isCreated(map, intrinsics())) {
                    rendered.put((String) id, render(WrittenResource.withGlobals(source, map)));
                  }
                } catch (TemplateProblem problem) {
                  problems.add(file + ": " + name + "." + id + ": " + problem.getMessage());
                }
              });
      return rendered;
    }

    private Intrinsics intrinsics() {
      return FurtherIntrinsics.addTo(new Intrinsics(source, AS_WRITTEN), source);
    }

    private Object render(Object value) {
      Object resolved = intrinsics().resolve(value);
      if (resolved instanceof Map<?, ?> map) {
        Map<String, Object> rendered = new LinkedHashMap<>();
        map.forEach(
            (key, item) -> {
              Object inner = render(item);
              if (inner != Intrinsics.NO_VALUE) {
                rendered.put((String) key, inner);
              }
            });
        return rendered;
      }
      if (resolved instanceof List<?> list) {
        List<Object> rendered = new ArrayList<>();
        list.stream()
            .map(this::render)
            .filter(item -> item != Intrinsics.NO_VALUE)
            .forEach(rendered::add);
        return rendered;
      }
      return resolved;
    }
  }
}
