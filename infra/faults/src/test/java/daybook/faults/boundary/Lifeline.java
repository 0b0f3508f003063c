package daybook.faults.boundary;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Everything by which one life of a function reaches the servers. Once it is cut, not one further
 * byte of the function goes to any of them, which from outside is what SIGKILL does. Safe for
 * threads.
 */
final class Lifeline implements AutoCloseable {

  /** Time for the threads of cut connections to end, in seconds. */
  private static final long END_SECONDS_MAX = 30;

  private final Attack attack;
  private final Runnable onCut;
  private final List<Closeable> open = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean cut;
  private int commands;
  private Throwable failure;

  /**
   * Begins uncut.
   *
   * @param onCut called once, when the function dies
   */
  Lifeline(Attack attack, Runnable onCut) {
    this.attack = attack;
    this.onCut = onCut;
  }

  /** Listens in front of a server of this machine; returns the port. */
  int proxy(String server, int port, Wires wires) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      keep(listener);
      begin("proxy-" + server, () -> accept(listener, server, port, wires));
      return listener.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes what understands one connection. */
  @FunctionalInterface
  interface Wires {
    /** For a new connection. */
    Wire open();
  }

  private void accept(ServerSocket listener, String server, int port, Wires wires)
      throws IOException {
    while (true) {
      Socket client = listener.accept();
      client.setTcpNoDelay(true);
      keep(client);
      begin("carrier-" + server, () -> carry(client, server, port, wires.open()));
    }
  }

  private void carry(Socket client, String server, int port, Wire wire) throws IOException {
    try (client;
        Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      target.setTcpNoDelay(true);
      keep(target);
      FaultProxy proxy = new FaultProxy(this, server, wire);
      while (proxy.carryOne(client, target)) {
        // and the next one
      }
    }
  }

  /** Numbers a command; empty where the function is dead. */
  synchronized Optional<Command> number(String server, Wire.Request request) {
    return cut ? Optional.empty() : Optional.of(new Command(++commands, server, request.name()));
  }

  /** Sends bytes to a server, or none of them where the function is dead. */
  synchronized boolean send(byte[] bytes, OutputStream out) throws IOException {
    if (cut) {
      return false;
    }
    out.write(bytes);
    out.flush();
    return true;
  }

  /** What is done at the boundaries. */
  Attack attack() {
    return attack;
  }

  /** How many commands have arrived. */
  synchronized int commands() {
    return commands;
  }

  /** Whether the function is dead. */
  synchronized boolean isCut() {
    return cut;
  }

  /** What went wrong in the test itself. */
  synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Ends the function. Again is nothing. */
  void cut() {
    synchronized (this) {
      if (cut) {
        return;
      }
      cut = true;
    }
    closeAll();
    onCut.run();
  }

  private void closeAll() {
    List<Closeable> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    for (Closeable each : all) {
      close(each);
    }
  }

  private static void close(Closeable each) {
    try {
      each.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Closeable socket) {
    boolean late;
    synchronized (this) {
      late = cut;
      open.add(socket);
    }
    if (late) {
      close(socket);
    }
  }

  /** What a thread does until its sockets are closed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private synchronized void begin(String name, Work work) {
    Thread thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // The connection ended, by whichever end.
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
      }
      cut();
    }
  }

  /** Closes what is open and waits until no thread of this is left. */
  @Override
  public void close() {
    synchronized (this) {
      cut = true;
    }
    closeAll();
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    try {
      for (Thread thread : all) {
        thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS_MAX));
        if (thread.isAlive()) {
          throw new IllegalStateException(thread.getName() + " does not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
