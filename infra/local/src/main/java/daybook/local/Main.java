package daybook.local;

import daybook.core.port.StoreException;
import daybook.lambda.DirectHttp;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** The commands of {@code ./daybook}. */
public final class Main {

  /** Everything went well. */
  static final int EXIT_DONE = 0;

  /** Something failed, or totals were not exact. */
  static final int EXIT_FAILED = 1;

  /** The command line was not understood. */
  static final int EXIT_USAGE = 2;

  private static final String HELP = "help";

  /** What asks for the help of all commands. */
  private static final Set<String> HELP_WORDS = Set.of(HELP, "--help", "-h");

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    DirectHttp.keepFromSystemProxy();
    System.exit(run(Arrays.asList(arguments), Console.standard()));
  }

  /** Runs one command and returns its exit code; what is wrong goes to standard error. */
  static int run(List<String> arguments, Console console) {
    try {
      return run(
          arguments.isEmpty() ? HELP : arguments.get(0),
          arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size()),
          console);
    } catch (UsageException e) {
      System.err.println("daybook: " + e.getMessage());
      return EXIT_USAGE;
    } catch (InvalidPathException e) {
      System.err.printf(
          "daybook: '%s' cannot be the name of a file here: %s%n", e.getInput(), e.getReason());
      return EXIT_USAGE;
    } catch (FailureException | StoreException | SdkException e) {
      System.err.println("daybook: " + e.getMessage());
      return EXIT_FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    }
  }

  private static int run(String name, List<String> rest, Console console)
      throws UsageException, FailureException, InterruptedException {
    if (HELP_WORDS.contains(name)) {
      return print(rest.isEmpty() ? Help.of(HELP) : Help.of(command(rest.get(0)).name()));
    }
    Arguments arguments = Arguments.parse(command(name), rest);
    return arguments.isHelp() ? print(Help.of(name)) : ((Command) arguments).run(console);
  }

  private static Arguments command(String name) throws UsageException {
    Supplier<Arguments> command = Daybook.commands(home(), System.getenv()).get(name);
    if (command == null) {
      throw new UsageException(List.of("unknown command " + name, Help.of(HELP).stripTrailing()));
    }
    return command.get();
  }

  private static int print(String text) {
    System.out.print(text);
    return EXIT_DONE;
  }

  /** The project's folder, which the script names. */
  private static Path home() {
    return Path.of(System.getProperty("daybook.home", ".")).toAbsolutePath().normalize();
  }
}
