package daybook.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.HotTotals;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.UnreadableBatchException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DailySumsTest {

  private static final AggregateKey DEPOSITS =
      new AggregateKey(LocalDate.of(2026, 1, 15), TransactionType.DEPOSIT);
  private static final AggregateKey WITHDRAWALS =
      new AggregateKey(LocalDate.of(2026, 1, 15), TransactionType.WITHDRAWAL);

  private static Batch batch(String rows) {
    ImportPosition end =
        new ImportPosition(100, 3, 2, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    byte[] bytes = rows.getBytes(UTF_8);
    return Batch.of(
        new BatchId(new ImportId("0123456789abcdef0123456789abcdef"), 0, 100),
        end,
        bytes,
        bytes.length);
  }

  @Test
  void rowsAddUpByDayTypeAndMethod() throws UnreadableBatchException {
    DailySums sums = new DailySums();
    sums.add(
        batch(
            """
            2026-01-15T10:30:00Z,deposit,paypal,12.30
            2026-01-15T10:30:00.5Z,deposit,paypal,0.70
            2026-01-15T23:59:59Z,withdrawal,visa,0.01
            """));
    sums.add(batch("2026-01-15T00:00:00Z,deposit,constructor,1.00\n"));

    assertThat(sums.rows()).isEqualTo(4);
    assertThat(sums.sums().byKey())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    DEPOSITS,
                    Map.of("paypal", new Amount(1300), "constructor", new Amount(100)),
                    WITHDRAWALS,
                    Map.of("visa", new Amount(1)))));
  }

  @Test
  void batchWithoutRowsAddsNothing() throws UnreadableBatchException {
    DailySums sums = new DailySums();
    sums.add(batch(""));
    assertThat(sums.sums().keys()).isEmpty();
  }

  @Test
  void rowOfATypeThatALaterVersionKnowsIsAddedToItsGroup() throws UnreadableBatchException {
    DailySums sums = new DailySums();
    sums.add(batch("2026-01-15T10:30:00Z,gift_2,paypal,12.30\n"));
    assertThat(sums.sums().keys()).containsExactly(AggregateKey.parse("2026-01-15:gift_2s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15T10:30:00Z,deposit,paypal,12.30",
        "2026-01-15,deposit\n",
        "2026-13-15T10:30:00Z,deposit,paypal,12.30\n",
        "2026-01-15T10:30:00Z,Gift,paypal,12.30\n",
        "2026-01-15T10:30:00Z,deposit,paypal,12.3\n",
        "2026-01-15T10:30:00Z,deposit,paypal,-2.30\n",
        "2026-01-15T10:30:00Z,deposit,,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a.b,12.30\n",
        "2026-01-15T10:30:00Z,deposit,$where,12.30\n",
        "2026-01-15T10:30:00Z,deposit,__proto__,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a,b,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a\u0000b,12.30\n",
        "0000-01-15T10:30:00Z,deposit,paypal,12.30\n",
        "2026-01-15T10:30:00Z,deposit,paypal,92233720368547758.08\n",
        "2026-01-15T10:30:00Z,deposit,paypal,100000000000000000000000000000000.00\n",
        "\n",
        "nonsense\n"
      })
  void rowOfAnotherFormIsNamedByBatchAndPlace(String rows) {
    assertThatThrownBy(() -> new DailySums().add(batch(rows)))
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining("0123456789abcdef0123456789abcdef:0:100, row at byte 0");
  }

  @Test
  void sumBeyondTheRangeOfLongIsRefusedInsteadOfWrapped() throws UnreadableBatchException {
    DailySums sums = new DailySums();
    Batch huge = batch("2026-01-15T10:30:00Z,deposit,paypal,92233720368547758.07\n");
    sums.add(huge);
    assertThatThrownBy(() -> sums.add(huge)).isInstanceOf(UnreadableBatchException.class);
  }

  @Test
  void sumsOfAWholeStepAreExactUpToTheLastCentOfALong() throws UnreadableBatchException {
    long each = Long.MAX_VALUE / HotTotals.APPLY_BATCHES_MAX;
    long rest = Long.MAX_VALUE % HotTotals.APPLY_BATCHES_MAX;
    DailySums sums = new DailySums();
    for (int i = 0; i < HotTotals.APPLY_BATCHES_MAX; i++) {
      sums.add(batch("2026-01-15T10:30:00Z,deposit,paypal," + new Amount(each) + "\n"));
    }
    sums.add(batch("2026-01-15T10:30:00Z,deposit,paypal," + new Amount(rest) + "\n"));

    assertThat(sums.sums().byKey().get(DEPOSITS))
        .containsEntry("paypal", new Amount(Long.MAX_VALUE));
    Batch oneCent = batch("2026-01-15T10:30:00Z,deposit,paypal,0.01\n");
    assertThatThrownBy(() -> sums.add(oneCent)).isInstanceOf(UnreadableBatchException.class);
  }
}
