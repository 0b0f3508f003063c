package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapCommandTest {

  private static final String COMPLETE =
      "Date,Amount,Method,Type\n2026-01-05,5.00,visa,sale\n2026-01-06,2.00,visa,refund\n";

  @TempDir private Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A command and what it has printed, in the place of what was printed before. */
  private int map(Path file, String... more) throws Exception {
    bytes.reset();
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--state", folder.resolve("state").toString(), file.toString()));
    Path home = LocalPipeline.home();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return MapCommand.run(MapOptions.parse(arguments, home), home, new Console(out, false));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void proposalShowsRowsAsTheyWouldCountAndWritesNothingUntold() throws Exception {
    Path file = write("till.csv", COMPLETE);

    assertThat(map(file)).isZero();

    assertThat(printed())
        .contains(file + " fits no mapping that there is; a new one is proposed")
        .contains("2 rows, 2 would count, 0 would be rejected, 0 skipped")
        .contains("line 2: 2026-01-05 deposits visa 5.00\n")
        .contains("line 3: 2026-01-06 withdrawals visa 2.00\n")
        .contains(" --out till.json\n");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void mappingThatIsWrittenReadsTheFile() throws Exception {
    Path file = write("till.csv", COMPLETE);
    Path out = folder.resolve("till.json");

    assertThat(map(file, "--out", out.toString())).isZero();

    assertThat(printed()).contains("written to " + out).contains("--mapping " + out);
    MappingArgument written = MappingArgument.parse(out.toString());
    assertThat(written.name()).isEqualTo("till");
  }

  @Test
  void fileThatIsThereIsNotReplaced() throws Exception {
    Path file = write("till.csv", COMPLETE);
    Path out = write("till.json", "mine");

    assertThatThrownBy(() -> map(file, "--out", out.toString()))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith(out + " is there already, and is not replaced: ");
    assertThat(out).content().isEqualTo("mine");
  }

  @Test
  void whatIsOpenIsNoSuccess() throws Exception {
    Path out = folder.resolve("open.json");

    assertThat(map(write("a.csv", "Date,Amount\n02/05/2026,5.00\n"), "--out", out.toString()))
        .isEqualTo(Main.EXIT_FAILED);

    assertThat(printed())
        .contains("NOT COMPLETE")
        .contains("- timestamp: ", "- type: ", "- payment_method: ")
        .contains("once it is complete, to see how rows count: ")
        .doesNotContain("would count");
  }

  @Test
  void knownFileNamesItsMapping() throws Exception {
    Path sample = LocalPipeline.home().resolve("data/presets/stripe.csv");

    assertThat(map(sample)).isZero();

    assertThat(printed()).contains(sample + " is known: Stripe").contains("--mapping stripe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "2026-01-05,5.00,visa,sale\n", "<html><body>x</body></html>"})
  void whatIsNoTableIsRefusedWithItsReason(String text) throws Exception {
    assertThat(map(write("a.csv", text))).isEqualTo(Main.EXIT_FAILED);

    assertThat(printed()).contains("a.csv would be refused (").doesNotContain("fits no mapping");
  }

  /** Its import would be refused for the name alone. */
  @Test
  void nameThatIsNotImportedIsSaidWithTheMapping() throws Exception {
    Path file = write("till.txt", COMPLETE);

    assertThat(map(file, "--out", folder.resolve("till.json").toString())).isZero();

    assertThat(printed())
        .contains("! " + file + " would not be imported: expected a name ending in .csv");
  }

  @Test
  void nameThatIsNotImportedIsSaidOfAKnownFileToo() throws Exception {
    Path file =
        write(
            "own.txt",
            "timestamp,type,payment_method,amount\n2026-01-05T10:00:00,deposit,visa,1.00\n");

    assertThat(map(file)).isZero();

    assertThat(printed())
        .contains("! " + file + " would not be imported")
        .doesNotContain("./daybook import ");
  }

  /** A terminal must not do what a file says. */
  @Test
  void hiddenCharactersOfAFileAreShownAndNotDone() throws Exception {
    map(write("a.csv", "Date,Amount,\u001b[2Jx,Type\n2026-01-05,\u001b[2J,a,\u001b]0;b\n"));

    assertThat(printed()).doesNotContain("\u001b").contains("<U+001B>[2J");
  }

  @Test
  void commandLineThatIsNotUnderstoodIsToldAllAtOnce() throws Exception {
    Path file = write("a.csv", COMPLETE);

    assertThatThrownBy(() -> map(file, "--to", "--out", "x.txt"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "unknown option --to: ./daybook map --help lists what there is\n"
                + "--out is 'x.txt': expected a file that ends in .json");
    assertThatThrownBy(() -> map(file, file.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessage("map needs one file, found 2: ./daybook map --help has examples");
    assertThatThrownBy(() -> map(folder.resolve("none.csv")))
        .isInstanceOf(UsageException.class)
        .hasMessage(folder.resolve("none.csv") + " is not there: expected a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "imports", "rejects", "map"})
  void unknownOptionIsOneLineAndItsExitCodeTwo(String command) throws Exception {
    try (DaybookProcess process = DaybookProcess.start(folder, Map.of(), command, "--wrong")) {
      assertThat(process.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
      assertThat(process.output()).isEmpty();
      assertThat(process.errors())
          .isEqualTo(
              "daybook: unknown option --wrong: ./daybook %s --help lists what there is\n"
                  .formatted(command));
    }
  }
}
