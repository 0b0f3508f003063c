package daybook.faults.deaths;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.data.ExactTotals;
import daybook.data.GeneratorOptions;
import daybook.data.TransactionGenerator;
import daybook.testkit.Gzip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One file to import, with what must become of it.
 *
 * @param name its name, by which it is told apart
 * @param content a file with CSV, plain or gzip; its owner deletes it once it is uploaded
 * @param exact its sums, by the oracle
 * @param rejectedLines physical lines, from 1, of its bad rows
 * @param mapped whether it is read by a {@linkplain #mapping mapping}
 */
record SourceFile(
    String name, Path content, ExactTotals exact, SortedSet<Long> rejectedLines, boolean mapped) {

  /** Where the mapping lies in the import bucket. */
  static final String MAPPING_KEY = "mappings/till.json";

  /** One file in so many is read by a mapping. */
  private static final int MAPPED_EVERY = 4;

  /** Business days before today that late rows are of; the cut-off is 7 days. */
  private static final List<Integer> LATE_DAYS = List.of(8, 30, 400);

  /** Days before today that the other rows are of, today included. */
  private static final int HOT_DAYS = 4;

  private static final int ROWS_MIN = 2_000;
  private static final int ROWS_MAX = 40_000;

  /** One file in so many is this many times larger, so that an import lasts for several faults. */
  private static final int LARGE_EVERY = 6;

  private static final int LARGE_FACTOR = 5;
  private static final int BAD_ROWS_MAX = 20;

  private static final List<String> METHODS =
      List.of("apple_pay", "crypto", "paypal", "visa", "wire");

  private static final List<String> BAD_ROWS =
      List.of(
          "2026-01-15,deposit,visa,1.00,0",
          "2026-02-30T10:30:00,deposit,visa,1.00,0",
          "2026-01-15T10:30:00,refund,visa,1.00,0",
          "2026-01-15T10:30:00,deposit,$where,1.00,0",
          "2026-01-15T10:30:00,deposit,visa,1.005,0",
          "2026-01-15T10:30:00,withdrawal,visa,-1.00,0",
          "2026-01-15T10:30:00,deposit,visa",
          "2026-01-15T10:30:00,deposit,visa,1.00,0,0");

  /** Makes the file of a number in a folder; seed, number and day determine all of it. */
  static SourceFile make(long seed, int number, LocalDate today, Path folder) throws IOException {
    Random random = new Random(seed * 1_000_003 + number);
    random.nextInt();
    int rows = ROWS_MIN + random.nextInt(ROWS_MAX - ROWS_MIN);
    rows *= number % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE_FACTOR : 1;
    List<String> lines = new ArrayList<>();
    int late = rows / 10;
    add(lines, rows - late, today.minusDays(HOT_DAYS - 1L), HOT_DAYS, random.nextLong());
    int daysAgo = LATE_DAYS.get(random.nextInt(LATE_DAYS.size()));
    add(lines, late, today.minusDays(daysAgo), 1, random.nextLong());
    SortedSet<Long> rejected = addBadRows(lines, random);
    String csv = TransactionGenerator.HEADER + "\n" + String.join("\n", lines) + "\n";
    boolean gzip = random.nextInt(3) == 0;
    String name = "file-" + number + (gzip ? ".csv.gz" : ".csv");
    Path own = Files.write(folder.resolve(name), csv.getBytes(UTF_8));
    ExactTotals exact = ExactTotals.of(own);
    if (exact.rejected() != rejected.size() || exact.accepted() != rows) {
      throw new IllegalStateException("the oracle does not count what was made");
    }
    boolean mapped = number % MAPPED_EVERY == 1;
    byte[] bytes = (mapped ? inOtherWords(csv) : csv).getBytes(UTF_8);
    Path content = Files.write(own, gzip ? Gzip.of(bytes) : bytes);
    return new SourceFile(name, content, exact, rejected, mapped);
  }

  /** The same rows as a till has them: what is bad in one form is in the other. */
  private static String inOtherWords(String csv) {
    String rows = csv.substring(csv.indexOf('\n') + 1);
    return "When;Kind;How;Paid;Pause\n" + rows.replace(',', ';').replace('.', ',');
  }

  /** What reads them, as another document each time, so that each import pins one of its own. */
  static String mapping(int number) {
    return """
        {"name": "till", "title": "Till, edition %d", "delimiter": ";", "decimal": ",",
         "match": {"header": ["When", "Kind", "How", "Paid", "Pause"]},
         "timestamp": {"column": "When", "format": "iso"},
         "type": {"column": "Kind", "words": {"deposit": "deposit", "withdrawal": "withdrawal"}},
         "amount": {"column": "Paid"}, "payment_method": {"column": "How"}}
        """
        .formatted(number);
  }

  private static void add(List<String> lines, int rows, LocalDate from, int days, long seed)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransactionGenerator.generate(
        new GeneratorOptions(
            rows,
            from,
            days,
            seed,
            METHODS,
            new BigDecimal("0.01"),
            new BigDecimal("99999.99"),
            rows),
        out);
    out.toString(UTF_8).lines().skip(1).forEach(lines::add);
  }

  /** Puts bad rows between the others, and returns their lines; the header is line 1. */
  private static SortedSet<Long> addBadRows(List<String> lines, Random random) {
    SortedSet<Integer> places = new TreeSet<>();
    int count = random.nextInt(BAD_ROWS_MAX + 1);
    while (places.size() < count) {
      places.add(random.nextInt(lines.size()));
    }
    SortedSet<Long> rejected = new TreeSet<>();
    for (int place : places) {
      lines.add(place, BAD_ROWS.get(random.nextInt(BAD_ROWS.size())));
      rejected.add(place + 2L);
    }
    return rejected;
  }
}
