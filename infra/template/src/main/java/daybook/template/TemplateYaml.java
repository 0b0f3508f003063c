package daybook.template;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The text of a template as maps, lists and strings. Short tags become their long form: {@code !Sub
 * x} is {@code {Fn::Sub: x}}. Every scalar stays the text that was written, so that neither a date
 * nor {@code yes} nor {@code 010} turns into something else.
 */
final class TemplateYaml {

  /** Largest template in characters: CloudFormation takes 1 MB. */
  private static final int TEMPLATE_CHARS_MAX = 1 << 20;

  private TemplateYaml() {}

  /**
   * Reads a template.
   *
   * @throws TemplateException if there is no such file, or it is not one YAML mapping
   */
  static Map<?, ?> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      if (yaml().load(reader) instanceof Map<?, ?> template) {
        return template;
      }
      throw new TemplateException(List.of(file + ": expected a mapping at the top"));
    } catch (NoSuchFileException e) {
      throw new TemplateException(List.of(file + ": no such file"));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark().getLine() + 1;
      throw new TemplateException(List.of(file + ":" + line + ": not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      throw new TemplateException(List.of(file + ": not YAML: " + e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(TEMPLATE_CHARS_MAX);
    DumperOptions dumper = new DumperOptions();
    return new Yaml(
        new ShortTags(options), new Representer(dumper), dumper, options, new TextOnly());
  }

  /** Gives no plain scalar a type of its own. */
  private static final class TextOnly extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      // None: every scalar is text.
    }
  }

  private static final class ShortTags extends SafeConstructor {

    ShortTags(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put("!", new LongForm());
    }

    private final class LongForm extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
        Object argument = argument(node);
        if (name.equals("GetAtt") && argument instanceof String text) {
          argument = Arrays.asList(text.split("\\.", 2));
        }
        return Map.of(key, argument);
      }

      private Object argument(Node node) {
        if (node instanceof ScalarNode scalar) {
          return scalar.getValue();
        }
        return node instanceof SequenceNode sequence
            ? constructSequence(sequence)
            : constructMapping((MappingNode) node);
      }
    }
  }
}
