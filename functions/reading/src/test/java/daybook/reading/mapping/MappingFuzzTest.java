package daybook.reading.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.reading.mapping.InvalidMappingException.Problem;
import daybook.testkit.fuzz.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any bytes are a mapping, or a list of what is wrong with them, soon. */
class MappingFuzzTest {

  /** A hundred times what the largest document takes. */
  private static final long READ_SECONDS_MAX = 5;

  @Test
  void everyDocumentIsAMappingOrSaysWhatIsWrong() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (MappingDocument preset : Mappings.presets().all()) {
      seeds.add(preset.text().getBytes(UTF_8));
    }
    for (String example : MappingsPageTest.examples()) {
      seeds.add(Documents.with(example).getBytes(UTF_8));
    }
    List<byte[]> words = new ArrayList<>();
    Stream.of(Shape.values())
        .flatMap(shape -> shape.fields().stream())
        .map(field -> ('"' + field + "\":").getBytes(UTF_8))
        .forEach(words::add);
    Stream.of("{", "}", "[[", "\"\"", ",", "null", "1e99999", "\\ud800", "\"by_sign\"", "\"*\"")
        .map(word -> word.getBytes(UTF_8))
        .forEach(words::add);
    new Fuzz("mappings", seeds, words, MappingFuzzTest::read).run();
  }

  private static Object read(byte[] json, Random random) throws InvalidMappingException {
    long begin = System.nanoTime();
    try {
      MappingDocument document = MappingDocument.read(json);
      Mapping mapping = document.mapping();
      assertThat(MappingDocument.write(mapping).mapping()).isEqualTo(mapping);
      return mapping.getClass() + " " + mapping.amount().getClass() + mapping.type().getClass();
    } catch (InvalidMappingException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e).hasMessageNotContaining("com.fasterxml");
      return new TreeSet<>(e.problems().stream().map(Problem::expected).toList());
    } finally {
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(READ_SECONDS_MAX));
    }
  }

  @Test
  void theWorstOfTheLargestSizeIsReadSoon() {
    int half = MappingDocument.DOCUMENT_BYTES_MAX / 2;
    for (String document :
        List.of(
            "[".repeat(2 * half),
            "{\"a\":".repeat(half / 3),
            "{" + "\"a\":1,".repeat(half / 4) + "\"b\":1}",
            "{\"a\":" + "9".repeat(half) + "}",
            "{\"match\":{\"header\":[" + "\"\",".repeat(half / 2) + "\"\"]}}",
            "{\"" + "\\u200b".repeat(half / 4) + "\":1}")) {
      long begin = System.nanoTime();
      assertThat(Documents.problems(document)).isNotEmpty();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(READ_SECONDS_MAX));
    }
  }
}
