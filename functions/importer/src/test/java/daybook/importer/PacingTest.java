package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ObjectVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose pauses are kept. */
class PacingTest {

  private static final byte[] ROWS =
      ("timestamp,type,payment_method,amount,sleep_ms\n"
              + "2026-01-15T10:30:00,deposit,paypal,1.00,1200\n".repeat(2))
          .getBytes(UTF_8);

  private final ImporterHarness harness = ImporterHarness.withVersions();

  /** The pauses of an import of an object with such metadata. */
  private List<Duration> pauses(Pacing pacing, Map<String, String> metadata) {
    ObjectVersion version =
        harness.objects.put(ImporterHarness.BUCKET, ImporterHarness.KEY, ROWS, metadata);
    harness.sleeps.clear();
    ImportResult result =
        new Importer(harness.ports, pacing)
            .run(
                new ImportRequest(version.bucket(), version.key(), version.versionId(), 0),
                harness.deadline());
    assertThat(result.outcome()).isEqualTo(ImportResult.Outcome.IMPORTED);
    return List.copyOf(harness.sleeps);
  }

  @Test
  void onlyObjectsThatAskForItArePacedWhereThatIsSet() {
    Duration pause = Duration.ofMillis(1_200);
    Map<String, String> asking = Map.of("daybook-pacing", "file");

    assertThat(pauses(Pacing.ASKED, asking)).containsExactly(pause, pause);
    assertThat(pauses(Pacing.ASKED, Map.of())).isEmpty();
    assertThat(pauses(Pacing.ASKED, Map.of("daybook-pacing", "fast"))).isEmpty();
    assertThat(pauses(Pacing.NONE, asking)).isEmpty();
    assertThat(pauses(Pacing.FILE, Map.of())).containsExactly(pause, pause);
  }
}
