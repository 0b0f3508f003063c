package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.protocol.Batch;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.data.ExactTotals;
import daybook.testkit.contract.Imports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** I2: totals at the bound of exactness, and one cent beyond, from upload to {@code /stats}. */
class ExactnessBoundTest {

  private static final String DAY = "2025-01-15";
  private static final AggregateKey KEY = AggregateKey.parse(DAY + ":deposits");
  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final String LARGEST_TOTAL = "9999999999999.99";
  private static final Duration HOT = Duration.ofDays(1_000);

  @TempDir Path directory;

  private Pipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    pipeline = new Pipeline(directory);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  private static String row(String method, String amount) {
    return DAY + "T10:30:00," + "deposit," + method + "," + amount + "\n";
  }

  /** A hundred rows of the largest amount, and one: together the largest total. */
  private static String upToTheBound() {
    return row("visa", "99999999999.99").repeat(100) + row("visa", "0.99");
  }

  private LedgerEntry imported(String key, String file) throws InterruptedException {
    ObjectVersion version = pipeline.upload(key, file.getBytes(UTF_8));
    pipeline.aggregate();
    String hot = pipeline.stats(DAY, HOT);
    pipeline.dump();
    assertThat(pipeline.stats(DAY, Duration.ZERO)).isEqualTo(hot);
    return pipeline.ledgerEntry(version.importId()).orElseThrow();
  }

  private String stats() {
    return pipeline.stats(DAY, Duration.ZERO);
  }

  @Test
  @Timeout(120)
  void largestTotalIsServedAndOneCentMoreIsSetAsideWhileTheRestCounts() throws Exception {
    assertThat(imported("largest.csv", HEADER + upToTheBound()).setAside()).isEmpty();
    assertThat(stats()).contains("\"deposits\":{\"visa\":" + LARGEST_TOTAL + "}");

    String oneCent = HEADER + row("visa", "0.01");
    LedgerEntry refused = imported("one-cent.csv", oneCent);
    assertThat(refused.setAside())
        .containsExactly(new SetAsideRange(0, oneCent.length(), SetAsideReason.TOTAL_BOUND));
    assertThat(refused.end().accepted()).isEqualTo(1);
    assertThat(stats()).contains("\"deposits\":{\"visa\":" + LARGEST_TOTAL + "}");

    assertThat(imported("next.csv", HEADER + row("wire", "0.01")).setAside()).isEmpty();
    assertThat(stats()).contains("\"deposits\":{\"visa\":" + LARGEST_TOTAL + ",\"wire\":0.01}");
  }

  @Test
  @Timeout(120)
  void onlyTheBatchThatWouldPassTheBoundIsSetAside() throws Exception {
    String wire = row("wire", "0.07");
    String filler = wire.repeat(Batch.INPUT_BYTES_MAX / wire.length() + 1);
    String file = HEADER + upToTheBound() + filler + row("visa", "0.01") + filler;

    LedgerEntry entry = imported("several-batches.csv", file);

    assertThat(entry.setAside()).hasSize(1);
    SetAsideRange range = entry.setAside().get(0);
    assertThat(range.reason()).isEqualTo(SetAsideReason.TOTAL_BOUND);
    byte[] bytes = file.getBytes(UTF_8);
    String lost = new String(bytes, (int) range.from(), (int) (range.to() - range.from()), UTF_8);
    assertThat(lost).contains(row("visa", "0.01"));
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, (int) range.from());
    rest.write(bytes, (int) range.to(), (int) (bytes.length - range.to()));
    ExactTotals expected = ExactTotals.of(new ByteArrayInputStream(rest.toByteArray()));
    assertThat(expected.accepted()).isEqualTo(entry.end().accepted() - lost.lines().count());
    SortedMap<String, Amount> totals = pipeline.history(KEY);
    assertThat(totals).containsEntry("visa", Amount.parse(LARGEST_TOTAL));
    expected
        .byDay()
        .get(DAY)
        .get("deposits")
        .forEach((method, total) -> assertThat(totals.get(method).toBigDecimal()).isEqualTo(total));
  }

  @Test
  @Timeout(120)
  void threeThousandCentsBelowTheBoundComeBackFromMongoDb() {
    long cents = Amount.TOTAL_CENTS_BOUND - 1;
    for (int document = 0; document < 3; document++) {
      SortedMap<String, Sum> totals = new TreeMap<>();
      for (int i = 0; i < View.METHODS_MAX; i++) {
        totals.put("m" + i, new Sum(cents--, 1));
      }
      pipeline.checkpoint(new DailyAggregate(KEY, totals));
      assertThat(pipeline.history(KEY)).isEqualTo(Imports.amounts(totals));
    }
  }
}
