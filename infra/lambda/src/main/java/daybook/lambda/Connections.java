package daybook.lambda;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections to a port of the loopback interface, each passed on to a server behind it, which sees
 * the requests as {@link RequestHeads} copies them.
 */
final class Connections implements Stoppable {

  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 128;

  /** Connections at a time; more are closed at once. */
  private static final int OPEN_MAX = 512;

  private static final long THREAD_IDLE_SECONDS = 30;

  /**
   * Between two tries to accept, the first of which failed: what lasts must not take a processor.
   */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final ServerSocket accepting;
  private final InetSocketAddress behind;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          2 * OPEN_MAX,
          THREAD_IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Threads.daemons("http-connection"));

  private Connections(ServerSocket accepting, InetSocketAddress behind) {
    this.accepting = accepting;
    this.behind = behind;
  }

  /**
   * Accepts connections from now on.
   *
   * @param port 0 for any that is free
   * @param behind where the server listens
   * @throws PortTakenException if another program listens there
   */
  static Connections start(int port, InetSocketAddress behind) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    ServerSocket accepting;
    try {
      accepting = new ServerSocket(port, BACKLOG, loopback);
    } catch (BindException e) {
      throw new PortTakenException(port, e);
    }
    Connections connections = new Connections(accepting, behind);
    Threads.daemon("http-connections", connections::accept).start();
    return connections;
  }

  /** The port it listens on. */
  int port() {
    return accepting.getLocalPort();
  }

  private void accept() {
    while (!accepting.isClosed()) {
      try {
        passOn(accepting.accept());
      } catch (IOException e) {
        // Closed, or a client that was gone at once, or for a while no more files can be opened.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void passOn(Socket client) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(behind);
      threads.execute(() -> requests(client, server));
      threads.execute(() -> answers(client, server));
    } catch (IOException | RejectedExecutionException e) {
      close(client, server);
    }
  }

  /** Whoever has sent all still waits for the answer, and so nothing is closed then. */
  private void requests(Socket client, Socket server) {
    try {
      new RequestHeads(
              new BufferedInputStream(client.getInputStream()),
              new BufferedOutputStream(server.getOutputStream()))
          .copy();
      server.shutdownOutput();
    } catch (IOException e) {
      // Either side is gone, or what was sent is no HTTP.
      close(client, server);
    }
  }

  private void answers(Socket client, Socket server) {
    try {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // Either side is gone.
    } finally {
      close(client, server);
    }
  }

  private void close(Socket... sockets) {
    for (Socket socket : sockets) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing is lost with it.
      }
    }
  }

  /** Accepts no more connections; those that are open stay so. */
  void refuse() {
    try {
      accepting.close();
    } catch (IOException e) {
      // Nobody listens any more.
    }
  }

  /** Lets what the server has answered reach its client, then cuts what is left. */
  @Override
  public void stop(Duration graceful, Duration forced) {
    refuse();
    Threads.stop(threads, graceful, Duration.ZERO);
    close(open.toArray(Socket[]::new));
  }
}
