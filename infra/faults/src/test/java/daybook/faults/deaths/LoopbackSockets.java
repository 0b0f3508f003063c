package daybook.faults.deaths;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which process is at the other end of a connection over the loopback interface; Linux only. */
final class LoopbackSockets {

  private static final Path TABLE = Path.of("/proc/net/tcp");

  /** Columns of the table, from 0. */
  private static final int LOCAL = 1;

  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private LoopbackSockets() {}

  /** Whether a process holds the end of a connection that has this port, to that other port. */
  static boolean holds(long pid, int port, int otherPort) {
    Optional<String> inode = inode(port, otherPort);
    return inode.isPresent() && holds(pid, "socket:[" + inode.get() + "]");
  }

  private static Optional<String> inode(int port, int otherPort) {
    String local = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
    String remote = ":%04X".formatted(otherPort).toUpperCase(Locale.ROOT);
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(columns -> columns[LOCAL].endsWith(local) && columns[REMOTE].endsWith(remote))
          .map(columns -> columns[INODE])
          .filter(inode -> !inode.equals("0"))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> socket.equals(target(file)));
    } catch (IOException e) {
      return false; // The process has ended.
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
