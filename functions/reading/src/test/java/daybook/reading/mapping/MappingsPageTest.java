package daybook.reading.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/MAPPINGS.md says. */
class MappingsPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private static String page() throws IOException {
    return Files.readString(Path.of("../../docs/MAPPINGS.md"));
  }

  static List<String> examples() throws IOException {
    return EXAMPLE.matcher(page()).results().map(found -> found.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsReadAndValidAndReadBackFromWhatIsWrittenOfIt(String example)
      throws JsonProcessingException, InvalidMappingException {
    String document = Documents.with(example);
    assertThat(Documents.problems(document)).isEmpty();
    assertThat(Documents.isValid(document)).isTrue();
    Mapping mapping = Documents.read(document).mapping();
    assertThat(MappingDocument.write(mapping).mapping()).isEqualTo(mapping);
  }

  @Test
  void everyFieldHasAnExample() throws IOException {
    Set<String> fields = new HashSet<>();
    for (String example : examples()) {
      Documents.JSON.readTree(example).fieldNames().forEachRemaining(fields::add);
    }
    assertThat(fields).containsExactlyInAnyOrderElementsOf(Shape.MAPPING.fields());
    for (Shape shape : Shape.values()) {
      assertThat(shape.fields())
          .allSatisfy(field -> assertThat(examples()).anyMatch(e -> e.contains('"' + field + '"')));
    }
  }

  @Test
  void everyPresetHasItsRow() throws IOException {
    List<String> rows =
        Mappings.presets().all().stream()
            .map(MappingDocument::mapping)
            .map(mapping -> "| `%s` | %s |".formatted(mapping.name(), mapping.title()))
            .toList();
    String table = page().split("## Presets\n", 2)[1].strip().split("\n\n", 2)[0];
    assertThat(table.lines().skip(2)).containsExactlyElementsOf(rows);
  }
}
