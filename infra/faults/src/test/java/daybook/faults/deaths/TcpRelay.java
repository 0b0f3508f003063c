package daybook.faults.deaths;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * A port that stays the same while the server behind it changes. All connections through it can be
 * cut at once, or held: bytes then wait in the relay, and a request whose client has long given up
 * still arrives once it is released. Safe for many threads.
 */
final class TcpRelay implements AutoCloseable {

  /** Above every command of the protocol's usual size, so that one read mostly is one command. */
  private static final int CHUNK_BYTES = 128 << 10;

  private static final int CONNECT_MS_MAX = 1_000;

  private final String name;
  private final ServerSocket listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong requestBytes = new AtomicLong();
  private final Object gate = new Object();
  private boolean held;
  private long holdAt = Long.MAX_VALUE;
  private volatile int backend;
  private volatile IntPredicate refused = clientPort -> false;

  /** A relay to nowhere yet, on any free port of the loopback interface. */
  TcpRelay(String name) {
    this.name = name;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("accept", this::accept);
  }

  /** The port to connect to. */
  int port() {
    return listener.getLocalPort();
  }

  /** Sends new connections to this port of the loopback interface; those that are there stay. */
  void backend(int port) {
    backend = port;
  }

  /** Resets every connection; what waits in the relay is lost. */
  void cut() {
    connections.forEach(Connection::reset);
  }

  /**
   * Refuses connections of some clients from now on; those that are there stay.
   *
   * @param clientPort is asked for each new connection, with the port that its client has
   */
  void refuse(IntPredicate clientPort) {
    refused = clientPort;
  }

  /** Resets every connection that would be refused now. */
  void cutRefused() {
    connections.stream()
        .filter(connection -> refused.test(connection.client.getPort()))
        .forEach(Connection::reset);
  }

  /** Lets nothing through in either direction, until it is released. */
  void hold() {
    synchronized (gate) {
      held = true;
    }
  }

  /**
   * Holds everything as soon as so many more requests have come; the last of them is held back.
   *
   * @param count of chunks from clients, at least 1
   */
  void holdAtRequest(long count) {
    synchronized (gate) {
      holdAt = requests.get() + count;
    }
  }

  /** Bytes that clients have sent to the server so far. */
  long requestBytes() {
    return requestBytes.get();
  }

  /** Whether nothing is let through. */
  boolean isHeld() {
    synchronized (gate) {
      return held;
    }
  }

  /** Lets everything through again, first what waits. */
  void release() {
    synchronized (gate) {
      held = false;
      holdAt = Long.MAX_VALUE;
      gate.notifyAll();
    }
  }

  private void passGate(boolean isRequest) throws InterruptedException {
    synchronized (gate) {
      if (isRequest && requests.incrementAndGet() >= holdAt) {
        held = true;
      }
      while (held) {
        gate.wait();
      }
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Connection connection = new Connection(listener.accept());
        daemon("connect", connection::connect);
      } catch (IOException e) {
        // Closed, or a client that was gone before it was accepted.
      }
    }
  }

  private void daemon(String what, Runnable work) {
    Thread thread = new Thread(work, "relay-" + name + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    release();
  }

  /** One client and its connection to the server. */
  private final class Connection {
    private final Socket client;
    private final Socket server = new Socket();

    Connection(Socket client) {
      this.client = client;
      connections.add(this);
    }

    void connect() {
      try {
        if (refused.test(client.getPort())) {
          reset();
          return;
        }
        server.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), backend), CONNECT_MS_MAX);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon("answers", () -> pump(server, client, false));
        pump(client, server, true);
      } catch (IOException e) {
        reset();
      }
    }

    private void pump(Socket from, Socket to, boolean isRequest) {
      byte[] chunk = new byte[CHUNK_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          passGate(isRequest);
          out.write(chunk, 0, n);
          requestBytes.addAndGet(isRequest ? n : 0);
        }
      } catch (IOException e) {
        // One side is gone, so the other one goes as well.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        reset();
      }
    }

    /** With a linger of zero the other side sees a reset instead of an orderly end. */
    void reset() {
      connections.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0);
        } catch (IOException e) {
          // Closed already.
        }
        try {
          socket.close();
        } catch (IOException e) {
          // As gone as it can be.
        }
      }
    }
  }
}
