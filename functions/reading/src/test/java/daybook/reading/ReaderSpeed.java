package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Prints how many rows one core reads, checks and makes transactions of in a second, without any
 * store: {@code ReaderSpeed [rows] [rounds]}. Only time on the processor counts, so that a busy
 * machine does not matter much. It asserts nothing.
 */
public final class ReaderSpeed {

  private static final int BLOCK_ROWS = 100_000;
  private static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms\n";

  private ReaderSpeed() {}

  /** Measures plain rows, rows with every field in quotes, and rows with an offset. */
  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    for (int round = 0; round < rounds; round++) {
      measure("plain", block("%s,%s,%s,%s,%d\n", ""), rows);
      measure("offset", block("%s,%s,%s,%s,%d\n", "+05:30"), rows);
      measure("quoted", block("\"%s\",\"%s\",\"%s\",\"%s\",\"%d\"\n", ""), rows / 4);
    }
  }

  private static byte[] block(String form, String offset) {
    Random random = new Random(1);
    List<String> methods = List.of("apple_pay", "crypto", "paypal", "visa", "wire");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < BLOCK_ROWS; i++) {
      String time =
          "2026-01-%02dT%02d:%02d:%02d"
              .formatted(
                  1 + random.nextInt(30),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60));
      String type = random.nextBoolean() ? "deposit" : "withdrawal";
      String method = methods.get(random.nextInt(methods.size()));
      int cents = 500 + random.nextInt(199_500);
      String amount = "%d.%02d".formatted(cents / 100, cents % 100);
      rows.append(form.formatted(time + offset, type, method, amount, random.nextInt(25)));
    }
    return rows.toString().getBytes(UTF_8);
  }

  private static void measure(String name, byte[] block, int rows) throws Exception {
    List<InputStream> parts =
        Stream.<InputStream>concat(
                Stream.of(new ByteArrayInputStream(HEADER.getBytes(UTF_8))),
                Collections.nCopies(rows / BLOCK_ROWS, block).stream()
                    .map(ByteArrayInputStream::new))
            .toList();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    RecordScanner scanner =
        new RecordScanner(new SequenceInputStream(Collections.enumeration(parts)), 0, 0);
    scanner.next();
    PaymentMethods methods = new PaymentMethods(List.of());
    CsvHeader header = CsvHeader.read(scanner);
    RowParser parser = new RowParser(header, methods);
    PlainRows plain = new PlainRows(header, methods);
    RowSums sums = new RowSums(methods);
    long accepted = 0;
    long plainRows = 0;
    while (true) {
      int taken = scanner.takePlain(plain, 256, Long.MAX_VALUE, sums);
      plainRows += taken;
      if (taken == 0) {
        if (!scanner.next()) {
          break;
        }
        if (parser.parse(scanner) == null) {
          sums.add(parser.transaction());
          accepted++;
        }
      }
      if (sums.isFull() || (accepted + plainRows) % 45_000 < taken) {
        SumSpeed.write(sums);
        sums.clear();
      }
    }
    accepted += plainRows;
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows, %.2f M rows/s, %.0f MB/s%n",
        name,
        accepted,
        accepted / seconds / 1e6,
        scanner.nextOffset() / seconds / 1e6);
  }
}
