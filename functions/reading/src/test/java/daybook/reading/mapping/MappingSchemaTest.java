package daybook.reading.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappingSchemaTest {

  @ParameterizedTest
  @EnumSource
  void fieldsOfTheSchemaAreThoseThatTheReaderKnows(Shape shape) throws JsonProcessingException {
    JsonNode definition =
        Documents.JSON
            .readTree(MappingSchema.text())
            .at("/$defs/" + shape.name().toLowerCase(Locale.ROOT));
    List<String> fields = new ArrayList<>();
    definition.get("properties").fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactlyElementsOf(shape.fields());
    assertThat(definition.get("additionalProperties").booleanValue()).isFalse();
  }

  @Test
  void everyPresetIsValid() {
    assertThat(Mappings.presets().all())
        .allSatisfy(preset -> assertThat(Documents.isValid(preset.text())).isTrue());
  }

  @Test
  void whatIsWrittenIsValid() throws InvalidMappingException {
    for (MappingDocument preset : Mappings.presets().all()) {
      String written = MappingDocument.write(preset.mapping()).text();
      assertThat(Documents.isValid(written)).as(written).isTrue();
    }
  }

  @Test
  void theShortestIsValid() {
    assertThat(Documents.isValid(Documents.SHORTEST)).isTrue();
  }
}
