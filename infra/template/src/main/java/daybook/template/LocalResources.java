package daybook.template;

import java.util.Map;
import java.util.TreeSet;

/** What the resources of a template are on this machine, by logical id. Immutable. */
public final class LocalResources implements References {

  private final Map<String, LocalResource> byId;

  /** Copies the map, whose keys are logical ids. */
  public LocalResources(Map<String, LocalResource> byId) {
    this.byId = Map.copyOf(byId);
  }

  /**
   * What {@code !Ref id} gives: a queue's URL, a bucket's name.
   *
   * @throws TemplateException if nothing is known of the resource
   */
  @Override
  public String ref(String id) {
    return resource(id).ref();
  }

  /**
   * What {@code !GetAtt id.name} gives, for {@code Arn} the resource's ARN.
   *
   * @throws TemplateException if nothing is known of the resource, or it has no such attribute
   */
  @Override
  public String attribute(String id, String name) {
    String value = resource(id).attributes().get(name);
    if (value == null) {
      throw new TemplateProblem(
          "resource " + id + " has no attribute " + name + " on this machine");
    }
    return value;
  }

  private LocalResource resource(String id) {
    LocalResource resource = byId.get(id);
    if (resource == null) {
      throw new TemplateProblem(
          "resource "
              + id
              + " is nothing on this machine; known are "
              + new TreeSet<>(byId.keySet()));
    }
    return resource;
  }
}
