package daybook.functions;

import daybook.template.Deployment;
import daybook.template.FunctionDefinition;
import daybook.template.LocalResource;
import daybook.template.LocalResources;
import daybook.template.Template;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code template.yaml} for those who look at it and run nothing: its stores are nowhere. */
public final class ProjectTemplate {

  /** Nobody listens there. */
  private static final String NOWHERE = "127.0.0.1";

  private ProjectTemplate() {}

  /**
   * Reads it.
   *
   * @param home the project's folder
   * @param parameters those that differ from their defaults
   */
  public static Template read(Path home, Map<String, String> parameters) {
    Map<String, String> given = new HashMap<>();
    given.put("RedisHost", NOWHERE);
    given.put("RedisTls", "false");
    given.put("MongoDbUri", "mongodb://" + NOWHERE + ":1/");
    // There is no KMS here: whoever runs the functions says which file has the key.
    given.put("FieldKeys", "false");
    given.putAll(parameters);
    return Template.read(
        home.resolve("template.yaml"),
        new Deployment("eu-central-1", "000000000000", "daybook", given));
  }

  /** The functions, with resources that are nowhere in their environments. */
  public static List<FunctionDefinition> functions(Path home) {
    Template template = read(home, Map.of());
    return template.functions(resources(template));
  }

  /** The template's queues and buckets, each at an address of its logical id. */
  public static LocalResources resources(Template template) {
    Map<String, LocalResource> resources = new HashMap<>();
    template.queues().forEach(queue -> resources.put(queue.id(), resource(queue.id())));
    template.buckets().forEach(bucket -> resources.put(bucket.id(), resource(bucket.id())));
    return new LocalResources(resources);
  }

  private static LocalResource resource(String id) {
    return new LocalResource("http://" + NOWHERE + ":1/" + id, Map.of("Arn", "arn:" + id));
  }
}
