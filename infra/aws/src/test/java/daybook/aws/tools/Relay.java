package daybook.aws.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections on to a server of the loopback interface, which containers cannot reach
 * themselves. Listens on one address of this machine only.
 */
final class Relay implements AutoCloseable {

  private static final int BACKLOG = 50;
  private static final int CONNECT_MS_MAX = 5_000;

  private final ServerSocket listener;
  private final int backend;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocket listener, int backend) {
    this.listener = listener;
    this.backend = backend;
  }

  /**
   * A relay on a free port.
   *
   * @param address an address of this machine
   * @param backend port of the server
   */
  static Relay start(InetAddress address, int backend) throws IOException {
    Relay relay = new Relay(new ServerSocket(0, BACKLOG, address), backend);
    daemon(relay::accept);
    return relay;
  }

  /** Where it listens. */
  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // Closed, or a client or the server that was gone; clients see their connection end.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    Socket server = new Socket();
    sockets.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), backend), CONNECT_MS_MAX);
    } catch (IOException e) {
      end(client);
      end(server);
      throw e;
    }
    daemon(() -> pump(client, server));
    daemon(() -> pump(server, client));
  }

  /** Copies until one side ends, and then ends both. */
  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One side was closed.
    } finally {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sockets.forEach(this::end);
  }
}
