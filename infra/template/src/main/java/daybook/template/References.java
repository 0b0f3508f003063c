package daybook.template;

import java.util.Map;
import java.util.TreeSet;

/** What {@code !Ref} and {@code !GetAtt} of a resource give. */
interface References {

  /** Every reference gives the resource's logical id: for finding out who is meant. */
  References BY_ID =
      new References() {
        @Override
        public String ref(String id) {
          return id;
        }

        @Override
        public String attribute(String id, String name) {
          return id;
        }
      };

  /**
   * Value of {@code !Ref id}.
   *
   * @throws TemplateProblem if the resource has none
   */
  String ref(String id);

  /**
   * Value of {@code !GetAtt id.name}.
   *
   * @throws TemplateProblem if the resource has none
   */
  String attribute(String id, String name);

  /** References give what the resources are on this machine. */
  static References local(Map<String, LocalResource> resources) {
    return new References() {
      @Override
      public String ref(String id) {
        return resource(id).ref();
      }

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
        LocalResource resource = resources.get(id);
        if (resource == null) {
          throw new TemplateProblem(
              "resource "
                  + id
                  + " is nothing on this machine; known are "
                  + new TreeSet<>(resources.keySet()));
        }
        return resource;
      }
    };
  }
}
