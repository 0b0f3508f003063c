package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Ledger;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a look through a bucket full of finished objects costs, counted call by call. */
class ReconcileCostTest {

  private static final byte[] CSV =
      "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,paypal,1.00\n"
          .getBytes(UTF_8);
  private static final int FINISHED = 12_000;
  private static final int PAGES = FINISHED / 1_000;

  private final ImporterHarness harness = ImporterHarness.withVersions();
  private final SortedMap<String, Integer> calls = new TreeMap<>();

  private void count(String call) {
    calls.merge(call, 1, Integer::sum);
  }

  private final class CountedObjects implements SourceObjects {
    @Override
    public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
      count("S3 find");
      return harness.objects.find(bucket, key, versionId);
    }

    @Override
    public InputStream open(ObjectVersion version, long offset) throws IOException {
      count("S3 open");
      return harness.objects.open(version, offset);
    }

    @Override
    public Page list(String bucket, Optional<String> after) {
      count("S3 list");
      return harness.objects.list(bucket, after);
    }
  }

  private final class CountedLedger implements Ledger {
    @Override
    public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
      count("MongoDB finished");
      return harness.mongoDb.finished(ids, notOlderThan);
    }

    @Override
    public Optional<LedgerEntry> find(ImportId id) {
      count("MongoDB find");
      return harness.mongoDb.find(id);
    }

    @Override
    public Optional<LedgerEntry> sameContent(ObjectVersion source) {
      count("MongoDB same content");
      return harness.mongoDb.sameContent(source);
    }

    @Override
    public List<LedgerEntry> newest(Part part) {
      count("MongoDB newest");
      return harness.mongoDb.newest(part);
    }
  }

  @BeforeEach
  void finishThousands() {
    List<ImportCheckpoint> finished = new ArrayList<>();
    ImportPosition end = ImportPosition.START.ending(ImportState.COMPLETE, null);
    for (int i = 0; i < FINISHED; i++) {
      ObjectVersion version = harness.objects.put(ImporterHarness.BUCKET, i + ".csv", CSV);
      ImportRecord record = new ImportRecord(version, Instant.EPOCH, end, end, List.of(), false);
      finished.add(new ImportCheckpoint(version.importId(), record));
    }
    harness.mongoDb.redo(new Checkpoint(1, "a", List.of(), finished));
    harness.queue.setFault(step -> count("Redis " + step));
  }

  private Reconciler.Result reconcile(ReconcileRequest request) {
    ImporterPorts ports =
        new ImporterPorts(
            new CountedObjects(),
            harness.queue,
            new CountedLedger(),
            harness.records,
            harness.records,
            harness.attempts,
            harness.rejects,
            harness.messages,
            harness.ports.sleeper(),
            harness.ports.clock(),
            harness.ports.log(),
            (metric, value) -> {});
    return new Reconciler(ports, ImporterHarness.BUCKET).run(request, harness.deadline());
  }

  private Map<String, Integer> takeCalls() {
    Map<String, Integer> taken = Map.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Test
  void scheduledLookCostsTheSameWhateverTheBucketHolds() {
    int most = Reconciler.PAGES_MAX * 1_000;
    assertThat(reconcile(ImporterHarness.SCHEDULED))
        .isEqualTo(new Reconciler.Result(most, 0, false));
    assertThat(takeCalls())
        .isEqualTo(
            Map.of(
                "S3 list",
                Reconciler.PAGES_MAX,
                "MongoDB finished",
                Reconciler.PAGES_MAX,
                "Redis look",
                Reconciler.PAGES_MAX,
                "Redis running",
                Reconciler.PAGES_MAX + 1,
                "Redis reconcilePlace",
                1,
                "Redis setReconcilePlace",
                1));

    assertThat(reconcile(ImporterHarness.SCHEDULED))
        .isEqualTo(new Reconciler.Result(FINISHED - most, 0, true));
    assertThat(takeCalls().get("S3 list")).isEqualTo(PAGES - Reconciler.PAGES_MAX);
    assertThat(harness.messages.drainImports()).isEmpty();
  }

  @Test
  void finishedObjectsCostAWholeLookFourCallsAThousand() {
    assertThat(reconcile(ImporterHarness.WHOLE))
        .isEqualTo(new Reconciler.Result(FINISHED, 0, true));

    assertThat(takeCalls())
        .isEqualTo(
            Map.of(
                "S3 list", PAGES,
                "MongoDB finished", PAGES,
                "Redis look", PAGES,
                "Redis running", PAGES + 1));
    assertThat(harness.messages.drainImports()).isEmpty();
  }

  @Test
  void oneLostAmongThemCostsOneCallAndOneMessageMore() {
    harness.objects.put(ImporterHarness.BUCKET, "lost.csv", CSV);

    assertThat(reconcile(ImporterHarness.WHOLE))
        .isEqualTo(new Reconciler.Result(FINISHED + 1, 1, true));

    assertThat(calls.get("Redis running")).isEqualTo(PAGES + 1 + 2);
    assertThat(calls).doesNotContainKeys("S3 find", "S3 open", "MongoDB find");
    assertThat(harness.messages.drainImports()).hasSize(1);
  }
}
