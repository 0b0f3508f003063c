package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.data.RejectsFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden case, from the bucket to history, rejects file and ledger. */
class GoldenCasesTest {

  private final ImporterHarness harness = ImporterHarness.withVersions();

  static List<GoldenCase> cases() {
    return GoldenCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void importLeavesWhatTheCaseSays(GoldenCase golden) {
    ObjectVersion version =
        harness.objects.put(ImporterHarness.BUCKET, golden.objectKey(), golden.bytes());

    ImportResult result = harness.run(version);
    harness.applyAll();
    harness.dump();

    assertThat(harness.history()).isEqualTo(golden.expectedTotals());
    assertThat(rejects(version)).isEqualTo(golden.expectedRejects());
    Optional<String> file = harness.composedFile(version);
    Optional<RejectsFile> written = file.map(text -> RejectsFile.of(text.getBytes(UTF_8)));
    assertThat(written.map(RejectsFile::text)).isEqualTo(file);
    assertThat(written.map(rejects -> rejects.withoutExpected().text()))
        .isEqualTo(golden.expectedRejectsFile().map(bytes -> new String(bytes, UTF_8)));
    assertThat(written.map(RejectsFile::lines).orElse(List.of()))
        .noneMatch(line -> line.expected().isBlank());
    GoldenCase.Import expected = golden.expectedImport();
    if (expected.state().equals("ignored")) {
      assertThat(result.outcome()).isEqualTo(ImportResult.Outcome.IGNORED);
      assertThat(harness.mongoDb.find(version.importId())).isEmpty();
    } else {
      assertThat(result.outcome()).isEqualTo(ImportResult.Outcome.IMPORTED);
      assertThat(end(harness.ledgerEntry(version).end())).isEqualTo(expected);
      assertThat(harness.messages.drainWakeUps()).isNotEmpty();
    }
  }

  private List<GoldenCase.Reject> rejects(ObjectVersion version) {
    List<Rejects.Row> rows = harness.composedRows(version).orElse(List.of());
    return rows.stream()
        .map(
            row ->
                new GoldenCase.Reject(
                    row.line(), row.offset(), row.reason(), row.column(), row.text()))
        .toList();
  }

  private static GoldenCase.Import end(ImportPosition position) {
    return new GoldenCase.Import(
        position.state().code(),
        Optional.ofNullable(position.reason()),
        position.rows(),
        position.accepted(),
        byCode(position.rejected(), RejectReason::code),
        byCode(position.skipped(), SkipRule::code),
        byCode(position.remarks(), Remark::code));
  }

  private static <T> Map<String, Long> byCode(Map<T, Long> rows, Function<T, String> code) {
    return rows.entrySet().stream()
        .collect(Collectors.toMap(entry -> code.apply(entry.getKey()), Map.Entry::getValue));
  }
}
