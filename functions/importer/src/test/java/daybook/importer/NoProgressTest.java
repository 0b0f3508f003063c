package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.importer.ImportResult.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Imports that an invocation is too short for: they end, visibly, and after a few of them. */
class NoProgressTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final String ROW = "2026-01-15T10:30:00,deposit,paypal,1.00\n";
  private static final int CHAIN_MAX = 20;

  private final ImporterHarness harness = ImporterHarness.withVersions();

  /** What a chunk of the object costs, as it is read; in ms of the harness's clock. */
  private long chunkMs;

  private final class SlowObjects implements SourceObjects {
    @Override
    public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
      return harness.objects.find(bucket, key, versionId);
    }

    @Override
    public InputStream open(ObjectVersion version, long offset) throws IOException {
      return new FilterInputStream(harness.objects.open(version, offset)) {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          sleep();
          return super.read(into, from, Math.min(length, 1_024));
        }
      };
    }

    private void sleep() {
      try {
        harness.ports.sleeper().sleep(Duration.ofMillis(chunkMs));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Page list(String bucket, Optional<String> after) {
      return harness.objects.list(bucket, after);
    }
  }

  private ImportResult run(ObjectVersion version, int hop) {
    return new Importer(harness.portsOver(new SlowObjects()), Pacing.NONE)
        .run(
            new ImportRequest(version.bucket(), version.key(), version.versionId(), hop),
            harness.deadline());
  }

  /** Runs an import and what carries it on, until nothing does; gives every run's result. */
  private List<ImportResult> chain(ObjectVersion version) throws UnknownMessageException {
    List<ImportResult> results = new ArrayList<>(List.of(run(version, 0)));
    while (results.get(results.size() - 1).outcome() == Outcome.CONTINUED) {
      assertThat(results).hasSizeLessThan(CHAIN_MAX);
      String body = harness.messages.drainImports().get(0).body();
      results.add(run(version, ImportMessage.decode(body).requests().get(0).hop()));
    }
    return results;
  }

  /** Rows that gzip makes little smaller, so that a place in them is far into the stored bytes. */
  private static byte[] gzip(int rows) throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write("timestamp,type,payment_method,amount,note\n".getBytes(UTF_8));
      for (int i = 0; i < rows; i++) {
        String note = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        out.write("2026-01-15T10:30:00,deposit,paypal,1.00,%s\n".formatted(note).getBytes(UTF_8));
      }
    }
    return stored.toByteArray();
  }

  @Test
  void gzipWhosePlaceIsTooFarForAnInvocationEndsThere() throws Exception {
    ObjectVersion version = harness.put(gzip(20_000));
    chunkMs = 1_500;

    List<ImportResult> results = chain(version);
    harness.applyAll();
    harness.dump();

    ImportPosition end = harness.ledgerEntry(version).end();
    assertThat(end.state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(end.reason()).isEqualTo(ImportRun.NO_PROGRESS);
    assertThat(end.accepted()).isPositive().isLessThan(20_000);
    assertThat(harness.history().get("2026-01-15").get("deposits").get("paypal"))
        .isEqualByComparingTo(end.accepted() + ".00");
    long inVain = results.stream().filter(result -> result.rows() == 0).count();
    assertThat(inVain).isEqualTo(Hops.WASTED_MAX);
    assertThat(harness.events()).contains(ImportRun.NO_PROGRESS, "import_too_slow");
    assertThat(harness.messages.drainImports()).isEmpty();
    new Reconciler(harness.ports, ImporterHarness.BUCKET)
        .run(ImporterHarness.SCHEDULED, harness.deadline());
    assertThat(harness.messages.drainImports()).isEmpty();
  }

  /** Nothing of it was begun when the time was over, and it must end all the same. */
  @Test
  void headerThatIsTooFarForAnInvocationEndsTheImport() throws Exception {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    byte[] emptyMember = empty();
    for (int i = 0; i < 30_000; i++) {
      stored.write(emptyMember);
    }
    stored.write(gzip(10));
    ObjectVersion version = harness.put(stored.toByteArray());
    chunkMs = 1_500;

    List<ImportResult> results = chain(version);
    harness.applyAll();
    harness.dump();

    ImportPosition end = harness.ledgerEntry(version).end();
    assertThat(end.reason()).isEqualTo(ImportRun.NO_PROGRESS);
    assertThat(end.rows()).isZero();
    assertThat(results).hasSize(Hops.WASTED_MAX);
  }

  private static byte[] empty() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    new GZIPOutputStream(stored).close();
    return stored.toByteArray();
  }

  @Test
  void lineThatIsTooLongForAnInvocationEndsTheImportBeforeIt() throws Exception {
    String head = HEADER + ROW.repeat(3);
    ObjectVersion version = harness.put((head + "x".repeat(800_000) + "\n" + ROW).getBytes(UTF_8));
    chunkMs = 1_000;

    chain(version);
    harness.applyAll();
    harness.dump();

    ImportPosition end = harness.ledgerEntry(version).end();
    assertThat(end.reason()).isEqualTo(ImportRun.NO_PROGRESS);
    assertThat(end.accepted()).isEqualTo(3);
    assertThat(end.offset()).isEqualTo(head.length());
  }

  @Test
  void gzipThatGetsSlowAndFastAgainIsReadToItsEnd() throws Exception {
    ObjectVersion version = harness.put(gzip(20_000));
    chunkMs = 1_500;
    List<ImportRequest> next = new ArrayList<>();
    ImportResult result = run(version, 0);
    while (result.rows() > 0) {
      next = requests();
      result = run(version, next.get(0).hop());
    }
    for (int wasted = 2; wasted < Hops.WASTED_MAX; wasted++) {
      next = requests();
      assertThat(run(version, next.get(0).hop()).outcome()).isEqualTo(Outcome.CONTINUED);
    }
    chunkMs = 10;
    next = requests();

    assertThat(run(version, next.get(0).hop()).outcome()).isEqualTo(Outcome.IMPORTED);
    harness.applyAll();
    harness.dump();

    assertThat(harness.ledgerEntry(version).end().accepted()).isEqualTo(20_000);
  }

  private List<ImportRequest> requests() throws UnknownMessageException {
    return ImportMessage.decode(harness.messages.drainImports().get(0).body()).requests();
  }

  @Test
  void waitingForRoomIsNoLackOfProgress() throws Exception {
    ObjectVersion version = harness.put((HEADER + ROW.repeat(2_000)).getBytes(UTF_8));
    harness.redis.setFull(true);
    int hop = 0;
    for (int run = 0; run < Hops.WASTED_MAX * 2; run++) {
      assertThat(run(version, hop).outcome()).isEqualTo(Outcome.CONTINUED);
      hop = requests().get(0).hop();
    }
    harness.redis.setFull(false);

    assertThat(run(version, hop).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(hop).isEqualTo(Hops.WASTED_MAX * 2);
  }

  @Test
  void numberOfHopsSurvivesItsMessage() {
    Hops wasted = new Hops(17, 2);
    assertThat(Hops.of(wasted.number())).isEqualTo(wasted);
    assertThat(Hops.of(wasted.nextWasted().number())).isEqualTo(new Hops(18, 3));
    assertThat(Hops.of(wasted.next().number())).isEqualTo(new Hops(18, 0));
    assertThat(Hops.of(Integer.MAX_VALUE)).isEqualTo(new Hops(10_000, Hops.WASTED_MAX));
    assertThat(Hops.of(0)).isEqualTo(Hops.NONE);
  }
}
