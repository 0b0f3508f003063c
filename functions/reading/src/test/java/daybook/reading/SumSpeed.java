package daybook.reading;

import daybook.core.port.HotTotals;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.SumLines;
import daybook.core.protocol.UnreadableBatchException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Prints how many sums one core writes into batches in a second, and how many it reads out of them,
 * a step of the aggregator at a time, without any store: {@code SumSpeed [rounds]}. The functions'
 * compiler is that of {@code -XX:TieredStopAtLevel=1}. Only time on the processor counts. It
 * asserts nothing.
 */
public final class SumSpeed {

  private static final BatchId BATCH =
      new BatchId(new ImportId("0123456789abcdef0123456789abcdef"), 0, 250);
  private static final ImportPosition END =
      new ImportPosition(250, 7, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);

  private static final int BATCH_ROWS = 45_000;
  private static final int DAYS = 30;
  private static final int STEPS = 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private SumSpeed() {}

  /** Measures a month in random order with 5 and with 200 payment methods. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    for (int round = 0; round < rounds; round++) {
      measure(5);
      measure(200);
    }
  }

  /** Writes a batch. */
  static Batch write(RowSums sums) {
    return Batch.of(BATCH, END, lines(sums));
  }

  /** Writes its content. */
  static String lines(RowSums sums) {
    SumLines lines = new SumLines();
    sums.write(lines);
    return lines.take();
  }

  private static void measure(int methods) throws UnreadableBatchException {
    Random random = new Random(1);
    List<Batch> batches = new ArrayList<>();
    long writeNanos = 0;
    long sums = 0;
    for (int i = 0; i < HotTotals.APPLY_BATCHES_MAX; i++) {
      RowSums rows = rows(methods, random);
      long start = THREADS.getCurrentThreadCpuTime();
      for (int step = 0; step < STEPS; step++) {
        write(rows);
      }
      writeNanos += THREADS.getCurrentThreadCpuTime() - start;
      Batch batch = write(rows);
      batches.add(batch);
      sums += batch.sums().byKey().values().stream().mapToInt(Map::size).sum();
    }
    long start = THREADS.getCurrentThreadCpuTime();
    for (int step = 0; step < STEPS; step++) {
      BatchSums read = new BatchSums();
      for (Batch batch : batches) {
        read.add(batch);
      }
      read.sums();
    }
    long readNanos = THREADS.getCurrentThreadCpuTime() - start;
    System.out.printf(
        Locale.ROOT,
        "%d methods: %,d sums and %,d bytes in a batch, written %.1f M/s, read %.1f M/s%n",
        methods,
        sums / batches.size(),
        batches.get(0).element().length,
        STEPS * sums * 1e3 / writeNanos,
        STEPS * sums * 1e3 / readNanos);
  }

  private static RowSums rows(int methods, Random random) {
    RowSums rows =
        new RowSums(
            new PaymentMethods(IntStream.range(0, methods).mapToObj(i -> "method_" + i).toList()));
    for (int i = 0; i < BATCH_ROWS && !rows.isFull(); i++) {
      long day = 20_454L + random.nextInt(DAYS);
      long cents = 500L + random.nextInt(199_500);
      int group = Groups.group(random.nextInt(2), Groups.NO_CURRENCY);
      rows.add(day, group, random.nextInt(24), random.nextInt(methods), cents);
    }
    return rows;
  }
}
