package daybook.data;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCasesTest {

  private static final List<String> ROW_REASONS =
      List.of(
          "record_too_long",
          "quoting",
          "encoding",
          "column_count",
          "timestamp",
          "type",
          "payment_method",
          "amount",
          "sleep_ms",
          "payment_method_limit");

  /**
   * What the oracle says it cannot tell apart: broken quotes, long records, lone returns. And what
   * comes before the text: encodings, a hint, marks, padding between members, names as they look.
   */
  private static final Set<String> BEYOND_THE_ORACLE =
      Set.of(
          "bom-twice",
          "cut-off-inside-quotes",
          "cut-off-inside-quotes-lines-before",
          "gzip-bom-twice",
          "gzip-corrupt-in-the-middle",
          "gzip-padding-between-members",
          "gzip-truncated",
          "gzip-truncated-after-a-row",
          "gzip-truncated-at-its-start",
          "gzip-truncated-in-header",
          "gzip-truncated-in-trailer",
          "gzip-utf-16",
          "gzip-wrong-checksum",
          "header-broken-quotes",
          "header-invisible-characters",
          "header-too-long",
          "header-unclosed-quote",
          "header-with-lone-cr",
          "huge-line",
          "huge-line-at-end",
          "json-lines",
          "lone-cr",
          "lone-cr-in-rows",
          "record-bound",
          "record-bound-in-quotes",
          "reject-every-reason",
          "reject-first-reason-counts",
          "reject-quoting",
          "reject-record-too-long",
          "separator-hint",
          "unclosed-quote-before-quoted-row",
          "unclosed-quote-in-the-middle",
          "unclosed-quotes-twice",
          "utf-16-be",
          "utf-16-be-without-mark",
          "utf-16-le",
          "utf-16-without-mark");

  static List<GoldenCase> all() {
    return GoldenCases.all();
  }

  static Stream<GoldenCase> withinTheOracle() {
    return GoldenCases.all().stream().filter(c -> !BEYOND_THE_ORACLE.contains(c.name()));
  }

  static Stream<GoldenCase> beyondTheOracle() {
    return GoldenCases.all().stream().filter(c -> BEYOND_THE_ORACLE.contains(c.name()));
  }

  @Test
  void thereAreEnoughCasesAndNoNameTwice() {
    List<String> names = all().stream().map(GoldenCase::name).toList();

    assertThat(names).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates().isSorted();
    assertThat(names).containsAll(BEYOND_THE_ORACLE);
  }

  @Test
  void everyFileOfTheFolderBelongsToACase() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (GoldenCase golden : all()) {
      expected.add(golden.objectKey());
      expected.add(golden.name() + ".totals.json");
      expected.add(golden.name() + ".import.json");
      golden.expectedRejectsFile().ifPresent(f -> expected.add(golden.name() + ".rejects.csv"));
    }
    try (Stream<Path> files = Files.list(Path.of("golden"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void everyReasonAndEveryStateOccurs() {
    Set<String> reasons = new HashSet<>();
    Set<String> states = new HashSet<>();
    for (GoldenCase golden : all()) {
      golden.expectedRejects().forEach(reject -> reasons.add(reject.reason()));
      golden.expectedImport().reason().ifPresent(reasons::add);
      states.add(golden.expectedImport().state());
    }

    assertThat(reasons)
        .containsAll(ROW_REASONS)
        .contains("header_missing", "header_duplicate", "header_encoding", "zip", "gzip_corrupt")
        .contains("empty", "delimiter", "line_ends", "line_in_quotes", "header_not_first", "xml");
    assertThat(states).containsExactlyInAnyOrder("complete", "rejected", "incomplete", "ignored");
  }

  @Test
  void aCaseIsFoundByItsName() {
    GoldenCase bom = GoldenCases.named("bom");

    assertThat(bom.objectKey()).isEqualTo("bom.csv");
    assertThat(bom.bytes()).startsWith(0xef, 0xbb, 0xbf);
    assertThat(bom.expectedTotals().get("2026-01-01").get("deposits"))
        .isEqualTo(Map.of("paypal", new BigDecimal("10.00")));
    assertThat(bom.expectedRejects())
        .containsExactly(
            new GoldenCase.Reject(
                3, 93, "amount", "", "", "2026-01-02T00:00:00,deposit,wire,ten,12"));
    assertThat(bom.expectedImport().rejected()).isEqualTo(Map.of("amount", 1L));
  }

  @Test
  void aCaseThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> GoldenCases.named("no-such-edge"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no-such-edge");
  }

  @ParameterizedTest
  @MethodSource("all")
  void countsAgreeWithTheRejects(GoldenCase golden) {
    GoldenCase.Import end = golden.expectedImport();
    List<GoldenCase.Reject> rejects = golden.expectedRejects();

    if (end.state().equals("rejected")) {
      assertThat(rejects).hasSize(1);
      assertThat(rejects.get(0).reason()).isEqualTo(end.reason().orElseThrow());
      assertThat(end.rows()).isZero();
      assertThat(golden.expectedTotals()).isEmpty();
    } else {
      assertThat(end.reason().isPresent()).isEqualTo(end.state().equals("incomplete"));
      assertThat(end.rows()).isEqualTo(end.accepted() + rejects.size());
      assertThat(end.rejected())
          .isEqualTo(
              rejects.stream()
                  .collect(
                      Collectors.groupingBy(GoldenCase.Reject::reason, Collectors.counting())));
      assertThat(ROW_REASONS).containsAll(end.rejected().keySet());
      assertThat(golden.expectedTotals().isEmpty()).isEqualTo(end.accepted() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void totalsHaveTwoDecimalsAndTheRightNames(GoldenCase golden) {
    golden
        .expectedTotals()
        .forEach(
            (day, groups) -> {
              assertThat(day).matches("\\d{4}-\\d{2}-\\d{2}");
              assertThat(groups).isNotEmpty();
              assertThat(Set.of("deposits", "withdrawals")).containsAll(groups.keySet());
              groups.values().forEach(group -> assertThat(group).isNotEmpty());
              assertThat(groups.values().stream().flatMap(group -> group.values().stream()))
                  .allMatch(total -> total.scale() == 2);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsPointAtTheirRecords(GoldenCase golden) throws IOException {
    byte[] bytes = utf8(inflated(golden.bytes()));
    // A refusal says why, and not what stands there.
    boolean refused = golden.expectedImport().state().equals("rejected");
    long before = -1;
    for (GoldenCase.Reject reject : golden.expectedRejects()) {
      int offset = Math.toIntExact(reject.byteOffset());
      assertThat(reject.byteOffset()).isGreaterThan(before);
      before = reject.byteOffset();
      if (!reject.reason().equals("empty")) {
        assertThat(reject.line()).isEqualTo(1 + lineFeeds(bytes, offset));
      }
      if (!refused) {
        assertThat(shown(Arrays.copyOfRange(bytes, offset, bytes.length)))
            .startsWith(reject.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectTextsAreBoundedAndSafe(GoldenCase golden) {
    for (GoldenCase.Reject reject : golden.expectedRejects()) {
      String text = reject.text();
      assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(501);
      assertThat(text.codePoints()).noneMatch(Character::isISOControl);
      assertThat(text).doesNotMatch("(?s)[=+@-].*");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsFileIsWrittenInOneWayOnly(GoldenCase golden) {
    String file =
        golden.expectedRejects().stream()
            .map(
                reject ->
                    String.format(
                        "%d,%d,%s,%s,%s,%s\n",
                        reject.line(),
                        reject.byteOffset(),
                        reject.reason(),
                        quoted(reject.column()),
                        quoted(reject.expected()),
                        quoted(reject.text())))
            .collect(Collectors.joining("", "line,byte_offset,reason,column,expected,text\n", ""));

    if (golden.expectedRejects().isEmpty()) {
      assertThat(golden.expectedRejectsFile()).isEmpty();
    } else {
      assertThat(new String(golden.expectedRejectsFile().orElseThrow(), UTF_8)).isEqualTo(file);
    }
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  @ParameterizedTest
  @MethodSource("withinTheOracle")
  void oracleAgrees(GoldenCase golden) throws IOException {
    ExactTotals totals = ExactTotals.of(new ByteArrayInputStream(golden.bytes()));

    assertThat(totals.byDay()).isEqualTo(golden.expectedTotals());
    assertThat(totals.accepted()).isEqualTo(golden.expectedImport().accepted());
    assertThat(totals.accepted() + totals.rejected()).isEqualTo(golden.expectedImport().rows());
  }

  @ParameterizedTest
  @MethodSource("beyondTheOracle")
  void oracleIsNotAskedOnlyWhereItCannotAnswer(GoldenCase golden) {
    assertThat(isRightByTheOracle(golden)).isFalse();
  }

  @Test
  void casesAreFoundInAJarToo(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("data.jar");
    pack(Path.of("target", "classes"), jar);
    List<URL> classPath = new ArrayList<>(List.of(jar.toUri().toURL()));
    for (Class<?> library :
        List.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class, CsvReader.class)) {
      classPath.add(library.getProtectionDomain().getCodeSource().getLocation());
    }
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object found = loader.loadClass(GoldenCases.class.getName()).getMethod("all").invoke(null);

      assertThat(found).hasToString(all().toString());
    }
  }

  private static boolean isRightByTheOracle(GoldenCase golden) {
    try {
      ExactTotals totals = ExactTotals.of(new ByteArrayInputStream(golden.bytes()));
      return totals.byDay().equals(golden.expectedTotals())
          && totals.accepted() + totals.rejected() == golden.expectedImport().rows();
    } catch (IOException | CsvParseException refused) {
      return false;
    }
  }

  /**
   * As much as can be inflated: the broken cases are about what comes before the break. Fed byte by
   * byte, because what one call had inflated is lost when the same call meets the break.
   */
  private static byte[] inflated(byte[] bytes) throws IOException {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1)) {
      in.transferTo(out);
    } catch (EOFException | ZipException broken) {
      return out.toByteArray();
    }
    return out.toByteArray();
  }

  /** Offsets are those of the text as UTF-8. */
  private static byte[] utf8(byte[] bytes) {
    boolean little = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 't', 0);
    boolean big = startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0, 't');
    if (!little && !big) {
      return bytes;
    }
    return new String(bytes, little ? UTF_16LE : UTF_16BE).replace("\ufeff", "").getBytes(UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private static long lineFeeds(byte[] bytes, int end) {
    long lineFeeds = 0;
    for (int i = 0; i < end; i++) {
      lineFeeds += bytes[i] == '\n' ? 1 : 0;
    }
    return lineFeeds;
  }

  private static String shown(byte[] record) {
    String text =
        new String(record, UTF_8)
            .codePoints()
            .filter(character -> !Character.isISOControl(character))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return text.replaceAll("(^|;)([\\p{Z}\\p{Cf}]*[=+@-])", "$1'$2");
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.filter(e -> !e.equals(folder)).sorted().toList()) {
        String name = folder.relativize(entry).toString().replace('\\', '/');
        boolean directory = Files.isDirectory(entry);
        out.putNextEntry(new JarEntry(directory ? name + "/" : name));
        if (!directory) {
          Files.copy(entry, out);
        }
        out.closeEntry();
      }
    }
  }
}
