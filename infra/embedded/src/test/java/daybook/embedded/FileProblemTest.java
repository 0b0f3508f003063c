package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

  @TempDir private Path folder;

  @Test
  void fileInPlaceOfAFolderIsSaidToBeOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(problem(() -> Files.createDirectories(file)))
        .isEqualTo(file + " is a file, expected a folder");
    assertThat(problem(() -> Files.list(file).close()))
        .isEqualTo(file + " is a file, expected a folder");
  }

  @Test
  void fileInPlaceOfAFolderAboveIsTheSystemsReason() throws IOException {
    Path below = Files.writeString(folder.resolve("file"), "").resolve("below");

    assertThat(problem(() -> Files.createDirectories(below)))
        .isEqualTo(below + ": Not a directory");
  }

  @Test
  void missingFileIsSaidToBeMissing() {
    Path file = folder.resolve("none");

    assertThat(problem(() -> Files.readString(file))).isEqualTo(file + " is not there");
  }

  @Test
  void fullFolderIsSaidToBeFull() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    assertThat(problem(() -> Files.delete(folder)))
        .isEqualTo(folder + " is a folder that is not empty");
  }

  /** Made and not met: a test that runs as root may read and write everything. */
  @Test
  void missingPermissionIsNoNameOfAClass() {
    assertThat(FileProblem.of(new AccessDeniedException("/data")))
        .isEqualTo("/data may not be read or written");
  }

  @Test
  void anyOtherFailureIsItsMessage() {
    assertThat(FileProblem.of(new IOException("no space left"))).isEqualTo("no space left");
    assertThat(FileProblem.of(new IOException())).isEqualTo("IOException");
  }

  private static String problem(ThrowingCallable step) {
    return FileProblem.of(catchThrowableOfType(IOException.class, step));
  }
}
