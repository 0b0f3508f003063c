package daybook.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * Which parameters a resource hangs on as it is written, whatever their values: by name, within
 * {@code !Sub}, and through the conditions that it asks.
 */
public final class ParameterReferences {

  private final TemplateSource source;
  private final Set<String> found = new TreeSet<>();

  private ParameterReferences(TemplateSource source) {
    this.source = source;
  }

  /**
   * Names of the parameters behind a resource's properties, Globals included.
   *
   * @param resource its logical id
   * @param property which of the properties to look into, by name
   * @throws TemplateException if the file is missing or no YAML
   * @throws IllegalArgumentException if it has no such resource
   */
  public static Set<String> of(Path file, String resource, Predicate<String> property) {
    TemplateSource source =
        new TemplateSource(
            String.valueOf(file.getFileName()),
            TemplateYaml.read(file),
            new Deployment("none", "none", "none", Map.of()));
    if (!(source.section("Resources").get(resource) instanceof Map<?, ?> written)) {
      throw new IllegalArgumentException(file + " has no resource " + resource);
    }
    ParameterReferences references = new ParameterReferences(source);
    if (source.withGlobals(written).get("Properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, value) -> {
            if (property.test((String) name)) {
              references.walk(value);
            }
          });
    }
    return references.found;
  }

  private void walk(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(this::walkEntry);
    } else if (value instanceof List<?> list) {
      list.forEach(this::walk);
    }
  }

  private void walkEntry(Object key, Object value) {
    if (key.equals("Ref") && value instanceof String name) {
      add(name);
    } else if (key.equals("Fn::Sub")) {
      Object text = value instanceof List<?> list ? list.get(0) : value;
      Matcher variables = Intrinsics.SUB_VARIABLE.matcher(String.valueOf(text));
      while (variables.find()) {
        add(variables.group(1));
      }
    } else if (key.equals("Fn::If") && value instanceof List<?> list) {
      walk(source.section("Conditions").get(list.get(0)));
    } else if (key.equals("Condition") && value instanceof String name) {
      walk(source.section("Conditions").get(name));
    }
    walk(value);
  }

  private void add(String name) {
    if (source.isParameter(name)) {
      found.add(name);
    }
  }
}
