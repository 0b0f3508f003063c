package daybook.local;

import daybook.core.port.StoreException;
import daybook.data.TransactionGenerator;
import daybook.lambda.DirectHttp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** The commands of {@code ./daybook}. */
public final class Main {

  /** Everything went well. */
  static final int EXIT_DONE = 0;

  /** Something failed, or totals were not exact. */
  static final int EXIT_FAILED = 1;

  /** The command line was not understood. */
  static final int EXIT_USAGE = 2;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    DirectHttp.keepFromSystemProxy();
    System.exit(run(Arrays.asList(arguments)));
  }

  private static int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    boolean help = rest.contains("--help") || rest.contains("-h");
    try {
      return switch (command) {
        case "run" -> help ? print(Help.of(command)) : runCommand(rest);
        case "import", "imports", "map", "rejects" ->
            help ? print(Help.of(command)) : fileCommand(command, rest);
        case "generate" ->
            // Past System.out, which hides why it fails.
            TransactionGenerator.run(
                rest.toArray(new String[0]), new FileOutputStream(FileDescriptor.out), System.err);
        case "help", "--help", "-h" -> print(Help.of("help"));
        default ->
            throw new UsageException(
                List.of("unknown command " + command, Help.of("help").stripTrailing()));
      };
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

  private static int print(String text) {
    System.out.print(text);
    return EXIT_DONE;
  }

  private static int runCommand(List<String> arguments)
      throws UsageException, FailureException, InterruptedException {
    RunOptions options = RunOptions.parse(arguments, System.getenv(), home());
    return new RunCommand(options, home(), Console.standard()).run();
  }

  private static int fileCommand(String command, List<String> rest)
      throws UsageException, FailureException, InterruptedException {
    Console console = Console.standard();
    return switch (command) {
      case "imports" -> ImportsCommand.run(ImportsOptions.parse(rest, home()), home(), console);
      case "map" -> MapCommand.run(MapOptions.parse(rest, home()), home(), console);
      case "rejects" ->
          RejectsCommand.run(
              RejectsOptions.parse(rest, home()),
              home(),
              console,
              // Past System.out, which hides why it fails.
              new FileOutputStream(FileDescriptor.out));
      default -> {
        ImportOptions options = ImportOptions.parse(rest, home());
        yield options.dryRun()
            ? DryRun.run(options, home(), console)
            : ImportCommand.run(options, home(), console);
      }
    };
  }

  /** The project's folder, which the script names. */
  private static Path home() {
    return Path.of(System.getProperty("daybook.home", ".")).toAbsolutePath().normalize();
  }
}
