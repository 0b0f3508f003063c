package daybook.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The loop-back address, on which every embedded server listens, and its ports. */
final class Loopback {
  /** An address and not a name: it needs no resolver and never means IPv6. */
  static final String HOST = "127.0.0.1";

  private static final int PORT_MAX = 65_535;

  private Loopback() {}

  /**
   * Checks that a port can be listened on now.
   *
   * @param server the server that is going to listen
   * @param port 0, which stands for any free port and always passes, to 65535
   * @throws EmbeddedPortTakenException when another program listens there
   */
  static void requireFree(String server, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "port %d of %s: expected 0 (any free port) to %d".formatted(port, server, PORT_MAX));
    }
    try {
      probe(port);
    } catch (BindException taken) {
      throw new EmbeddedPortTakenException(server, port, taken);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "%s cannot listen on %s:%d: %s".formatted(server, HOST, port, FileProblem.of(e)), e);
    }
  }

  /**
   * A port that nobody listened on a moment ago. Only for a server that cannot choose one itself:
   * it may be taken again before the server listens.
   */
  static int freePort() {
    try {
      return probe(0);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "no free port on %s: %s".formatted(HOST, FileProblem.of(e)), e);
    }
  }

  /** The socket address of a port. */
  static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1}), port);
  }

  private static int probe(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address(port));
      return socket.getLocalPort();
    }
  }
}
