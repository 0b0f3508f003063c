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
import java.io.FilterInputStream;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
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
          "rows_in_quotes",
          "no_transaction",
          "encoding",
          "column_count",
          "timestamp",
          "type",
          "amount",
          "payment_method",
          "currency",
          "status",
          "payment_method_limit");

  private static final Set<String> SKIP_RULES = Set.of("repeated_header", "pending", "declined");

  private static final Set<String> REMARKS =
      Set.of("day_zero", "day_ahead", "cents_in_next_column");

  /** The word for a file of which rows were read, and none counted. */
  private static final String NOTHING_ACCEPTED = "nothing_accepted";

  /**
   * What the oracle says it cannot tell apart: quotes, long records, lone returns, gzip; and other
   * delimiters, which a mapping reads.
   */
  private static final Set<String> BEYOND_THE_ORACLE =
      Set.of(
          "cut-off-inside-quotes",
          "cut-off-inside-quotes-lines-before",
          "delimiter-semicolon",
          "delimiter-tab",
          "gzip-corrupt-in-the-middle",
          "gzip-of-days-with-faults",
          "gzip-truncated",
          "gzip-truncated-after-a-row",
          "gzip-truncated-at-its-start",
          "gzip-truncated-in-header",
          "gzip-truncated-in-trailer",
          "gzip-wrong-checksum",
          "gzip-zeros-between-members",
          "header-broken-quotes",
          "header-too-long",
          "header-unclosed-quote",
          "header-with-lone-cr",
          "huge-line",
          "huge-line-at-end",
          "lone-cr",
          "lone-cr-in-rows",
          "nothing-accepted-cut-off",
          "quotes-inside",
          "record-bound",
          "record-bound-in-quotes",
          "reject-every-reason",
          "reject-first-reason-counts",
          "reject-quoting",
          "reject-record-too-long",
          "rows-in-quotes-ditto-marks",
          "sep-line-semicolon",
          "unclosed-quote-before-quoted-row",
          "unclosed-quote-in-the-middle",
          "unclosed-quotes-twice",
          "utf-16-delimiter-tab");

  /** What nobody sees, or takes for something else. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\p{Zs}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}\\p{Pd}\\u2212"
              + "\\uff01-\\uff60\\uffe0-\\uffe6&&[^ -]]");

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
        .contains("header_missing", "header_not_first", "header_duplicate", "header_encoding")
        .contains("header_quotes", "header_too_long", "delimiter", "line_in_quotes", "line_ends")
        .contains("empty", "nul_bytes", "utf_32", "xml", "html", "json", "zip", "xlsx")
        .contains("gzip_corrupt", NOTHING_ACCEPTED);
    assertThat(states).containsExactlyInAnyOrder("complete", "rejected", "incomplete", "ignored");
  }

  @Test
  void everyRuleToSkipRowsAndEveryRemarkOccurs() {
    Set<String> rules = new HashSet<>();
    Set<String> remarks = new HashSet<>();
    for (GoldenCase golden : all()) {
      rules.addAll(golden.expectedImport().skipped().keySet());
      remarks.addAll(golden.expectedImport().remarks().keySet());
    }

    assertThat(rules).isEqualTo(SKIP_RULES);
    assertThat(remarks).isEqualTo(REMARKS);
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
                3, 93, "amount", "amount", "2026-01-02T00:00:00,deposit,wire,ten,12"));
    assertThat(bom.expectedImport().rejected()).isEqualTo(Map.of("amount", 1L));
    assertThat(GoldenCases.named("gzip-of-days").expectedImport().skipped())
        .isEqualTo(Map.of("repeated_header", 2L));
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

    if (end.rows() == 0 && end.state().equals("rejected")) {
      assertThat(rejects).hasSize(1);
      assertThat(rejects.get(0).reason()).isEqualTo(end.reason().orElseThrow());
    } else {
      assertThat(end.rejected())
          .isEqualTo(
              rejects.stream()
                  .collect(
                      Collectors.groupingBy(GoldenCase.Reject::reason, Collectors.counting())));
      assertThat(ROW_REASONS).containsAll(end.rejected().keySet());
      assertThat(end.rows()).isEqualTo(end.accepted() + rejects.size() + sum(end.skipped()));
    }
    assertThat(golden.expectedTotals().isEmpty()).isEqualTo(end.accepted() == 0);
    assertThat(end.remarks().values()).allMatch(rows -> rows <= end.accepted());
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingAcceptedIsNoSuccess(GoldenCase golden) {
    GoldenCase.Import end = golden.expectedImport();

    switch (end.state()) {
      case "complete" -> {
        assertThat(end.reason()).isEmpty();
        assertThat(end.accepted() > 0 || end.rows() == 0).isTrue();
      }
      case "rejected" -> {
        assertThat(end.accepted()).isZero();
        assertThat(end.reason().equals(Optional.of(NOTHING_ACCEPTED))).isEqualTo(end.rows() > 0);
      }
      case "incomplete" -> assertThat(end.reason()).contains("gzip_corrupt");
      default -> assertThat(end.rows()).isZero();
    }
  }

  private static long sum(Map<String, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
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
              assertThat(groups.keySet())
                  .allMatch(group -> group.matches("(deposits|withdrawals)(:[A-Z]{3})?"));
              groups.values().forEach(group -> assertThat(group).isNotEmpty());
              assertThat(groups.values().stream().flatMap(group -> group.values().stream()))
                  .allMatch(total -> total.scale() == 2);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsPointAtTheirRecords(GoldenCase golden) throws IOException {
    byte[] bytes = text(golden.bytes());
    long before = -1;
    for (GoldenCase.Reject reject : golden.expectedRejects()) {
      int offset = Math.toIntExact(reject.byteOffset());
      assertThat(reject.byteOffset()).isGreaterThan(before);
      before = reject.byteOffset();
      if (!reject.text().isEmpty()) {
        assertThat(reject.line()).isEqualTo(1 + lineFeeds(bytes, offset));
      }
      assertThat(plain(bytes, offset)).startsWith(unmarked(reject.text()));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectTextsAreBoundedAndSafe(GoldenCase golden) {
    for (GoldenCase.Reject reject : golden.expectedRejects()) {
      String text = reject.text();
      assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(501);
      assertThat(text).doesNotMatch("(?s)[=+@-].*");
      assertThat(HIDDEN.matcher(text).find()).as(text).isFalse();
      assertThat(reject.column()).doesNotMatch("[=+@-].*").doesNotContainPattern(HIDDEN);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsFileIsWrittenInOneWayOnly(GoldenCase golden) {
    Optional<String> file = golden.expectedRejectsFile().map(bytes -> new String(bytes, UTF_8));
    RejectsFile parsed =
        new RejectsFile(
            golden.expectedRejects().stream()
                .map(reject -> new RejectsFile.Line(reject, ""))
                .toList());

    assertThat(file)
        .isEqualTo(parsed.lines().isEmpty() ? Optional.empty() : Optional.of(parsed.text()));
  }

  @ParameterizedTest
  @MethodSource("withinTheOracle")
  void oracleAgrees(GoldenCase golden) throws IOException {
    ExactTotals totals = ExactTotals.of(new ByteArrayInputStream(golden.bytes()));

    assertThat(totals.byDay()).isEqualTo(golden.expectedTotals());
    GoldenCase.Import end = golden.expectedImport();
    assertThat(totals.accepted()).isEqualTo(end.accepted());
    assertThat(totals.rejectedFor()).isEqualTo(end.rejected());
    assertThat(totals.skippedBy()).isEqualTo(end.skipped());
    Map<String, Long> remarks = new TreeMap<>(end.remarks());
    remarks.remove("day_ahead");
    assertThat(totals.remarks()).isEqualTo(remarks);
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
          && totals.rejectedFor().equals(golden.expectedImport().rejected())
          && totals.skippedBy().equals(golden.expectedImport().skipped());
    } catch (IOException | CsvParseException refused) {
      return false;
    }
  }

  /** The text that places are counted in: inflated, and UTF-8 without marks where it is UTF-16. */
  private static byte[] text(byte[] object) throws IOException {
    byte[] bytes = inflated(object);
    boolean ascii = bytes.length > 3 && (bytes[2] != 0 || bytes[3] != 0);
    if (ascii && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) || bytes[1] == 0)) {
      return new String(bytes, UTF_16LE).replaceFirst("^\ufeff+", "").getBytes(UTF_8);
    }
    if (ascii && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) || bytes[0] == 0)) {
      return new String(bytes, UTF_16BE).replaceFirst("^\ufeff+", "").getBytes(UTF_8);
    }
    return bytes;
  }

  /**
   * As much as can be inflated: the broken cases are about what comes before the break. Fed byte by
   * byte, because what one call had inflated is lost when the same call meets the break, and so
   * that each member ends where it ends.
   */
  private static byte[] inflated(byte[] bytes) throws IOException {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(bytes);
    try {
      while (in.available() > 0) {
        new GZIPInputStream(new OneByOne(in), 1).transferTo(out);
        in = withoutZeros(in);
      }
    } catch (EOFException | ZipException broken) {
      return out.toByteArray();
    }
    return out.toByteArray();
  }

  private static InputStream withoutZeros(InputStream in) throws IOException {
    byte[] rest = in.readAllBytes();
    int start = 0;
    while (start < rest.length && rest[start] == 0) {
      start++;
    }
    return new ByteArrayInputStream(rest, start, rest.length - start);
  }

  /** Says that nothing follows, so that no further member is looked for behind the first one. */
  private static final class OneByOne extends FilterInputStream {
    OneByOne(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }

  private static long lineFeeds(byte[] bytes, int end) {
    long lineFeeds = 0;
    for (int i = 0; i < end; i++) {
      lineFeeds += bytes[i] == '\n' ? 1 : 0;
    }
    return lineFeeds;
  }

  /** From a byte on, without what would be shown otherwise than it is. */
  private static String plain(byte[] bytes, int offset) {
    String text = new String(bytes, offset, bytes.length - offset, UTF_8);
    return HIDDEN.matcher(text).replaceAll("").replaceAll("[\ufffd*0-9']|\\\\[rnt]", "");
  }

  /** A text without what stands in it for something else, and without what is plain() too. */
  private static String unmarked(String text) {
    return text.replaceAll("(<U\\+[0-9A-F]{4,6}>|<0x[0-9A-F]{2}>|\\\\[rnt])(×[0-9]+)?", "")
        .replaceAll("[*0-9']", "");
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
