package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {

  @TempDir private Path folder;

  @Test
  void secondRunIsRefusedAndNamesTheFirst() throws Exception {
    Path root = folder.resolve("state");
    try (StateDirectory first = StateDirectory.open(root)) {
      assertThat(first.root()).isEqualTo(root);
      assertThatThrownBy(() -> StateDirectory.open(root))
          .isInstanceOf(FailureException.class)
          .hasMessage(
              "another run uses %s (process %d): stop it first, or give --state DIR"
                  .formatted(root, ProcessHandle.current().pid()));
    }
  }

  @Test
  void closedOneCanBeOpenedAgain() throws Exception {
    StateDirectory.open(folder).close();

    try (StateDirectory again = StateDirectory.open(folder)) {
      assertThat(again.root()).isEqualTo(folder);
    }
  }

  @Test
  void shorterProcessIdLeavesNoDigitOfALongerOne() throws Exception {
    Files.writeString(folder.resolve("lock"), "12345678901234567890\n");

    try (StateDirectory state = StateDirectory.open(folder)) {
      assertThat(state.root().resolve("lock"))
          .hasContent(ProcessHandle.current().pid() + System.lineSeparator());
    }
  }

  @Test
  void closingTakesTheAddressesAway() throws Exception {
    Path runEnv;
    try (StateDirectory state = StateDirectory.open(folder)) {
      runEnv = state.runEnv();
      Files.writeString(runEnv, "export X='1'\n");
    }
    assertThat(runEnv).doesNotExist();
  }

  @Test
  void forgettingTakesDataAndLogsAndNothingElse() throws Exception {
    try (StateDirectory state = StateDirectory.open(folder)) {
      Path row = Files.createDirectories(state.data("mongodb").resolve("deep")).resolve("row");
      Files.writeString(row, "1");
      Files.createDirectories(state.logs());
      Path other = Files.writeString(state.root().resolve("mine.csv"), "1");

      state.forget();

      assertThat(state.root().resolve("data")).doesNotExist();
      assertThat(state.logs()).doesNotExist();
      assertThat(other).exists();
    }
  }

  @Test
  void forgettingNothingIsNothing() throws Exception {
    try (StateDirectory state = StateDirectory.open(folder)) {
      state.forget();
      assertThat(state.root()).isDirectory();
    }
  }

  @Test
  void fileInPlaceOfTheFolderIsSaidWithWhatWasExpected() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> StateDirectory.open(file))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            ("cannot keep data and logs in %s: %s is a file, expected a folder;"
                    + " --state DIR names another folder")
                .formatted(file, file));
    assertThatThrownBy(() -> StateDirectory.open(file.resolve("below")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(file.resolve("below") + ": Not a directory; --state DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "logs", "runtime"})
  void fileInPlaceOfAFolderInItIsSaidBeforeAnythingStarts(String part) throws Exception {
    StateDirectory.open(folder).close();
    Path file = Files.createFile(emptied(folder.resolve(part)));

    assertThatThrownBy(() -> StateDirectory.open(folder))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith(
            "cannot keep data and logs in %s: %s is a file, expected a folder"
                .formatted(folder, file));
    Files.delete(file);
    // The failure has let go of the lock, and the folder is still known as ours.
    StateDirectory.open(folder).close();
  }

  private static Path emptied(Path folder) throws IOException {
    Files.delete(folder);
    return folder;
  }

  @Test
  void runOfAProjectIsBesideItsScript() {
    assertThat(StateDirectory.ofProject(folder)).isEqualTo(folder.resolve(".daybook"));
    assertThat(StateDirectory.runEnv(Path.of("there")))
        .isEqualTo(Path.of("there/run.env").toAbsolutePath());
  }

  /** Or {@code --fresh} would delete somebody's folders that happen to be called data and logs. */
  @Test
  void folderWithOtherFilesIsRefusedAndLeftAsItIs() throws Exception {
    Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious");
    Files.writeString(precious, "1");

    assertThatThrownBy(() -> StateDirectory.open(folder))
        .isInstanceOf(FailureException.class)
        .hasMessage(folder + " holds other files: give a new or an empty folder with --state DIR");
    assertThat(folder).isDirectoryContaining(found -> found.endsWith("data"));
    assertThat(precious).exists();
    assertThat(folder.resolve("lock")).doesNotExist();
  }
}
