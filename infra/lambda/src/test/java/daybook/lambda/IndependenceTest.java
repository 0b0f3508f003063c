package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** This module runs the functions of any template. */
class IndependenceTest {

  /** This module and the reader of templates, the only names of the project that may appear. */
  private static final String NAMED = "daybook\\.(lambda|template)\\b";

  @Test
  void runtimeNamesNothingOfTheFunctionsItRuns() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      sources = files.filter(Files::isRegularFile).toList();
    }

    assertThat(sources).isNotEmpty();
    for (Path source : sources) {
      assertThat(Files.readString(source).replaceAll(NAMED, "").toLowerCase(Locale.ROOT))
          .as("%s", source)
          .doesNotContain("daybook");
    }
  }
}
