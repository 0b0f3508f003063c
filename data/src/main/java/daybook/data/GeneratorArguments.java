package daybook.data;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The command line of {@link TransactionGenerator}, read whole, so that all problems show. */
final class GeneratorArguments {

  static final String STANDARD_OUTPUT = "-";

  /** Seeds are numbers of up to eighteen digits: simple to say, and more than enough. */
  private static final long SEED_MAX = 999_999_999_999_999_999L;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,2})?");
  private static final String AMOUNT_ALLOWED =
      "an amount from 0.00 to " + GeneratorOptions.AMOUNT_MAX + " with at most two decimals";
  private static final List<String> NAMES =
      List.of(
          "--rows",
          "--seed",
          "--from",
          "--days",
          "--methods",
          "--min-amount",
          "--max-amount",
          "--sleep-ms-total",
          "--currencies",
          "--statuses",
          "--out");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private boolean help;
  private String out = STANDARD_OUTPUT;
  private GeneratorOptions options = GeneratorOptions.SAMPLE;

  private GeneratorArguments() {}

  /** Reads {@code --name value} and {@code --name=value}; finds every problem, and throws none. */
  static GeneratorArguments parse(String[] args) {
    GeneratorArguments arguments = new GeneratorArguments();
    arguments.split(List.of(args));
    arguments.convert();
    return arguments;
  }

  /** Whether the text of the arguments was asked for; then nothing else counts. */
  boolean help() {
    return help;
  }

  /** One line a problem, naming the argument, its value and what is allowed. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The file to write, or {@link #STANDARD_OUTPUT}. */
  String out() {
    return out;
  }

  /** What to make. Only when there are no problems. */
  GeneratorOptions options() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException("asked for options in spite of " + problems);
    }
    return options;
  }

  private void split(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (name.equals("--help") || name.equals("-h")) {
        help = true;
      } else if (!NAMES.contains(name)) {
        problems.add(arg + ": no such argument; allowed are " + String.join(", ", NAMES));
        boolean valueFollows = i + 1 < args.size() && !args.get(i + 1).startsWith("--");
        i += equals < 0 && name.startsWith("--") && valueFollows ? 1 : 0;
      } else if (equals < 0 && i + 1 == args.size()) {
        problems.add(name + ": its value is missing");
      } else if (values.put(name, equals < 0 ? args.get(++i) : arg.substring(equals + 1)) != null) {
        problems.add(name + ": is given twice; allowed is once");
      }
    }
  }

  private void convert() {
    GeneratorOptions sample = GeneratorOptions.SAMPLE;
    long rows = number("--rows", sample.rows(), 1, GeneratorOptions.ROWS_MAX);
    long seed = number("--seed", sample.seed(), -SEED_MAX, SEED_MAX);
    int days = (int) number("--days", sample.days(), 1, GeneratorOptions.DAYS_MAX);
    LocalDate from = from(sample.from(), days);
    List<String> methods = methods(sample.methods());
    BigDecimal min = amount("--min-amount", sample.minAmount());
    BigDecimal max = amount("--max-amount", sample.maxAmount());
    if (min.compareTo(max) > 0) {
      problem("--max-amount", max.toPlainString(), "an amount from --min-amount, " + min + ", up");
    }
    long sleepMsMax = rows * GeneratorOptions.SLEEP_MS_A_ROW_MAX;
    long sleepMs = rows * GeneratorOptions.SLEEP_MS_A_ROW;
    long sleepMsTotal = number("--sleep-ms-total", sleepMs, 0, sleepMsMax);
    List<String> currencies = currencies();
    List<String> statuses = statuses();
    out = values.getOrDefault("--out", STANDARD_OUTPUT);
    if (!isPath(out)) {
      problem("--out", out, "the path of a file, or - for standard output");
    }
    if (problems.isEmpty()) {
      options =
          new GeneratorOptions(
              rows, from, days, seed, methods, min, max, sleepMsTotal, currencies, statuses);
    }
  }

  private static boolean isPath(String value) {
    try {
      return !Path.of(value).toString().isEmpty();
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private long number(String name, long otherwise, long min, long max) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (NUMBER.matcher(value).matches()) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    problem(name, value, "a whole number from " + min + " to " + max);
    return otherwise;
  }

  private BigDecimal amount(String name, BigDecimal otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (AMOUNT.matcher(value).matches()) {
      return new BigDecimal(value).setScale(2);
    }
    problem(name, value, AMOUNT_ALLOWED);
    return otherwise;
  }

  private LocalDate from(LocalDate otherwise, int days) {
    String value = values.getOrDefault("--from", otherwise.toString());
    try {
      if (DATE.matcher(value).matches()) {
        LocalDate from = LocalDate.parse(value);
        if (from.getYear() >= 1 && GeneratorOptions.isUpToLastDay(from, days)) {
          return from;
        }
      }
    } catch (DateTimeParseException noSuchDay) {
      // Reported below, like every other value that is no day of the calendar.
    }
    problem("--from", value, "a day YYYY-MM-DD from 0001-01-01 whose --days end by 9999-12-31");
    return otherwise;
  }

  private List<String> methods(List<String> otherwise) {
    String value = values.get("--methods");
    if (value == null) {
      return otherwise;
    }
    List<String> methods = Arrays.asList(value.split(",", -1));
    boolean allowed =
        methods.size() <= GeneratorOptions.METHODS_MAX
            && new HashSet<>(methods).size() == methods.size()
            && methods.stream()
                .allMatch(method -> GeneratorOptions.METHOD_PATTERN.matcher(method).matches());
    if (!allowed) {
      problem("--methods", value, "1 to 200 different names of " + GeneratorOptions.METHOD_PATTERN);
      return otherwise;
    }
    return methods;
  }

  private List<String> currencies() {
    List<String> codes = list("--currencies");
    if (GeneratorOptions.areCurrencies(codes)) {
      return codes;
    }
    String allowed = "1 to 100 different codes of three capital letters";
    problem("--currencies", String.join(",", codes), allowed);
    return List.of();
  }

  private List<String> statuses() {
    List<String> words = list("--statuses");
    if (GeneratorOptions.areStatuses(words)) {
      return words;
    }
    String allowed = "1 to 100 words of " + String.join(", ", GeneratorOptions.STATUS_WORDS);
    problem("--statuses", String.join(",", words), allowed);
    return List.of();
  }

  private List<String> list(String name) {
    String value = values.get(name);
    return value == null ? List.of() : List.of(value.split(",", -1));
  }

  private void problem(String name, String value, String allowed) {
    problems.add(name + ": \"" + value + "\" is not allowed; allowed is " + allowed);
  }
}
