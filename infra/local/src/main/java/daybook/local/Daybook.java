package daybook.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** {@code ./daybook}: all commands there are, and what their help looks like. */
@CommandLine.Command(
    name = "./daybook",
    customSynopsis = "./daybook COMMAND",
    commandListHeading = "",
    exitCodeList = {
      "0:everything went well",
      "1:something failed: a file was not imported, totals were not exact, a check found a fault",
      "2:the command line was not understood, or a setting is wrong; nothing was done"
    },
    footer = {
      "",
      "./daybook COMMAND --help says more, with examples",
      "./daybook --version says which one this is"
    })
public final class Daybook {

  /** Of a line of help: what a terminal of the usual width shows whole. */
  private static final int HELP_WIDTH = 100;

  /** Examples first, then what they do, then what there is. */
  private static final List<String> SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_HEADER,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  private Daybook() {}

  /**
   * The commands of this module by their names, in the order in which they are listed.
   *
   * @param home folder of the project
   */
  static Map<String, Supplier<Arguments>> commands(Path home, Map<String, String> environment) {
    Map<String, Supplier<Arguments>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunOptions.Given(home, environment));
    commands.put("import", () -> new ImportOptions.Given(home));
    commands.put("replay", () -> new ReplayCommand(home));
    commands.put("imports", () -> new ImportsOptions.Given(home));
    commands.put("rejects", () -> new RejectsOptions.Given(home));
    commands.put("stats", () -> new StatsCommand(home));
    commands.put("post", () -> new PostCommand(home));
    commands.put("transaction", () -> new TransactionCommand(home));
    commands.put("map", () -> new MapOptions.Given(home));
    commands.put("doctor", () -> new DoctorCommand(home, environment));
    commands.put("generate", GenerateCommand::new);
    commands.put("produce", () -> new ProduceCommand(home));
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  /**
   * All of them as picocli sees them.
   *
   * @param further those of other modules
   */
  public static CommandLine commandLine(Path home, List<Arguments> further) {
    CommandLine all = new CommandLine(new Daybook());
    commands(home, Map.of()).values().forEach(command -> all.addSubcommand(command.get()));
    further.forEach(all::addSubcommand);
    all.setUsageHelpWidth(HELP_WIDTH);
    all.setHelpSectionKeys(SECTIONS);
    set(all);
    all.getSubcommands().values().forEach(Daybook::set);
    return all;
  }

  /**
   * The script by which bash and zsh complete them. Picocli's turns file names off, which are what
   * most of our arguments and options are.
   */
  public static String completion(CommandLine all) {
    return AutoComplete.bash("daybook", all).replaceAll("(?m)^.*compopt \\+o default\\R+", "");
  }

  private static void set(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.synopsisHeading("usage: ");
    usage.exitCodeListHeading("%nexit codes:%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading(command.getCommandSpec().positionalParameters().isEmpty() ? "%n" : "");
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
  }

  /** What {@code --help} of a command says. */
  public static String help(CommandLine command) {
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }
}
