package daybook.data;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** What the oracle says it cannot tell apart: broken quotes, long records, lone returns. */
  private static final Set<String> BEYOND_THE_ORACLE =
      Set.of(
          "cut-off-inside-quotes",
          "cut-off-inside-quotes-lines-before",
          "gzip-corrupt-in-the-middle",
          "gzip-truncated",
          "gzip-truncated-after-a-row",
          "gzip-truncated-at-its-start",
          "gzip-truncated-in-header",
          "gzip-truncated-in-trailer",
          "gzip-wrong-checksum",
          "header-broken-quotes",
          "header-too-long",
          "header-unclosed-quote",
          "header-with-lone-cr",
          "huge-line",
          "huge-line-at-end",
          "lone-cr",
          "lone-cr-in-rows",
          "record-bound",
          "record-bound-in-quotes",
          "reject-every-reason",
          "reject-first-reason-counts",
          "reject-quoting",
          "reject-record-too-long",
          "unclosed-quote-before-quoted-row",
          "unclosed-quote-in-the-middle",
          "unclosed-quotes-twice");

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
        .contains("header_missing", "header_duplicate", "header_encoding", "zip", "gzip_corrupt");
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
            new GoldenCase.Reject(3, 93, "amount", "2026-01-02T00:00:00,deposit,wire,ten,12"));
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
    byte[] bytes = inflated(golden.bytes());
    long before = -1;
    for (GoldenCase.Reject reject : golden.expectedRejects()) {
      int offset = Math.toIntExact(reject.byteOffset());
      assertThat(reject.byteOffset()).isGreaterThan(before);
      before = reject.byteOffset();
      if (!reject.text().isEmpty()) {
        assertThat(reject.line()).isEqualTo(1 + lineFeeds(bytes, offset));
      }
      assertThat(shown(Arrays.copyOfRange(bytes, offset, bytes.length)))
          .startsWith(
              RUN.matcher(reject.text())
                  .replaceAll(
                      run ->
                          Matcher.quoteReplacement(
                              run.group(1).repeat(Integer.parseInt(run.group(2))))));
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
                        "%d,%d,%s,\"%s\"\n",
                        reject.line(),
                        reject.byteOffset(),
                        reject.reason(),
                        reject.text().replace("\"", "\"\"")))
            .collect(Collectors.joining("", "line,byte_offset,reason,text\n", ""));

    if (golden.expectedRejects().isEmpty()) {
      assertThat(golden.expectedRejectsFile()).isEmpty();
    } else {
      assertThat(new String(golden.expectedRejectsFile().orElseThrow(), UTF_8)).isEqualTo(file);
    }
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

  private static long lineFeeds(byte[] bytes, int end) {
    long lineFeeds = 0;
    for (int i = 0; i < end; i++) {
      lineFeeds += bytes[i] == '\n' ? 1 : 0;
    }
    return lineFeeds;
  }

  /** Everything that may be hidden in a row of the cases, one by one. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[\\p{C}\\p{Zl}\\p{Zp}\u2212\uFFFD\uFF01-\uFF60]|[\\p{Z}&&[^ ]]|[\\p{Pd}&&[^-]]");

  private static final Pattern RUN = Pattern.compile("(<[^<>]+>|\\\\[trn])×([0-9]+)");

  private static String shown(byte[] record) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < record.length; ) {
      int length = characterLength(record, at);
      String one = new String(record, at, Math.max(1, length), UTF_8);
      if (length == 0) {
        text.append("<0x%02X>".formatted(record[at]));
      } else if (HIDDEN.matcher(one).matches()) {
        int control = "\t\r\n".indexOf(one);
        text.append(
            control >= 0 ? "\\" + "trn".charAt(control) : "<U+%04X>".formatted(one.codePointAt(0)));
      } else {
        text.append(one);
      }
      at += Math.max(1, length);
    }
    return text.toString().replaceAll("(^|;)( *[=+@-])", "$1'$2");
  }

  /** Bytes of the character that begins here, or 0 where none does. */
  private static int characterLength(byte[] record, int at) {
    for (int length = 1; length <= 4 && at + length <= record.length; length++) {
      byte[] one = Arrays.copyOfRange(record, at, at + length);
      String text = new String(one, UTF_8);
      boolean whole = text.codePointCount(0, text.length()) == 1;
      if (whole && Arrays.equals(text.getBytes(UTF_8), one)) {
        return length;
      }
    }
    return 0;
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
