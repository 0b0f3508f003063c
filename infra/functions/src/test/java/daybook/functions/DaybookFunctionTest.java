package daybook.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import daybook.core.port.Metric;
import daybook.template.FunctionDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table and the template speak of the same functions, by the same names. */
class DaybookFunctionTest {

  private static final Path HOME = Path.of("../..");
  private static final List<FunctionDefinition> TEMPLATE = ProjectTemplate.functions(HOME);

  @Test
  void everyFunctionOfTheTemplateHasARowAndEveryRowAFunction() {
    assertThat(TEMPLATE)
        .extracting(FunctionDefinition::id)
        .containsExactlyElementsOf(
            Stream.of(DaybookFunction.values()).map(DaybookFunction::id).toList());
  }

  @Test
  void everySourceOfMetricsIsOneFunction() {
    assertThat(DaybookFunction.values())
        .extracting(DaybookFunction::source)
        .containsExactlyInAnyOrder(Metric.Source.values());
  }

  @ParameterizedTest
  @EnumSource
  void moduleAndHandlerAreNamedAsTheFunctionIs(DaybookFunction function) {
    FunctionDefinition definition = function.in(TEMPLATE);
    Path module = HOME.toAbsolutePath().normalize().resolve("functions/" + function.word());

    assertThat(definition.code()).isEqualTo(module.resolve("target/function.zip"));
    assertThat(module.resolve("Makefile"))
        .content()
        .contains("module := " + function.word() + "\n");
    assertThat(module.resolve("pom.xml"))
        .content()
        .contains("<artifactId>" + function.artifact() + "</artifactId>");
    assertThat(definition.handler()).isEqualTo(function.handlerClass() + "::handleRequest");
  }

  @ParameterizedTest
  @EnumSource
  void handlerIsAClassThatLambdaCanMake(DaybookFunction function) throws Exception {
    Class<?> handler = Class.forName(function.handlerClass());

    assertThat(RequestHandler.class).isAssignableFrom(handler);
    assertThat(handler.getConstructor()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void choicesAndBucketsAreSettingsThatItReadsAndTheTemplateSets(DaybookFunction function) {
    List<String> own =
        Stream.concat(function.choices().stream(), function.grants().stream().map(Grant::variable))
            .toList();

    assertThat(function.variables()).containsAll(own);
    assertThat(function.in(TEMPLATE).environment().keySet()).containsAll(own);
  }
}
