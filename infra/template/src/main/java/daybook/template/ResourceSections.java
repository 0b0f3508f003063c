package daybook.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The resources of a template as sections whose references give logical ids. */
final class ResourceSections {

  private final TemplateSource source;
  private final String file;
  private final Set<String> problems;

  ResourceSections(TemplateSource source, String file, Set<String> problems) {
    this.source = source;
    this.file = file;
    this.problems = problems;
  }

  /** Properties of all resources of a type, by logical id, in the template's order. */
  Map<String, Section> ofType(String type) {
    Map<String, Section> found = new LinkedHashMap<>();
    source
        .resources(type)
        .forEach((id, resource) -> found.put(id, properties(id, resource.get("Properties"))));
    return found;
  }

  /** Properties of a resource, none if they are no mapping. */
  Section properties(String id, @Nullable Object properties) {
    return part(id, "Properties", properties);
  }

  /** Metadata of a resource, none if they are no mapping. */
  Section metadata(String id, @Nullable Object metadata) {
    return part(id, "Metadata", metadata);
  }

  private Section part(String id, String name, @Nullable Object content) {
    String path = file + ": Resources." + id + "." + name;
    Map<?, ?> map = content instanceof Map<?, ?> values ? values : Map.of();
    return new Section(source, path, map, References.BY_ID, problems);
  }

  /** Whether the template makes such a resource of this type. */
  boolean isResource(String id, String type) {
    return source.resources(type).containsKey(id);
  }

  /**
   * Logical id of the resource that a property names by reference, attribute, alias or ARN. Any
   * other value is noted as a problem.
   */
  String resource(Section section, String key, String type) {
    String text = section.requiredText(key);
    String id = idIn(text);
    if (!text.isEmpty() && !isResource(id, type)) {
      section.problem(key, "expected a reference to an " + type + ", found '" + text + "'");
    }
    return id;
  }

  /**
   * The id in {@code Id}, SAM's {@code Id.Alias} or the gateway's {@code …/functions/Id:alias/…}.
   */
  static String idIn(String text) {
    int function = text.lastIndexOf("/functions/");
    String id = function < 0 ? text : text.substring(function + "/functions/".length());
    return id.split("[./:]", 2)[0];
  }
}
