package daybook.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a server and cuts each after it has brought so many bytes back. */
final class CuttingProxy implements AutoCloseable {

  private final URI target;
  private final long bytesPerConnection;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bytesBack = new AtomicLong();

  CuttingProxy(URI target, long bytesPerConnection) throws IOException {
    this.target = target;
    this.bytesPerConnection = bytesPerConnection;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Connections so far. */
  int connections() {
    return connections.get();
  }

  /** Bytes that came back so far. */
  long bytesBack() {
    return bytesBack.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(target.getHost(), target.getPort());
        connections.incrementAndGet();
        open.add(client);
        open.add(server);
        threads.execute(() -> pump(client, server, Long.MAX_VALUE, new AtomicLong()));
        threads.execute(() -> pump(server, client, bytesPerConnection, bytesBack));
      }
    } catch (IOException e) {
      // closed: no more connections
    }
  }

  private void pump(Socket from, Socket to, long bytesMax, AtomicLong counter) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      long left = bytesMax;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, count);
        counter.addAndGet(count);
        left -= count;
      }
    } catch (IOException e) {
      // either side is gone, so the other goes too
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
