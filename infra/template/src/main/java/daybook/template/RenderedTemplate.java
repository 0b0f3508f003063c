package daybook.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A template as a deployment would make it: the resources whose conditions hold, with Globals in
 * them and every intrinsic function carried out, as maps, lists and texts. What only a real
 * deployment knows stands as it is written in {@code !Sub}: {@code ${Queue}} for a reference,
 * {@code ${Queue.Arn}} for an attribute. Immutable by convention: whoever changes it owns a copy.
 */
public final class RenderedTemplate {

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

  private final Map<String, Object> resources;
  private final Map<String, Object> outputs;

  private RenderedTemplate(Map<String, Object> resources, Map<String, Object> outputs) {
    this.resources = resources;
    this.outputs = outputs;
  }

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
    List<String> problems = new ArrayList<>();
    source.parameterProblems().forEach(problem -> problems.add(name + ": " + problem));
    Renderer renderer = new Renderer(name, source, problems);
    RenderedTemplate rendered =
        new RenderedTemplate(
            renderer.section("Resources", source::withGlobals),
            renderer.section("Outputs", output -> output));
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return rendered;
  }

  /**
   * Names of the parameters that a template declares.
   *
   * @param withoutDefault whether only those that must be given
   * @throws TemplateException if the file is missing or no YAML
   */
  public static Set<String> parameters(Path file, boolean withoutDefault) {
    Set<String> names = new TreeSet<>();
    if (TemplateYaml.read(file).get("Parameters") instanceof Map<?, ?> parameters) {
      parameters.forEach(
          (name, declaration) -> {
            boolean given = declaration instanceof Map<?, ?> map && map.containsKey("Default");
            if (!withoutDefault || !given) {
              names.add((String) name);
            }
          });
    }
    return names;
  }

  /** Resources by logical id, in the template's order: each with its Type, Properties and so on. */
  public Map<String, Object> resources() {
    return resources;
  }

  /** Outputs by logical id, in the template's order. */
  public Map<String, Object> outputs() {
    return outputs;
  }

  /** Carries out the functions of one template, and notes where that fails. */
  private record Renderer(String file, TemplateSource source, List<String> problems) {

    Map<String, Object> section(String name, Function<Map<?, ?>, Map<?, ?>> prepare) {
      Map<String, Object> rendered = new LinkedHashMap<>();
      source
          .section(name)
          .forEach(
              (id, value) -> {
                try {
                  if (value instanceof Map<?, ?> map && source.isCreated(map, intrinsics())) {
                    rendered.put((String) id, render(prepare.apply(map)));
                  }
                } catch (TemplateProblem problem) {
                  problems.add(file + ": " + name + "." + id + ": " + problem.getMessage());
                }
              });
      return rendered;
    }

    private Intrinsics intrinsics() {
      return new Intrinsics(source, AS_WRITTEN);
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

  @Override
  public String toString() {
    return "resources " + new TreeSet<>(resources.keySet());
  }
}
