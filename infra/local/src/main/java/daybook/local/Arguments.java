package daybook.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What stands behind the name of a command. Each command has a class of its own, whose annotations
 * say what it takes and what its help says; picocli reads both.
 */
public abstract class Arguments {

  /** Behind all other options. */
  private static final int LAST = 99;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = LAST,
      description = "this text")
  private boolean help;

  /** What is wrong beside what picocli finds: a sentence each, with what was expected. */
  protected List<String> problems() {
    return List.of();
  }

  /** What is missing among them; said only where nothing else is wrong. */
  protected Optional<String> missing() {
    return Optional.empty();
  }

  /** Whether only the help is asked for; then nothing else counts. */
  public final boolean isHelp() {
    return help;
  }

  /** The command's name. */
  final String name() {
    return new CommandLine(this).getCommandName();
  }

  /**
   * Reads arguments.
   *
   * @param into whose fields take them
   * @throws UsageException with everything that is wrong, a line each
   */
  public static <T extends Arguments> T parse(T into, List<String> arguments)
      throws UsageException {
    CommandLine line = new CommandLine(into);
    // A file may be called @my.csv.
    line.setExpandAtFiles(false);
    line.getCommandSpec().parser().collectErrors(true);
    List<String> problems = new ArrayList<>();
    List<Exception> errors = line.parseArgs(arguments.toArray(new String[0])).errors();
    if (into.isHelp()) {
      return into;
    }
    // What there is not explains best what else is wrong.
    errors.stream()
        .filter(UnmatchedArgumentException.class::isInstance)
        .forEach(error -> add((UnmatchedArgumentException) error, line, problems));
    for (Exception error : errors) {
      if (!(error instanceof UnmatchedArgumentException)) {
        problems.add(sentence(error));
      }
    }
    problems.addAll(into.problems());
    if (problems.isEmpty()) {
      into.missing().ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return into;
  }

  /** A sentence for {@link #missing()}. */
  static String needs(String command, String what) {
    return "%s needs %s: ./daybook %s --help has examples".formatted(command, what, command);
  }

  private static void add(
      UnmatchedArgumentException error, CommandLine line, List<String> problems) {
    boolean behindOption = false;
    for (String argument : error.getUnmatched()) {
      boolean option = argument.startsWith("-");
      // What stands behind an option that there is not is mostly its value.
      if (option || !behindOption) {
        problems.add(
            "unknown %s %s: ./daybook %s --help lists what there is"
                .formatted(option ? "option" : "argument", argument, line.getCommandName()));
      }
      behindOption = option;
    }
  }

  private static String sentence(Exception error) {
    if (error instanceof OverwrittenOptionException twice) {
      return label(twice.getOverwritten()) + " is given twice: expected once";
    }
    if (error instanceof MissingParameterException missing) {
      return needsValue(missing.getMissing().get(0));
    }
    if (error instanceof ParameterException wrong && wrong.getArgSpec() != null) {
      ArgSpec argument = wrong.getArgSpec();
      String value = String.valueOf(wrong.getValue());
      boolean noValue = argument.arity().max() == 0;
      return noValue
          ? "%s is '%s': expected no value".formatted(label(argument), value)
          : value.isBlank()
              ? needsValue(argument)
              : "%s is '%s': expected %s".formatted(label(argument), value, expected(argument));
    }
    return String.valueOf(error.getMessage());
  }

  private static String needsValue(ArgSpec argument) {
    return "%s needs a value: expected %s".formatted(label(argument), expected(argument));
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String expected(ArgSpec argument) {
    for (ITypeConverter<?> converter : argument.converters()) {
      if (converter instanceof Expected<?> known) {
        return known.what();
      }
    }
    return argument.paramLabel();
  }
}
