package daybook.template;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A SAM template as values for one machine. Understands what such a run needs: parameters with
 * their defaults, conditions, Globals of functions, and of CloudFormation's intrinsic functions
 * {@code Ref}, {@code GetAtt}, {@code Sub}, {@code Join}, {@code Select}, {@code If}, {@code
 * Equals}, {@code Not}, {@code And}, {@code Or} and {@code Condition}, in their short and long
 * forms; any other is a problem where its value is asked for. A resource of a type that means
 * nothing here is not looked at, and neither is a property; so a reference in them needs no value.
 *
 * <p>Immutable. Each method reads anew and throws one {@link TemplateException} with every problem
 * it found.
 */
public final class Template {

  private final Path file;
  private final TemplateSource source;

  private Template(Path file, TemplateSource source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if the file is missing or no YAML, or the deployment gives a
   *     parameter that the template does not have
   */
  public static Template read(Path file, Deployment deployment) {
    Path absolute = file.toAbsolutePath().normalize();
    return new Template(
        absolute, new TemplateSource(name(absolute), TemplateYaml.read(absolute), deployment));
  }

  /** The queues, in the template's order. */
  public List<QueueDefinition> queues() {
    return collect(sections -> new StoreReader(sections).queues());
  }

  /** The buckets, in the template's order. */
  public List<BucketDefinition> buckets() {
    return collect(sections -> new StoreReader(sections).buckets());
  }

  /**
   * The functions, in the template's order.
   *
   * @param resources what the resources that environments name are on this machine
   */
  public List<FunctionDefinition> functions(LocalResources resources) {
    return collect(sections -> functionReader(sections, resources).read());
  }

  /**
   * The enabled schedules.
   *
   * @param resources what the resources that inputs name are on this machine
   */
  public List<ScheduleDefinition> schedules(LocalResources resources) {
    return collect(
        sections ->
            new ScheduleReader(sections, resources)
                .read(functionReader(sections, resources).functionSections()));
  }

  private FunctionReader functionReader(ResourceSections sections, LocalResources resources) {
    return new FunctionReader(source, file, resources, sections);
  }

  private <T> List<T> collect(Function<ResourceSections, List<T>> read) {
    Set<String> problems = new LinkedHashSet<>();
    List<T> found = List.of();
    try {
      found = read.apply(new ResourceSections(source, name(file), problems));
    } catch (TemplateProblem problem) {
      // A condition of a resource: there is no section yet that could say where.
      problems.add(name(file) + ": Conditions: " + problem.why());
    }
    if (!problems.isEmpty()) {
      throw new TemplateException(List.copyOf(problems));
    }
    return List.copyOf(found);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
