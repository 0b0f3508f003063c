package daybook.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a local run, locked as long as it is open. The operating system ends the lock of a
 * killed run.
 */
final class StateDirectory implements AutoCloseable {

  private final Path root;
  private final FileChannel channel;

  private StateDirectory(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Makes the folder, if need be, and locks it. One that holds anything must hold the lock of a run
   * before: {@link #forget()} deletes in it, and must never meet what somebody else keeps there.
   *
   * @throws FailureException if it is somebody else's, cannot be written, or another run has it
   */
  static StateDirectory open(Path folder) throws FailureException {
    Path root = folder.toAbsolutePath().normalize();
    Path lockFile = root.resolve("lock");
    try {
      Files.createDirectories(root);
      requireOurs(root, lockFile);
      FileChannel channel =
          FileChannel.open(
              lockFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!lock(channel)) {
        String holder = Files.readString(lockFile).trim();
        channel.close();
        throw new FailureException(
            "another run uses %s (process %s): stop it first, or give --state DIR"
                .formatted(root, holder));
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
      return new StateDirectory(root, channel);
    } catch (IOException e) {
      throw new FailureException("cannot write to " + root + ": " + e, e);
    }
  }

  private static void requireOurs(Path root, Path lockFile) throws IOException, FailureException {
    try (Stream<Path> found = Files.list(root)) {
      if (!Files.exists(lockFile) && found.findAny().isPresent()) {
        throw new FailureException(
            root + " holds other files: give a new or an empty folder with --state DIR");
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The folder itself. */
  Path root() {
    return root;
  }

  /** What the stores keep. */
  Path data(String store) {
    return root.resolve("data").resolve(store);
  }

  /** What functions and servers log. */
  Path logs() {
    return root.resolve("logs");
  }

  /** The addresses of this run, for other programs; there only while it runs. */
  Path runEnv() {
    return root.resolve("run.env");
  }

  /** Forgets data and logs. */
  void forget() throws FailureException {
    for (Path part : new Path[] {root.resolve("data"), logs()}) {
      try {
        deleteTree(part);
      } catch (IOException e) {
        throw new FailureException("cannot delete " + part + ": " + e, e);
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(runEnv());
    channel.close();
  }
}
