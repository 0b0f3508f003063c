package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file with a secret that only its owner may read. Made at most once, however many processes do
 * so at the same time, and never written again.
 */
final class KeyFile {

  static final String STORE = "Key file";

  /** A key set of one key has some 300 bytes. */
  private static final int BYTES_MAX = 65_536;

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path path;
  private final EventLog log;

  /**
   * @param path absolute
   * @param log hears of a file system that cannot keep others from reading
   */
  KeyFile(Path path, EventLog log) {
    this.path = path;
    this.log = log;
  }

  /**
   * What is in it; empty where there is no such file.
   *
   * @throws StoreException if it cannot be read, or others may read it as well
   */
  Optional<String> read() {
    String operation = "read " + path;
    try {
      requirePrivate(operation);
      if (Files.size(path) > BYTES_MAX) {
        throw new StoreException(
            STORE, operation, "expected a key, found more than %d bytes".formatted(BYTES_MAX));
      }
      return Optional.of(new String(Files.readAllBytes(path), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException(STORE, operation, e);
    }
  }

  private void requirePrivate(String operation) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      if (Files.exists(path)) {
        log.log(
            Level.WARN,
            "key_file_unprotected",
            Map.of("path", path.toString(), "reason", "the file system has no permissions"));
      }
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
      throw new StoreException(
          STORE,
          operation,
          "expected a file that only its owner may read, found %s: chmod 600 %s"
              .formatted(PosixFilePermissions.toString(permissions), path));
    }
  }

  /**
   * Makes it, with its folder; leaves one that is there as it is. It is there as a whole or not at
   * all, and survives a loss of power once this has returned.
   */
  void make(String text) {
    Path folder = Objects.requireNonNull(path.getParent(), "the path is absolute");
    Path draft = folder.resolve(path.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      Files.createDirectories(folder, permissions("rwx------"));
      try {
        write(draft, text);
        publish(draft, text);
      } finally {
        Files.deleteIfExists(draft);
      }
      sync(folder);
    } catch (IOException e) {
      throw new StoreException(STORE, "make " + path, e);
    }
  }

  /** By a link, and no move: a move would replace a file that somebody else has made meanwhile. */
  private void publish(Path draft, String text) throws IOException {
    try {
      try {
        Files.createLink(path, draft);
      } catch (UnsupportedOperationException e) {
        // Without links whoever reads at the same time may find it half written, and fails.
        write(path, text);
      }
    } catch (FileAlreadyExistsException e) {
      // It stays as it is.
      return;
    }
  }

  private void write(Path file, String text) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, permissions("rw-------"))) {
      ByteBuffer bytes = UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The folder's entry, where a folder can be opened. */
  private void sync(Path folder) throws IOException {
    if (!permitted()) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private FileAttribute<?>[] permissions(String text) {
    return permitted()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  private boolean permitted() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
