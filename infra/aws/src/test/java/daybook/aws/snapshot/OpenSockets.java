package daybook.aws.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Connections of this process's network, as the kernel lists them. */
final class OpenSockets {

  private static final String ESTABLISHED = "01";

  /** Columns of a line of the list. */
  private static final int REMOTE = 2;

  private static final int STATE = 3;

  private OpenSockets() {}

  /** How many connections to a port of a server are open at the client's end. */
  static long to(int port) throws IOException {
    String suffix = ":%04X".formatted(port);
    long count = 0;
    for (String list : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      count +=
          Files.readAllLines(Path.of(list)).stream()
              .map(line -> line.trim().split("\\s+"))
              .filter(fields -> fields[REMOTE].endsWith(suffix))
              .filter(fields -> fields[STATE].equals(ESTABLISHED))
              .count();
    }
    return count;
  }
}
