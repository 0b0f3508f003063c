package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    assertThat(harness.composedFile(version).map(file -> file.getBytes(UTF_8)))
        .usingRecursiveComparison()
        .isEqualTo(golden.expectedRejectsFile());
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
                    row.line(),
                    row.offset(),
                    row.reason(),
                    row.column(),
                    row.expected(),
                    row.text()))
        .toList();
  }

  private static GoldenCase.Import end(ImportPosition position) {
    Map<String, Long> rejected =
        position.rejected().entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().code(), Map.Entry::getValue));
    return new GoldenCase.Import(
        position.state().code(),
        Optional.ofNullable(position.reason()),
        position.rows(),
        position.accepted(),
        rejected);
  }
}
