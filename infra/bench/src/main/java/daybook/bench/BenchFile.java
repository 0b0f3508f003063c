package daybook.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import daybook.data.GeneratorOptions;
import daybook.data.TransactionGenerator;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A generated file: both types, amounts with two digits.
 *
 * @param path where it lies
 * @param form what is in it
 * @param from its first day
 * @param bytes its size
 */
record BenchFile(Path path, Form form, LocalDate from, long bytes) {

  /** A month: the days of a file unless told otherwise. */
  static final int DAYS = 30;

  /** Reads what {@link #mapped} writes. */
  static final String MAPPING =
      """
      {"name": "bench", "title": "The same rows",
       "match": {"header": ["When", "What", "How", "Paid", "Note"]},
       "timestamp": {"column": "When", "format": "yyyy-MM-dd HH:mm:ss", "zone": "UTC"},
       "amount": {"column": "Paid", "signed": true},
       "type": {"column": "What", "words": {"Sale": "deposit", "Refund": "withdrawal"}},
       "payment_method": {"column": "How"}}
      """;

  private static final long SEED = 20_260_101;

  /**
   * What a file has.
   *
   * @param rows rows beside the header, at least one a day
   * @param sorted whether rows are in the order of their times, else in random order
   * @param methods payment methods, 1 to 200
   * @param days days in a row
   */
  record Form(long rows, boolean sorted, int methods, int days) {

    /** A month of rows. */
    Form(long rows, boolean sorted, int methods) {
      this(rows, sorted, methods, DAYS);
    }

    /**
     * For file names and results: {@code 1000000-random-5}, of other than a month with its days.
     */
    String name() {
      return rows + "-" + order() + "-" + methods + (days == DAYS ? "" : "-" + days + "d");
    }

    private String order() {
      return sorted ? "sorted" : "random";
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,d rows, %s order, %d payment methods", rows, order(), methods);
    }
  }

  /** Writes a file into a folder. */
  static BenchFile generate(Form form, LocalDate from, Path folder) throws IOException {
    Path path = folder.resolve(form.name() + ".csv");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      if (form.sorted()) {
        writeSorted(form, from, out);
      } else {
        TransactionGenerator.generate(options(form, from, form.days(), form.rows(), SEED), out);
      }
    }
    return new BenchFile(path, form, from, Files.size(path));
  }

  /** Day by day, so that memory holds the rows of one day only. */
  private static void writeSorted(Form form, LocalDate from, OutputStream out) throws IOException {
    out.write((TransactionGenerator.HEADER + "\n").getBytes(US_ASCII));
    for (int day = 0; day < form.days(); day++) {
      long rows = form.rows() * (day + 1) / form.days() - form.rows() * day / form.days();
      ByteArrayOutputStream rowsOfDay = new ByteArrayOutputStream();
      TransactionGenerator.generate(
          options(form, from.plusDays(day), 1, rows, SEED + day), rowsOfDay);
      List<String> sorted = rowsOfDay.toString(US_ASCII).lines().skip(1).sorted().toList();
      for (String row : sorted) {
        out.write(row.getBytes(US_ASCII));
        out.write('\n');
      }
    }
  }

  private static GeneratorOptions options(
      Form form, LocalDate from, int days, long rows, long seed) {
    GeneratorOptions sample = GeneratorOptions.SAMPLE;
    List<String> methods =
        form.methods() <= sample.methods().size()
            ? sample.methods().subList(0, form.methods())
            : IntStream.rangeClosed(1, form.methods()).mapToObj("method_%03d"::formatted).toList();
    return new GeneratorOptions(
        rows,
        from,
        days,
        seed,
        methods,
        new BigDecimal("5.00"),
        new BigDecimal("2000.00"),
        rows * 12);
  }

  /** Writes the same rows in other words, under other names, beside it. */
  BenchFile mapped() throws IOException {
    Path other = path.resolveSibling(form.name() + "-mapped.csv");
    try (BufferedReader rows = Files.newBufferedReader(path, US_ASCII);
        Writer out = Files.newBufferedWriter(other, US_ASCII)) {
      rows.readLine();
      out.write("When,What,How,Paid,Note\n");
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        String[] cells = row.split(",", -1);
        boolean in = cells[1].equals("deposit");
        cells[0] = cells[0].replace('T', ' ');
        cells[1] = in ? "Sale" : "Refund";
        cells[3] = in ? cells[3] : "-" + cells[3];
        out.write(String.join(",", cells));
        out.write('\n');
      }
    }
    return new BenchFile(other, form, from, Files.size(other));
  }

  /** Its last day. */
  LocalDate to() {
    return from.plusDays(form.days() - 1L);
  }

  long rows() {
    return form.rows();
  }
}
