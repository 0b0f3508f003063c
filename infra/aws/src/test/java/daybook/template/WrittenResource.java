package daybook.template;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * A resource as it is written, with Globals in its properties and no intrinsic function carried
 * out: what SAM looks at when it decides whether to publish a version.
 */
public final class WrittenResource {

  private final TemplateSource source;
  private final Map<?, ?> properties;

  private WrittenResource(TemplateSource source, Map<?, ?> properties) {
    this.source = source;
    this.properties = properties;
  }

  /**
   * Reads a resource of a template.
   *
   * @param id its logical id
   * @throws TemplateException if the file is missing or no YAML
   * @throws IllegalArgumentException if it has no such resource
   */
  public static WrittenResource read(Path file, String id) {
    TemplateSource source =
        new TemplateSource(
            String.valueOf(file.getFileName()),
            TemplateYaml.read(file),
            new Deployment("none", "none", "none", Map.of()));
    if (source.section("Resources").get(id) instanceof Map<?, ?> resource
        && withGlobals(source, resource).get("Properties") instanceof Map<?, ?> properties) {
      return new WrittenResource(source, properties);
    }
    throw new IllegalArgumentException(file + " has no resource " + id + " with properties");
  }

  /** A resource with the template's Globals in its properties, where there are any for its type. */
  static Map<?, ?> withGlobals(TemplateSource source, Map<?, ?> resource) {
    if (!"AWS::Serverless::Function".equals(resource.get("Type"))) {
      return resource;
    }
    Map<Object, Object> merged = new LinkedHashMap<>(resource);
    merged.put("Properties", Globals.merge(source.functionGlobals(), resource.get("Properties")));
    return merged;
  }

  /** Its properties by name, but for those that are left out. */
  public Map<String, Object> properties(Set<String> without) {
    Map<String, Object> found = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          if (!without.contains((String) name)) {
            found.put((String) name, value);
          }
        });
    return found;
  }

  /**
   * Names of the parameters and resources that its properties hang on, whatever their values: by
   * name, within {@code !Sub}, and through the conditions that they ask.
   *
   * @param without properties that are left out
   */
  public Set<String> names(Set<String> without) {
    Names names = new Names(source, new TreeSet<>());
    names.walk(properties(without));
    return names.found();
  }

  private record Names(TemplateSource source, Set<String> found) {

    void walk(Object value) {
      if (value instanceof Map<?, ?> map) {
        map.forEach(this::walkEntry);
      } else if (value instanceof List<?> list) {
        list.forEach(this::walk);
      }
    }

    private void walkEntry(Object key, Object value) {
      if (key.equals("Ref") && value instanceof String name) {
        add(name);
      } else if (key.equals("Fn::GetAtt") && value instanceof List<?> list) {
        add((String) list.get(0));
      } else if (key.equals("Fn::Sub")) {
        Object text = value instanceof List<?> list ? list.get(0) : value;
        Matcher variables = Intrinsics.SUB_VARIABLE.matcher(String.valueOf(text));
        while (variables.find()) {
          add(variables.group(1).split("\\.", 2)[0]);
        }
      } else if (key.equals("Fn::If") && value instanceof List<?> list) {
        walk(source.section("Conditions").get(list.get(0)));
      } else if (key.equals("Condition") && value instanceof String name) {
        walk(source.section("Conditions").get(name));
      }
      walk(value);
    }

    private void add(String name) {
      if (source.isParameter(name) || source.section("Resources").containsKey(name)) {
        found.add(name);
      }
    }
  }
}
