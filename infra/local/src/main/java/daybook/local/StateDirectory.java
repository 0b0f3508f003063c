package daybook.local;

import daybook.embedded.FileProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a local run, locked as long as it is open. The operating system ends the lock of a
 * killed run.
 */
final class StateDirectory implements AutoCloseable {

  private static final String DATA = "data";
  private static final String LOGS = "logs";
  private static final String RUNTIME = "runtime";
  private static final String FIELD_KEYS = "field-keys";

  /** Its folders: one that cannot be made is said before anything starts. */
  private static final List<String> PARTS = List.of(DATA, LOGS, RUNTIME);

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
      boolean complete = false;
      try {
        take(channel, root, lockFile);
        // Behind the lock, by which the next run knows that they are ours.
        for (String part : PARTS) {
          Files.createDirectories(root.resolve(part));
        }
        complete = true;
        return new StateDirectory(root, channel);
      } finally {
        if (!complete) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new FailureException(
          "cannot keep data and logs in %s: %s; --state DIR names another folder"
              .formatted(root, FileProblem.of(e)),
          e);
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

  private static void take(FileChannel channel, Path root, Path lockFile)
      throws IOException, FailureException {
    if (!lock(channel)) {
      String holder = Files.readString(lockFile).trim();
      throw new FailureException(
          "another run uses %s (process %s): stop it first, or give --state DIR"
              .formatted(root, holder));
    }
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The folder that a run of a project has unless it is given another. */
  static Path ofProject(Path home) {
    return home.resolve(".daybook");
  }

  /** The folder itself. */
  Path root() {
    return root;
  }

  /** What the stores keep. */
  Path data(String store) {
    return root.resolve(DATA).resolve(store);
  }

  /** What functions and servers log. */
  Path logs() {
    return root.resolve(LOGS);
  }

  /**
   * What wraps the keys of names and free text. It stays when everything else is forgotten: a
   * database that was given may hold texts of it.
   */
  Path fieldKeys() {
    return root.resolve(FIELD_KEYS);
  }

  /** What the functions' processes are started from. */
  Path runtime() {
    return root.resolve(RUNTIME);
  }

  /** The addresses of this run, for other programs; there only while it runs. */
  Path runEnv() {
    return runEnv(root);
  }

  /** The same of a folder that another process may have open. */
  static Path runEnv(Path folder) {
    return folder.toAbsolutePath().normalize().resolve("run.env");
  }

  /** Forgets data and logs. */
  void forget() throws FailureException {
    for (Path part : new Path[] {root.resolve(DATA), logs()}) {
      try {
        FileTree.delete(part);
      } catch (IOException e) {
        throw new FailureException("cannot delete " + part + ": " + FileProblem.of(e), e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(runEnv());
    channel.close();
  }
}
