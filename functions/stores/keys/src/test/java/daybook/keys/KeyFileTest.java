package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final int THREADS = 8;

  @TempDir private Path folder;

  private final List<String> events = new ArrayList<>();

  private KeyFile file(Path path) {
    return new KeyFile(path, (level, event, facts) -> events.add(event + " " + facts.get("path")));
  }

  @Test
  void fileIsMadeForItsOwnerOnlyWithItsFolder() throws IOException {
    Path path = folder.resolve("a/b/keys.json");
    KeyFile file = file(path);
    assertThat(file.read()).isEmpty();
    file.make("text");
    assertThat(file.read()).contains("text");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
        .isEqualTo("rwx------");
    assertThat(names(path.getParent())).containsExactly("keys.json");
    assertThat(events).isEmpty();
  }

  @Test
  void fileThatIsThereStaysAsItIs() throws IOException {
    Path path = folder.resolve("keys.json");
    file(path).make("first");
    file(path).make("second");
    assertThat(file(path).read()).contains("first");
    assertThat(names(folder)).containsExactly("keys.json");
  }

  @Test
  void ofManyThatMakeItAtOnceAllReadTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 20; round++) {
        KeyFile file = file(folder.resolve(round + "/keys.json"));
        List<Callable<String>> makers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          String text = Integer.toString(thread).repeat(10_000);
          makers.add(
              () -> {
                file.make(text);
                return file.read().orElseThrow();
              });
        }
        List<String> read = new ArrayList<>();
        for (Future<String> maker : threads.invokeAll(makers)) {
          read.add(maker.get());
        }
        assertThat(read).hasSize(THREADS).containsOnly(read.get(0));
        assertThat(read.get(0)).hasSize(10_000);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void fileThatOthersMayUseIsRefusedWithWhatToDo(String mode) throws IOException {
    Path path = folder.resolve("keys.json");
    file(path).make("hush");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> file(path).read())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Key file failed: read %s: expected a file that only its owner may read, found %s: chmod 600 %s",
            path, mode, path);
  }

  @Test
  void whatIsNoKeyIsAnError() throws IOException {
    assertThatThrownBy(() -> file(folder).read()).isInstanceOf(StoreException.class);
    Path path = folder.resolve("keys.json");
    file(path).make("x".repeat(65_537));
    assertThatThrownBy(() -> file(path).read())
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("expected a key, found more than 65536 bytes");
  }

  @Test
  void folderThatCannotBeMadeIsAnError() throws IOException {
    Files.writeString(folder.resolve("a"), "a file");
    assertThatThrownBy(() -> file(folder.resolve("a/keys.json")).make("text"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Key file failed: make " + folder);
  }

  @Test
  void fileSystemWithoutPermissionsAndLinksIsReportedAndUsed() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (FileSystem system = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path path = system.getPath("/folder/keys.json");
      KeyFile file = file(path);
      assertThat(file.read()).isEmpty();
      file.make("first");
      file.make("second");
      assertThat(file.read()).contains("first");
      assertThat(events).containsExactly("key_file_unprotected /folder/keys.json");
      assertThat(Files.readString(path, UTF_8)).isEqualTo("first");
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
