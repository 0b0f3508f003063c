package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.fake.InMemoryRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Imports that are interrupted in every way at once, from a seed: lost steps and lost replies, time
 * that is over, twins, a Redis that is emptied or falls back, checkpoints at any moment. Once the
 * faults end, reconcile must bring every import to the same end as an undisturbed one: I1, what was
 * read is accepted or rejected, and what was accepted is in the totals.
 */
class InterruptionsTest {

  private static final int ROUNDS = 30;
  private static final int ROUNDS_UNTIL_HEALED_MAX = 50;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** What an import leaves behind. */
  private record Left(
      SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> history,
      ImportPosition end,
      List<Rejects.Row> rejects) {}

  @Test
  void interruptionsChangeNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] file = file(round % 3 == 0);
      ImporterHarness calm = ImporterHarness.withVersions();
      ObjectVersion version = calm.put(file);
      calm.run(version);
      calm.applyAll();
      calm.dump();
      Left expected = left(calm, version);

      ImporterHarness harness = ImporterHarness.withVersions();
      assertThat(harness.put(file)).isEqualTo(version);
      boolean forgets = random.nextBoolean();
      interrupt(harness, version, forgets);
      heal(harness, version);

      assertThat(left(harness, version)).as("seed %d, round %d", seed, round).isEqualTo(expected);
      if (!forgets) {
        ImporterTest.assertTiles(harness.queue.enqueued(), expected.end().offset());
      }
    }
  }

  private static Left left(ImporterHarness harness, ObjectVersion version) {
    return new Left(
        harness.history(),
        harness.ledgerEntry(version).end(),
        harness.composedRows(version).orElse(List.of()));
  }

  private void interrupt(ImporterHarness harness, ObjectVersion version, boolean forgets) {
    int[] depth = {0};
    List<InMemoryRedis> copies = new ArrayList<>();
    harness.queue.setFault(
        new FaultyQueue.Fault() {
          @Override
          public void before(String step) {
            copies.add(harness.redis.copy());
            fail(step);
            int choice = random.nextInt(20);
            if (choice == 0 && depth[0] < 2) {
              depth[0]++;
              run(harness, version, 1 + random.nextInt(6));
              depth[0]--;
            } else if (choice == 1 || choice == 2) {
              harness.applyAll();
            } else if (choice == 3) {
              harness.dump();
            } else if (choice == 4 && forgets) {
              harness.redis.flush();
            } else if (choice == 5 && forgets) {
              harness.redis.restoreTo(copies.get(random.nextInt(copies.size())));
            }
          }

          @Override
          public void after(String step) {
            fail(step);
          }

          private void fail(String step) {
            if (random.nextInt(12) == 0) {
              throw new StoreException("Redis", step, "time-out");
            }
          }
        });
    for (int runs = 1 + random.nextInt(6); runs > 0; runs--) {
      run(harness, version, 1 + random.nextInt(random.nextBoolean() ? 8 : 80));
    }
    harness.queue.setFault(FaultyQueue.Fault.NONE);
  }

  /** A run that fails is delivered again, some time. */
  private static void run(ImporterHarness harness, ObjectVersion version, int looks) {
    try {
      harness.run(version, 0, ImporterHarness.afterLooks(looks));
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("time-out");
    }
  }

  private static void heal(ImporterHarness harness, ObjectVersion version)
      throws UnknownMessageException {
    Reconciler reconciler = new Reconciler(harness.ports, ImporterHarness.BUCKET);
    for (int round = 0; round < ROUNDS_UNTIL_HEALED_MAX; round++) {
      harness.runMessages();
      harness.applyAll();
      harness.dump();
      if (harness.mongoDb.find(version.importId()).isPresent()
          && harness.redis.queueLength() == 0) {
        return;
      }
      reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    }
  }

  private byte[] file(boolean gzip) throws IOException {
    StringBuilder csv = new StringBuilder("note,timestamp,type,payment_method,amount\n");
    int rows = 2_000 + random.nextInt(30_000);
    for (int i = 0; i < rows; i++) {
      int kind = random.nextInt(200);
      csv.append(kind == 0 ? "\"two\nlines\"" : kind == 1 ? "\"open" : "").append(',');
      csv.append("2026-01-%02dT10:30:00,".formatted(1 + random.nextInt(28)));
      csv.append(random.nextBoolean() ? "deposit" : "withdrawal");
      csv.append(",m").append(kind > 1 && kind < 12 ? 100 + i % 300 : random.nextInt(5));
      csv.append(kind == 12 ? ",1.001" : "," + random.nextInt(1000) + ".25");
      csv.append(kind == 13 ? "\n\n" : "\n");
    }
    byte[] text = csv.toString().getBytes(UTF_8);
    if (!gzip) {
      return text;
    }
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(text);
    }
    return stored.toByteArray();
  }
}
