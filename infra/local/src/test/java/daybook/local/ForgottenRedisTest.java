package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.data.ExactTotals;
import daybook.data.GeneratorOptions;
import daybook.data.TransactionGenerator;
import daybook.functions.DaybookFunction;
import daybook.testkit.Await;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;

/** I3: Redis forgets everything in the middle of an import, and every row counts once. */
class ForgottenRedisTest {

  /** Enough that an import lasts for several dumps, and that both wipes come well within it. */
  private static final long ROWS = 3_000_000;

  /** Before an import's id, the key of its record. */
  private static final String RECORD_PREFIX = "daybook:import:";

  private static final Duration FRACTION_LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void importWhoseRedisIsWipedTwiceEndsExactByItself() throws Exception {
    Path file = generate();
    ExactTotals exact = ExactTotals.of(file);
    try (LocalPipeline pipeline =
        LocalPipeline.start(folder.resolve("state"), Map.of("DUMP_INTERVAL_SECONDS", "1"))) {
      // History must know something that Redis has forgotten, or there is nothing to notice.
      byte[] earlier =
          "timestamp,type,payment_method,amount\n2024-03-01T00:00:00,deposit,visa,5210.43\n"
              .getBytes(UTF_8);
      pipeline.awaitEnd(pipeline.upload(earlier, "earlier.csv"));

      ObjectVersion source = pipeline.upload(file, "large.csv");
      wipeAt(0.1, source, pipeline);
      Await.until("the first repair", FRACTION_LIMIT, () -> !restores(pipeline).isEmpty());
      wipeAt(0.2, source, pipeline);
      LedgerEntry end = pipeline.awaitEnd(source);

      assertThat(end.end().state()).isEqualTo(ImportState.COMPLETE);
      assertThat(end.end().accepted()).isEqualTo(ROWS);
      assertThat(end.end().rejectedRows()).isZero();
      DailyTotals expected = ExpectedTotals.of(exact.byDay()).plus(ExpectedTotals.of(earlier));
      LocalDate from = expected.byDay().firstKey();
      LocalDate to = expected.byDay().lastKey();
      Comparison comparison = Comparison.of(expected, pipeline.stats().read(from, to));
      assertThat(comparison.differences()).isEmpty();
      assertThat(restores(pipeline)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  private Path generate() throws Exception {
    GeneratorOptions options =
        new GeneratorOptions(
            ROWS,
            LocalDate.of(2024, 1, 1),
            60,
            7,
            List.of("crypto", "paypal", "visa", "wire"),
            new BigDecimal("0.01"),
            new BigDecimal("99999.99"),
            0);
    Path file = folder.resolve("large.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      TransactionGenerator.generate(options, out);
    }
    return file;
  }

  /** Wipes Redis as soon as so much of the file is in the totals, and before all of it is. */
  private static void wipeAt(double fraction, ObjectVersion source, LocalPipeline pipeline)
      throws Exception {
    long offset = Math.round(source.sizeBytes() * fraction);
    Map<String, String> runEnv = pipeline.runEnv();
    try (Jedis redis =
        new Jedis(runEnv.get("REDIS_HOST"), Integer.parseInt(runEnv.get("REDIS_PORT")))) {
      Await.until(
          "a wipe at %s of the import".formatted(fraction),
          FRACTION_LIMIT,
          () -> isWiped(redis, offset, source, pipeline));
    }
  }

  /** Looks and wipes at one instant: an import may be over before a wipe that is sent later. */
  private static boolean isWiped(
      Jedis redis, long offset, ObjectVersion source, LocalPipeline pipeline) {
    redis.watch(RECORD_PREFIX + source.importId());
    Optional<ImportRecord> record =
        pipeline.running(source).filter(now -> now.applied().offset() >= offset);
    if (record.isEmpty()) {
      redis.unwatch();
      assertThat(pipeline.finished(source)).as("over before it was wiped").isEmpty();
      return false;
    }
    assertThat(record.get().finished()).as("already applied to its end").isFalse();
    try (Transaction wipe = redis.multi()) {
      wipe.sendCommand(Protocol.Command.FLUSHALL, new String[0]);
      return wipe.exec() != null;
    }
  }

  private static List<String> restores(LocalPipeline pipeline) throws Exception {
    return pipeline.log(DaybookFunction.DUMPER.id()).stream()
        .filter(line -> line.contains("\"redis_restored\""))
        .toList();
  }
}
