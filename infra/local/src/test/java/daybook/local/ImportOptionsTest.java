package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImportOptionsTest {

  private static final Path HOME = Path.of("/opt/daybook");

  @TempDir private Path folder;
  private String csv;

  @BeforeEach
  void writeFile() throws IOException {
    csv = Files.writeString(folder.resolve("mine.csv"), "").toString();
  }

  /** Whatever the current folder is: both commands mean the run of the project. */
  @Test
  void stateFolderIsThatOfARunUnlessOneIsNamed() throws UsageException {
    assertThat(ImportOptions.parse(List.of(csv), HOME).state())
        .isEqualTo(RunOptions.parse(List.of(), Map.of(), HOME).state())
        .isEqualTo(HOME.resolve(".daybook"));
  }

  @Test
  void everyArgumentIsTaken() throws UsageException {
    assertThat(
            ImportOptions.parse(
                List.of(
                    csv, "--state", "there", "--mapping", "stripe", "--again", "--dry-run", csv),
                HOME))
        .isEqualTo(
            new ImportOptions(
                Path.of("there"),
                List.of(Path.of(csv), Path.of(csv)),
                Optional.of(MappingArgument.named("stripe")),
                false,
                true,
                true,
                false,
                false));
  }

  @Test
  void whatIsReplacedIsADocument() throws Exception {
    String csv = Files.writeString(folder.resolve("my.csv"), "").toString();

    assertThatThrownBy(
            () -> ImportOptions.parse(List.of("--replace", "--mapping", "stripe", csv), HOME))
        .hasMessage("--replace needs --mapping FILE.json, which is put in place of another");
  }

  @Test
  void everyProblemIsReportedAtOnce() throws IOException {
    Path text = Files.writeString(folder.resolve("mine.txt"), "");
    Path none = folder.resolve("none.csv");
    List<String> arguments =
        List.of("--wait", none.toString(), folder.toString(), text.toString(), "--state");

    assertThatThrownBy(() -> ImportOptions.parse(arguments, HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            unknown option --wait: ./daybook import --help lists what there is
            --state needs a value: expected a folder
            %s is not there: expected a file
            %s is a folder: expected a file
            %s would not be imported: expected a name ending in .csv or .csv.gz, in any\
             case; rename it if it is one\
            """
                .formatted(none, folder, text));
  }

  @Test
  void emptyNameIsNotTheCurrentFolder() {
    assertThatThrownBy(() -> ImportOptions.parse(List.of("", csv, " "), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("'' names nothing: expected a file\n' ' names nothing: expected a file");
  }

  /** Opening one would wait for whoever writes into it, perhaps for ever. */
  @Test
  @Timeout(60)
  void namedPipeIsNoFile() throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> ImportOptions.parse(List.of(pipe.toString()), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage(pipe + " is a pipe or a device: expected a file");
  }

  @Test
  void emptyFolderIsNotTheCurrentOne() {
    assertThatThrownBy(() -> ImportOptions.parse(List.of("--state", "", csv), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("--state needs a value: expected a folder");
  }

  @Test
  void noFileIsAProblemThatNamesTheHelp() {
    assertThatThrownBy(() -> ImportOptions.parse(List.of(), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("import needs a file: ./daybook import --help has examples");
  }
}
