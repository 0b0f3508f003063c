package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.data.RejectsFile;
import daybook.reading.mapping.Mappings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden case, and every sample of a mapping that comes along, read from its first byte. */
class GoldenFilesTest {

  private static final int THREADS = 2;

  /** Presets whose samples have ids. */
  private static final Set<String> WITH_IDS = Set.of("paypal", "postgresql", "stripe");

  static List<GoldenCase> cases() {
    return GoldenCases.all().stream()
        .filter(golden -> !golden.expectedImport().state().equals("ignored"))
        .toList();
  }

  static List<GoldenCase> samples() {
    return GoldenCases.samples();
  }

  /** What is there of a file, and how it ended. */
  private record Whole(List<RowGroup> groups, List<Rejects.Row> refused, String state) {}

  private static Whole read(GoldenCase golden, FileTerms terms) throws IOException {
    byte[] file = golden.bytes();
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, file.length);
    OpenObject.Opener opener =
        from -> new ByteArrayInputStream(file, (int) from, file.length - (int) from);
    LayoutChoice choice =
        new LayoutChoice.Any(Mappings.presets(), Optional.empty(), golden.objectKey());
    List<RowGroup> groups = new ArrayList<>();
    try (OpenObject object = new OpenObject(opener, version)) {
      Layout layout;
      try {
        layout = object.readHeader(choice, terms);
      } catch (UnusableFileException e) {
        return new Whole(List.of(), List.of(object.refusal(e.refusal())), "rejected");
      }
      try (RowReader reader = object.rowsFrom(ImportPosition.START, layout, THREADS)) {
        for (RowGroup group = reader.next(); group != null; group = reader.next()) {
          groups.add(group);
        }
      }
    } catch (BrokenStreamException e) {
      return new Whole(groups, List.of(), "incomplete");
    }
    boolean nothing = groups.stream().allMatch(group -> group.accepted() == 0);
    boolean rows = RowsRead.of(groups).rows() > 0;
    return new Whole(groups, List.of(), nothing && rows ? "rejected" : "complete");
  }

  private static void assertAsExpected(GoldenCase golden, FileTerms terms) throws IOException {
    Whole whole = read(golden, terms);
    RowsRead rows = RowsRead.of(whole.groups());
    GoldenCase.Import end = golden.expectedImport();

    List<Rejects.Row> rejects = new ArrayList<>(whole.refused());
    rejects.addAll(rows.rejectedRows());
    assertThat(rejects.stream().map(GoldenFilesTest::reject).toList())
        .isEqualTo(golden.expectedRejects());
    assertThat(rejects).noneMatch(row -> row.expected().isBlank());
    assertThat(totals(rows)).isEqualTo(golden.expectedTotals());
    assertThat(whole.state()).isEqualTo(end.state());
    assertThat(rows.accepted()).isEqualTo(end.accepted());
    assertThat(rows.rows()).isEqualTo(end.rows());
    assertThat(byCode(rows.rejected(), RejectReason::code)).isEqualTo(end.rejected());
    assertThat(byCode(rows.skipped(), SkipRule::code)).isEqualTo(end.skipped());
    assertThat(byCode(rows.remarks(), Remark::code)).isEqualTo(end.remarks());
  }

  private static GoldenCase.Reject reject(Rejects.Row row) {
    return new GoldenCase.Reject(row.line(), row.offset(), row.reason(), row.column(), row.text());
  }

  private static <T> Map<String, Long> byCode(Map<T, Long> rows, Function<T, String> code) {
    return rows.entrySet().stream()
        .collect(Collectors.toMap(entry -> code.apply(entry.getKey()), Map.Entry::getValue));
  }

  private static SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> totals(
      RowsRead rows) {
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> totals = new TreeMap<>();
    rows.sums()
        .forEach(
            (key, fields) -> {
              if (key.view() == View.TOTALS) {
                SortedMap<String, BigDecimal> methods =
                    totals
                        .computeIfAbsent(key.day().toString(), day -> new TreeMap<>())
                        .computeIfAbsent(key.type().group(), group -> new TreeMap<>());
                fields.forEach((method, sum) -> methods.put(method, sum.amount().toBigDecimal()));
              }
            });
    return totals;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCaseComesToWhatItsFilesSay(GoldenCase golden) throws IOException {
    assertAsExpected(golden, Layouts.TERMS);
  }

  /** As long as nobody says that an id is there already. */
  @ParameterizedTest
  @MethodSource("cases")
  void aCaseComesToTheSameWhereItsIdsAreRead(GoldenCase golden) throws IOException {
    assertAsExpected(golden, Layouts.TERMS.recorded(true));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleOfAMappingComesToWhatItsFilesSay(GoldenCase sample) throws IOException {
    assertAsExpected(sample, Layouts.TERMS);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theRejectsOfASampleSayWhatWasExpected(GoldenCase sample) throws IOException {
    byte[] file =
        sample.expectedRejectsFile().orElseGet(new RejectsFile(List.of()).text()::getBytes);
    List<RejectsFile.Line> lines =
        RowsRead.of(read(sample, Layouts.TERMS).groups()).rejectedRows().stream()
            .map(row -> new RejectsFile.Line(reject(row), row.expected()))
            .toList();
    String text = new RejectsFile(lines).text();
    assertThat(text).isEqualTo(new String(file, UTF_8));
  }

  /** And every row of a preset with ids has one. */
  @ParameterizedTest
  @MethodSource("samples")
  void aSampleComesToTheSameWhereItsIdsAreRead(GoldenCase sample) throws IOException {
    FileTerms terms = Layouts.TERMS.recorded(true);
    assertAsExpected(sample, terms);
    List<RowGroup> groups = read(sample, terms).groups();
    DailySums sums = new DailySums();
    groups.stream()
        .flatMap(group -> group.identified().stream())
        .forEach(row -> sums.add(row.content().counts()));
    boolean hasIds = WITH_IDS.contains(sample.objectKey().replaceAll("[-.].*", ""));
    assertThat(sums.sums()).isEqualTo(hasIds ? RowsRead.of(groups).sums() : Totals.NONE);
  }
}
