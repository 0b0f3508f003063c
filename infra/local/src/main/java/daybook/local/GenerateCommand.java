package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.data.GeneratorOptions;
import daybook.data.TransactionGenerator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code ./daybook generate}: writes a CSV of transactions. */
@picocli.CommandLine.Command(
    name = "generate",
    header = {
      "write a CSV of transactions",
      "",
      "  ./daybook generate > sample.csv                      data/transactions_1_month.csv again",
      "  ./daybook generate --rows 1000000 --out my.csv       a million rows",
      "  ./daybook generate --rows 600 --sleep-ms-total 60000 --out minute.csv",
      "  ./daybook generate --currencies EUR,USD --statuses approved,approved,declined",
      ""
    },
    description = {
      "Rows are in random time order, of both types and every payment method alike, and the same for"
          + " the same arguments, everywhere. Without arguments they are those of"
          + " data/transactions_1_month.csv."
    },
    exitCodeList = {"0:done", "1:the file could not be written to its end", "2:wrong command line"})
final class GenerateCommand extends Arguments implements Command {

  private static final GeneratorOptions SAMPLE = GeneratorOptions.SAMPLE;
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--rows",
      paramLabel = "N",
      converter = Rows.class,
      description = "rows beside the header, 1 to " + GeneratorOptions.ROWS_MAX + " (5000)")
  private long rows = SAMPLE.rows();

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Seed.class,
      description =
          "whole number of up to 18 digits; another one gives other rows (${DEFAULT-VALUE})")
  private long seed = SAMPLE.seed();

  @Option(
      names = "--from",
      paramLabel = "YYYY-MM-DD",
      converter = Expected.Day.class,
      description = "first day (${DEFAULT-VALUE})")
  private LocalDate from = SAMPLE.from();

  @Option(
      names = "--days",
      paramLabel = "N",
      converter = Days.class,
      description =
          "days in a row from the first, 1 to " + GeneratorOptions.DAYS_MAX + " (${DEFAULT-VALUE})")
  private int days = SAMPLE.days();

  @Option(
      names = "--methods",
      paramLabel = "A,B,...",
      converter = Methods.class,
      description =
          "payment methods, 1 to 200 different ones of letters, digits, _ and -, 64 characters at"
              + " most (apple_pay,crypto,paypal,visa,wire)")
  private Names methods = new Names(SAMPLE.methods());

  @Option(
      names = "--min-amount",
      paramLabel = "N.NN",
      converter = Amount.class,
      description = "smallest amount, 0.00 to 99999999999.99 (${DEFAULT-VALUE})")
  private BigDecimal minAmount = SAMPLE.minAmount();

  @Option(
      names = "--max-amount",
      paramLabel = "N.NN",
      converter = Amount.class,
      description = "largest amount, --min-amount to 99999999999.99 (${DEFAULT-VALUE})")
  private BigDecimal maxAmount = SAMPLE.maxAmount();

  @Option(
      names = "--sleep-ms-total",
      paramLabel = "N",
      converter = Milliseconds.class,
      description =
          "exact sum of the column sleep_ms, in milliseconds, 0 to 86400000 times the rows (12 times"
              + " the rows)")
  private Optional<Long> sleepMsTotal = Optional.empty();

  @Option(
      names = "--currencies",
      paramLabel = "A,B,...",
      converter = Currencies.class,
      description =
          "a column currency of these codes, 1 to 100 different ones of three capital letters (no"
              + " such column)")
  private Names currencies = new Names(List.of());

  @Option(
      names = "--statuses",
      paramLabel = "A,B,...",
      converter = Statuses.class,
      description =
          "a column status of these words, 1 to 100 of approved, pending and declined; a word twice"
              + " for twice as many rows (no such column)")
  private Names statuses = new Names(List.of());

  @Option(
      names = "--out",
      paramLabel = "FILE",
      converter = Expected.AnyFile.class,
      description =
          "file to write, replaced if it is there; - is standard output (${DEFAULT-VALUE})")
  private Path out = Path.of(STANDARD_OUTPUT);

  @Option(names = "--json", description = "with --out FILE: say what was written as JSON")
  private boolean json;

  @Override
  protected List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!GeneratorOptions.isUpToLastDay(from, days) || from.getYear() < 1) {
      problems.add(
          "--from is '%s': expected a day from 0001-01-01 whose --days end by 9999-12-31"
              .formatted(from));
    }
    if (minAmount.compareTo(maxAmount) > 0) {
      problems.add(
          "--max-amount is '%s': expected an amount from --min-amount, %s, up"
              .formatted(maxAmount, minAmount));
    }
    long waitsMax = rows * GeneratorOptions.SLEEP_MS_A_ROW_MAX;
    if (waits() > waitsMax) {
      problems.add(
          "--sleep-ms-total is '%d': expected a whole number from 0 to %d"
              .formatted(waits(), waitsMax));
    }
    if (json && isStandardOutput()) {
      problems.add("--json needs --out FILE: standard output is the file");
    }
    return problems;
  }

  private long waits() {
    return sleepMsTotal.orElse(rows * GeneratorOptions.SLEEP_MS_A_ROW);
  }

  private boolean isStandardOutput() {
    return out.toString().equals(STANDARD_OUTPUT);
  }

  private GeneratorOptions options() {
    return new GeneratorOptions(
        rows,
        from,
        days,
        seed,
        methods.all(),
        minAmount,
        maxAmount,
        waits(),
        currencies.all(),
        statuses.all());
  }

  @Override
  public int run(Console console) throws FailureException {
    // Past System.out, which hides why it fails.
    return run(new FileOutputStream(FileDescriptor.out));
  }

  /**
   * Writes the file.
   *
   * @param standardOutput takes the rows, or what is said of them
   */
  int run(OutputStream standardOutput) throws FailureException {
    try {
      if (isStandardOutput()) {
        TransactionGenerator.generate(options(), standardOutput);
        return Main.EXIT_DONE;
      }
      write(out);
      standardOutput.write((json ? written() : words()).getBytes(UTF_8));
      return Main.EXIT_DONE;
    } catch (IOException e) {
      if (isStandardOutput() && "Broken pipe".equals(e.getMessage())) {
        // Whoever reads has had enough, as head has: nothing to say.
        return Main.EXIT_FAILED;
      }
      throw new FailureException(
          "--out: %s could not be written to its end: %s".formatted(out, reason(e)), e);
    }
  }

  /** Under its name when it is whole: a part of it could be imported as if it were all. */
  private void write(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream device = Files.newOutputStream(file)) {
        TransactionGenerator.generate(options(), device);
      }
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    // Also where Ctrl-C ends it.
    part.toFile().deleteOnExit();
    try {
      try (OutputStream bytes = Files.newOutputStream(part)) {
        TransactionGenerator.generate(options(), bytes);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder is not there";
    }
    if (e instanceof AccessDeniedException) {
      return "there is no permission to write there";
    }
    String ofSystem = e instanceof FileSystemException failure ? failure.getReason() : null;
    return ofSystem == null ? String.valueOf(e.getMessage()) : ofSystem;
  }

  private String words() {
    return "wrote %s to %s\n".formatted(rows == 1 ? "1 row" : rows + " rows", out);
  }

  private String written() throws IOException {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("file", out.toString());
    written.put("size_bytes", Files.size(out));
    written.put("rows", rows);
    written.put("from", from.toString());
    written.put("to", from.plusDays(days - 1L).toString());
    written.put("seed", seed);
    written.put("sleep_ms_total", waits());
    return written + "\n";
  }

  /** A whole number between bounds. */
  private abstract static class LongNumber extends Expected<Long> {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private final long min;
    private final long max;

    LongNumber(long min, long max) {
      super("a whole number from %d to %d".formatted(min, max));
      this.min = min;
      this.max = max;
    }

    @Override
    protected Optional<Long> read(String text) {
      return Optional.of(text)
          .filter(given -> NUMBER.matcher(given).matches())
          .map(Long::valueOf)
          .filter(number -> number >= min && number <= max);
    }
  }

  /** Rows of a file. */
  static final class Rows extends LongNumber {
    Rows() {
      super(1, GeneratorOptions.ROWS_MAX);
    }
  }

  /** Seeds are numbers of up to eighteen digits: simple to say, and more than enough. */
  static final class Seed extends LongNumber {
    Seed() {
      super(-999_999_999_999_999_999L, 999_999_999_999_999_999L);
    }
  }

  /** A sum of waits. */
  static final class Milliseconds extends LongNumber {
    Milliseconds() {
      super(0, GeneratorOptions.ROWS_MAX * GeneratorOptions.SLEEP_MS_A_ROW_MAX);
    }
  }

  /** Days of a file. */
  static final class Days extends Expected.WholeNumber {
    Days() {
      super(1, GeneratorOptions.DAYS_MAX);
    }
  }

  /** An amount that an import takes. */
  static final class Amount extends Expected<BigDecimal> {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,2})?");

    Amount() {
      super("an amount from 0.00 to " + GeneratorOptions.AMOUNT_MAX + " with at most two decimals");
    }

    @Override
    protected Optional<BigDecimal> read(String text) {
      return Optional.of(text)
          .filter(given -> AMOUNT.matcher(given).matches())
          .map(given -> new BigDecimal(given).setScale(2));
    }
  }

  /**
   * Words that stood between commas.
   *
   * @param all of them; unmodifiable
   */
  record Names(List<String> all) {
    /** Copies the list. */
    Names {
      all = List.copyOf(all);
    }
  }

  /** Words between commas. */
  private abstract static class Words extends Expected<Names> {
    Words(String what) {
      super(what);
    }

    abstract boolean areAllowed(List<String> words);

    @Override
    protected Optional<Names> read(String text) {
      return Optional.of(List.of(text.split(",", -1))).filter(this::areAllowed).map(Names::new);
    }
  }

  /** Payment methods. */
  static final class Methods extends Words {
    Methods() {
      super("1 to 200 different names of " + GeneratorOptions.METHOD_PATTERN);
    }

    @Override
    boolean areAllowed(List<String> words) {
      return words.size() <= GeneratorOptions.METHODS_MAX
          && new HashSet<>(words).size() == words.size()
          && words.stream()
              .allMatch(word -> GeneratorOptions.METHOD_PATTERN.matcher(word).matches());
    }
  }

  /** Codes of currencies. */
  static final class Currencies extends Words {
    Currencies() {
      super("1 to 100 different codes of three capital letters");
    }

    @Override
    boolean areAllowed(List<String> words) {
      return GeneratorOptions.areCurrencies(words);
    }
  }

  /** Words of the column status. */
  static final class Statuses extends Words {
    Statuses() {
      super("1 to 100 words of " + String.join(", ", GeneratorOptions.STATUS_WORDS));
    }

    @Override
    boolean areAllowed(List<String> words) {
      return GeneratorOptions.areStatuses(words);
    }
  }
}
