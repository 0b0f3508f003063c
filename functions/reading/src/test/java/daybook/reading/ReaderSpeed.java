package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.reading.mapping.Mappings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Prints how many rows one core reads, checks and adds up in a second, without any store: {@code
 * ReaderSpeed [rows] [rounds] [threads]}. The forms take turns, and the median of each is printed
 * at the end, beside its part of the first one's. The functions' compiler is that of {@code
 * -XX:TieredStopAtLevel=1}. Only time on the processor counts, so that a busy machine does not
 * matter much; of several threads it is the time on the wall. It asserts nothing.
 */
public final class ReaderSpeed {

  private static final int BLOCK_ROWS = 100_000;
  private static final String RECORDED = "own, ids recorded";

  private static final String MAPPING =
      """
      {"name": "speed", "title": "The same rows",
       "match": {"header": ["When", "What", "How", "Paid", "Note"]},
       "timestamp": {"column": "When", "format": "yyyy-MM-dd HH:mm:ss", "zone": "UTC"},
       "amount": {"column": "Paid", "signed": true},
       "type": {"column": "What", "words": {"Sale": "deposit", "Refund": "withdrawal"}},
       "payment_method": {"column": "How"}}""";

  /** A header and rows under it, many times. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Form(String header, byte[] rows) {}

  private ReaderSpeed() {}

  /** Measures our own columns, the same rows under a mapping, and other forms of both. */
  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    Map<String, Form> forms = new LinkedHashMap<>();
    String own = "timestamp,type,payment_method,amount,sleep_ms";
    String mapped = "When,What,How,Paid,Note";
    forms.put("own", form(own, "%1$sT%2$s,%3$s,%4$s,%6$s,%7$d\n"));
    forms.put("mapped", form(mapped, "%1$s %2$s,%5$s,%4$s,%8$s%6$s,%7$d\n"));
    forms.put("mapped, iso", form("iso," + mapped, "x,%1$s %2$s,%5$s,%4$s,%8$s%6$s,%7$d\n"));
    forms.put("own, blank for T", form(own, "%1$s %2$s,%3$s,%4$s,%6$s,%7$d\n"));
    forms.put(
        "own, currency and status",
        form(own + ",currency,status", "%1$sT%2$s,%3$s,%4$s,%6$s,%7$d,EUR,approved\n"));
    forms.put("own, offset", form(own, "%1$sT%2$s+05:30,%3$s,%4$s,%6$s,%7$d\n"));
    forms.put("own, quoted", form(own, "\"%1$sT%2$s\",\"%3$s\",\"%4$s\",\"%6$s\",\"%7$d\"\n"));
    String ids = "%1$sT%2$s,%3$s,%4$s,%6$s,%7$d,%9$s,u-%10$04d,shop%11$03d,books\n";
    String keys = own + ",transaction_id,user_id,merchant_id,merchant_category";
    forms.put("own, ids ignored", form(keys, ids));
    forms.put(RECORDED, form(keys, ids));
    Map<String, List<Double>> speeds = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Form> form : forms.entrySet()) {
        double speed = measure(form.getKey(), form.getValue(), rows, threads);
        // The first round is for the compiler.
        if (round > 0) {
          speeds.computeIfAbsent(form.getKey(), name -> new ArrayList<>()).add(speed);
        }
      }
    }
    double first = median(speeds.get("own"));
    speeds.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%s: %.2f M rows/s, %.2f of the first%n",
                name,
                median(all) / 1e6,
                median(all) / first));
  }

  private static double median(List<Double> all) {
    List<Double> sorted = all.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static Form form(String header, String form) {
    Random random = new Random(1);
    List<String> methods = List.of("apple_pay", "crypto", "paypal", "visa", "wire");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < BLOCK_ROWS; i++) {
      String date = "2026-01-%02d".formatted(1 + random.nextInt(30));
      String time =
          "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
      boolean in = random.nextBoolean();
      String method = methods.get(random.nextInt(methods.size()));
      int cents = 500 + random.nextInt(199_500);
      String amount = "%d.%02d".formatted(cents / 100, cents % 100);
      rows.append(
          form.formatted(
              date,
              time,
              in ? "deposit" : "withdrawal",
              method,
              in ? "Sale" : "Refund",
              amount,
              random.nextInt(25),
              in ? "" : "-",
              new UUID(random.nextLong(), random.nextLong()),
              random.nextInt(5_000),
              random.nextInt(200)));
    }
    return new Form(header + "\n", rows.toString().getBytes(UTF_8));
  }

  /** Rows in a second. */
  private static double measure(String name, Form form, int rows, int threads) throws Exception {
    List<InputStream> parts =
        Stream.<InputStream>concat(
                Stream.of(new ByteArrayInputStream(form.header().getBytes(UTF_8))),
                Collections.nCopies(rows / BLOCK_ROWS, form.rows()).stream()
                    .map(ByteArrayInputStream::new))
            .toList();
    boolean iso = form.header().startsWith("iso,");
    Mappings mappings =
        Mappings.of(
            List.of(
                Layouts.document(iso ? MAPPING.replace("yyyy-MM-dd HH:mm:ss", "iso") : MAPPING)));
    LayoutChoice choice = new LayoutChoice.Any(mappings, Optional.empty(), "k");
    long start = time(threads);
    InputStream file = new SequenceInputStream(Collections.enumeration(parts));
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, 1);
    long accepted = 0;
    FileTerms terms = Layouts.TERMS.recorded(name.equals(RECORDED));
    try (OpenObject object = new OpenObject(offset -> file, version)) {
      Layout layout = object.readHeader(choice, terms);
      try (RowReader reader = object.rowsFrom(ImportPosition.START, layout, threads)) {
        for (RowGroup group = reader.next(); group != null; group = reader.next()) {
          accepted += group.accepted();
        }
      }
    }
    if (accepted != rows / BLOCK_ROWS * (long) BLOCK_ROWS) {
      throw new IllegalStateException("accepted " + accepted);
    }
    return accepted * 1e9 / (time(threads) - start);
  }

  private static long time(int threads) {
    return threads == 1
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
