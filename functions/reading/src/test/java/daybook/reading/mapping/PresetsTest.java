package daybook.reading.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {

  static List<MappingDocument> presets() {
    return Mappings.presets().all();
  }

  @Test
  void everyFileOfTheFolderIsOne() throws IOException {
    Path folder = Path.of("src/main/resources/daybook/reading/mapping/presets");
    try (var files = Files.list(folder)) {
      assertThat(presets())
          .extracting(preset -> preset.mapping().name() + ".json")
          .containsExactlyElementsOf(
              files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertThat(presets()).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void theyAreFoundInAJarAsWell(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("of some name.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(out, "a/mapping.schema.json", "{}");
      for (MappingDocument preset : presets()) {
        put(out, "a/presets/" + preset.mapping().name() + ".json", preset.text());
      }
    }
    assertThat(
            PresetFolder.documentsBeside(
                URI.create("jar:" + jar.toUri() + "!/a/mapping.schema.json").toURL()))
        .isEqualTo(presets());
  }

  private static void put(JarOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(text.getBytes(UTF_8));
    out.closeEntry();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aPresetIsReadBackFromWhatIsWrittenOfIt(MappingDocument preset)
      throws InvalidMappingException {
    MappingDocument written = MappingDocument.write(preset.mapping());
    assertThat(written.mapping()).isEqualTo(preset.mapping());
    assertThat(MappingDocument.write(written.mapping())).isEqualTo(written);
  }
}
