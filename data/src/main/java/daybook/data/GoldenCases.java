package daybook.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The golden cases of {@code data/golden}, found on the class path: files of one edge each, with
 * the totals, the rejects and the end of the import that they must lead to. A case is there as soon
 * as its files are; {@code data/README.md} says what they hold.
 */
public final class GoldenCases {

  private static final String FOLDER = "golden";
  private static final String SAMPLES = "presets";
  private static final String IMPORT = ".import.json";
  private static final String TOTALS = ".totals.json";
  private static final String REJECTS = ".rejects.csv";
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenCases() {}

  /**
   * Every case, by name.
   *
   * @throws UncheckedIOException when the folder or a file of a case cannot be read
   */
  public static List<GoldenCase> all() {
    try {
      return inFolder(FOLDER, GoldenCases::allIn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The samples of {@code data/presets}, by name: files of other layouts, each beside the mapping
   * of its name that comes along, in the same form. Their rejects files say what was expected.
   *
   * @throws UncheckedIOException when the folder or a file of a sample cannot be read
   */
  public static List<GoldenCase> samples() {
    try {
      return inFolder(SAMPLES, GoldenCases::allIn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One case.
   *
   * @param name the edge, such as {@code bom}
   * @throws UncheckedIOException when there is no such case or a file of it cannot be read
   */
  public static GoldenCase named(String name) {
    try {
      return inFolder(FOLDER, folder -> load(folder, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<GoldenCase> allIn(Path folder) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    for (String name : names(folder)) {
      cases.add(load(folder, name));
    }
    return List.copyOf(cases);
  }

  /** Each case has exactly one end, so these files name the cases. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(IMPORT))
          .map(file -> file.substring(0, file.length() - IMPORT.length()))
          .sorted()
          .toList();
    }
  }

  private static GoldenCase load(Path folder, String name) throws IOException {
    String objectKey = objectKey(folder, name);
    Path rejects = folder.resolve(name + REJECTS);
    Optional<byte[]> rejectsFile =
        Files.exists(rejects) ? Optional.of(Files.readAllBytes(rejects)) : Optional.empty();
    return new GoldenCase(
        name,
        objectKey,
        Files.readAllBytes(folder.resolve(objectKey)),
        totals(folder.resolve(name + TOTALS)),
        rejectsFile.map(file -> RejectsFile.of(file).rejects()).orElse(List.of()),
        rejectsFile,
        end(folder.resolve(name + IMPORT)));
  }

  private static String objectKey(Path folder, String name) throws FileNotFoundException {
    List<String> keys =
        Stream.of(name + ".csv", name + ".csv.gz")
            .filter(key -> Files.exists(folder.resolve(key)))
            .toList();
    if (keys.size() != 1) {
      throw new FileNotFoundException(
          "golden case " + name + " needs one of .csv and .csv.gz, and has " + keys);
    }
    return keys.get(0);
  }

  private static SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> totals(
      Path file) throws IOException {
    return JSON.readValue(
        Files.readString(file),
        new TypeReference<TreeMap<String, SortedMap<String, SortedMap<String, BigDecimal>>>>() {});
  }

  private static GoldenCase.Import end(Path file) throws IOException {
    JsonNode end = JSON.readTree(Files.readString(file));
    return new GoldenCase.Import(
        end.required("state").textValue(),
        Optional.ofNullable(end.required("reason").textValue()),
        end.required("rows").longValue(),
        end.required("accepted").longValue(),
        rows(end.required("rejected")),
        rows(end.path("skipped")),
        rows(end.path("remarks")));
  }

  /** Numbers of rows by code; none where they are not there. */
  private static Map<String, Long> rows(JsonNode byCode) {
    Map<String, Long> rows = new TreeMap<>();
    byCode.properties().forEach(code -> rows.put(code.getKey(), code.getValue().longValue()));
    return rows;
  }

  private interface FolderReader<T> {
    T read(Path folder) throws IOException;
  }

  /** Opens the folder where it is: in a directory of classes or in a jar. */
  private static <T> T inFolder(String name, FolderReader<T> reader) throws IOException {
    URI folder = folder(name);
    if (!"jar".equals(folder.getScheme())) {
      return reader.read(Path.of(folder));
    }
    URI jar = URI.create(folder.getSchemeSpecificPart().replaceFirst("!/.*", ""));
    try (FileSystem inside = FileSystems.newFileSystem(Path.of(jar))) {
      return reader.read(inside.getPath(name));
    }
  }

  private static URI folder(String name) throws IOException {
    URL folder = GoldenCases.class.getResource("/" + name);
    if (folder == null) {
      throw new FileNotFoundException("no folder " + name + " on the class path");
    }
    try {
      return folder.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("not a place to read from: " + folder, e);
    }
  }
}
