package daybook.local;

/** {@code ./daybook completion}: what makes a shell complete commands and options. */
@picocli.CommandLine.Command(
    name = "completion",
    header = {
      "print what makes a shell complete commands and options",
      "",
      "  . <(./daybook completion)                          in bash, for this shell",
      "  echo \". <($PWD/daybook completion)\" >> ~/.bashrc  for every shell to come",
      ""
    },
    description = {
      "For bash, and for zsh, which loads its bashcompinit by it. It needs no build, and not even Java."
    },
    exitCodeList = {"0:done", "2:wrong command line"})
final class CompletionCommand extends Arguments implements Command {

  /** The script, beside the texts of the help. */
  static final String SCRIPT = "completion.bash";

  @Override
  public int run(Console console) {
    System.out.print(Help.text(SCRIPT));
    return Main.EXIT_DONE;
  }
}
