package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RedisPrimingTest {

  @Test
  void everyScriptIsLoaded() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/daybook/redis"))) {
      List<String> scripts =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.lua$", ""))
              .filter(name -> !name.equals("common"))
              .sorted()
              .toList();
      assertThat(RedisPriming.STEPS).isEqualTo(scripts);
    }
    assertThatCode(RedisPriming::loadScripts).doesNotThrowAnyException();
  }
}
