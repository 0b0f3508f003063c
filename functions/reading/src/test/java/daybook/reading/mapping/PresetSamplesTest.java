package daybook.reading.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.reading.HeaderNames;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of {@code data/presets}, each beside the mapping that is for it. */
class PresetSamplesTest {

  private static final Path SAMPLES = Path.of("../../data/presets");
  private static final int HEADER_LINES = 50;

  static List<MappingDocument> presets() {
    return Mappings.presets().all();
  }

  private static byte[] file(MappingDocument preset, String ending) throws IOException {
    return Files.readAllBytes(SAMPLES.resolve(preset.mapping().name() + ending));
  }

  /** The records of a file as a mapping cuts it; up to a quote that is broken. */
  private static List<List<String>> cut(byte[] file, Mapping.Text text) {
    String content = new String(file, Charset.forName(text.encoding()));
    List<List<String>> records = new ArrayList<>();
    if (text.quote().isEmpty()) {
      String delimiter = String.valueOf(text.delimiter());
      content.lines().map(line -> List.of(line.split(delimiter, -1))).forEach(records::add);
      return records;
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(text.delimiter())
            .quoteCharacter(text.quote().get())
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(new ByteArrayInputStream(content.getBytes(UTF_8)), UTF_8)) {
      reader.forEach(record -> records.add(record.getFields()));
      return records;
    } catch (CsvParseException e) {
      // Cut by the delimiter of another one: what comes before may be its header all the same.
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aSampleFitsItsOwnPresetAndNoOther(MappingDocument preset) throws IOException {
    byte[] file = file(preset, ".csv");
    Mappings.Lines lines =
        text ->
            cut(file, text).stream()
                .limit(HEADER_LINES)
                .map(line -> line.stream().map(HeaderNames::normal).toList())
                .toList();
    assertThat(Mappings.presets().fitting(lines, "some.csv")).containsExactly(preset);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyColumnThatIsNotOptionalIsInTheHeader(MappingDocument preset) throws IOException {
    JsonNode document = Documents.JSON.readTree(preset.text());
    Set<String> named = new HashSet<>();
    document.findValues("column").forEach(column -> named.add(column.textValue()));
    document.findValues("zone_column").forEach(column -> named.add(column.textValue()));
    document.findValues("columns").forEach(list -> list.forEach(c -> named.add(c.textValue())));
    document.path("keep").fieldNames().forEachRemaining(named::add);
    document.at("/payment_method/first_not_zero").fieldNames().forEachRemaining(named::add);
    named.addAll(
        Stream.of("credit", "debit")
            .map(name -> document.at("/amount/" + name).asText())
            .filter(name -> !name.isEmpty())
            .toList());
    named.removeAll(preset.mapping().optional());
    Set<String> header = normal(header(cut(file(preset, ".csv"), preset.mapping().text()), preset));
    assertThat(header).containsAll(normal(named));
    assertThat(normal(preset.mapping().match().header()))
        .as("the header that it is known by has every column that it needs")
        .containsAll(normal(required(preset.mapping(), named)));
  }

  /** But those that are only there to name something: an end, a person. */
  private static Set<String> required(Mapping mapping, Set<String> named) {
    Set<String> required = new HashSet<>(named);
    mapping.end().flatMap(Mapping.End::column).ifPresent(required::remove);
    return required;
  }

  private static List<String> header(List<List<String>> records, MappingDocument preset) {
    Set<String> wanted = normal(preset.mapping().match().header());
    return records.stream().filter(r -> normal(r).containsAll(wanted)).findFirst().orElseThrow();
  }

  private static Set<String> normal(Iterable<String> names) {
    Set<String> normal = new HashSet<>();
    names.forEach(name -> normal.add(HeaderNames.normal(name)));
    return normal;
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyWordThatDecidesAboutMoneyIsInTheSample(MappingDocument preset) throws IOException {
    Mapping mapping = preset.mapping();
    List<List<String>> records = cut(file(preset, ".csv"), mapping.text());
    if (mapping.type() instanceof Mapping.Type.ByWord by) {
      assertThat(cells(records, preset, by.words().column()))
          .containsAll(lower(by.words().meanings().keySet()));
    }
    mapping
        .status()
        .ifPresent(
            words -> {
              Set<String> meant = lower(words.meanings().keySet());
              meant.remove("");
              Set<String> there = cells(records, preset, words.column());
              if (there.isEmpty()) {
                assertThat(mapping.optional()).contains(words.column());
              } else {
                assertThat(there).containsAll(meant);
              }
            });
    assertThat(records).hasSizeGreaterThan(8);
  }

  private static Set<String> cells(
      List<List<String>> records, MappingDocument preset, String column) {
    List<String> header = header(records, preset).stream().map(HeaderNames::normal).toList();
    int at = header.indexOf(HeaderNames.normal(column));
    return records.stream()
        .filter(record -> at >= 0 && record.size() > at)
        .map(record -> WordsReader.normal(record.get(at).strip()))
        .collect(Collectors.toSet());
  }

  private static Set<String> lower(Set<String> words) {
    return words.stream().map(WordsReader::normal).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyRowIsOneOfAcceptedRejectedAndSkipped(MappingDocument preset) throws IOException {
    JsonNode end = Documents.JSON.readTree(file(preset, ".import.json"));
    long sum = end.get("accepted").longValue();
    for (String kind : List.of("rejected", "skipped")) {
      for (JsonNode count : end.get(kind)) {
        sum += count.longValue();
      }
    }
    assertThat(sum).isEqualTo(end.get("rows").longValue());
    assertThat(Documents.JSON.readTree(file(preset, ".totals.json")).size()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyRejectStandsWhereItSays(MappingDocument preset) throws IOException {
    Charset charset = Charset.forName(preset.mapping().text().encoding());
    byte[] sample = new String(file(preset, ".csv"), charset).getBytes(UTF_8);
    JsonNode counts = Documents.JSON.readTree(file(preset, ".import.json")).get("rejected");
    List<List<String>> rejects =
        cut(
            file(preset, ".rejects.csv"),
            new Mapping.Text(',', Optional.of('"'), "UTF-8", '.', Optional.empty()));
    assertThat(rejects.get(0))
        .containsExactly("line", "byte_offset", "reason", "column", "expected", "text");
    assertThat(rejects).hasSizeGreaterThan(2);
    for (List<String> reject : rejects.subList(1, rejects.size())) {
      int offset = Integer.parseInt(reject.get(1));
      String before = new String(sample, 0, offset, UTF_8);
      String row = new String(sample, offset, sample.length - offset, UTF_8);
      assertThat(before.lines().count() + 1).isEqualTo(Long.parseLong(reject.get(0)));
      assertThat(row.lines().findFirst().orElseThrow().replace("\t", "\\t"))
          .isEqualTo(reject.get(5).replace(";'", ";"));
      assertThat(counts.has(reject.get(2))).isTrue();
    }
  }
}
