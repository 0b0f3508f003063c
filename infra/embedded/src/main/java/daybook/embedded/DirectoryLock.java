package daybook.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * The exclusive use of a server's directory by one living process. The operating system gives it
 * back when the process ends, however it ends; so whoever holds it knows that every server found in
 * the directory is a leftover and not somebody's.
 */
final class DirectoryLock implements AutoCloseable {
  /** Stays in the directory: to delete it would let two processes lock two files of that name. */
  private static final String FILE = "daybook.lock";

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the directory for a server, which gives it back at its end; or at once where the server
   * does not start.
   *
   * @throws EmbeddedServerException as {@link #take}
   */
  static <T> T takeFor(String server, Path directory, Function<DirectoryLock, T> start) {
    DirectoryLock lock = take(server, directory);
    boolean started = false;
    try {
      T held = start.apply(lock);
      started = true;
      return held;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /**
   * Makes the directory if need be, and takes it.
   *
   * @throws EmbeddedServerException when it is in use, or cannot be made or written
   */
  static DirectoryLock take(String server, Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return lock(server, directory, channel);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "%s cannot keep its files in %s: %s".formatted(server, directory, FileProblem.of(e)), e);
    }
  }

  private static DirectoryLock lock(String server, Path directory, FileChannel channel)
      throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      // Held by another server of this process: the same answer as by another process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new EmbeddedServerException(
          "%s cannot use %s: another running Daybook uses it".formatted(server, directory));
    }
    return new DirectoryLock(directory, channel);
  }

  /** Gives the directory back. Again is nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "cannot release %s: %s".formatted(directory, FileProblem.of(e)), e);
    }
  }
}
