package daybook.lambda;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** HTTP servers on the loopback interface. */
final class LocalHttp {

  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 128;

  /** Seconds within which a request must have arrived whole, so that no client holds a thread. */
  private static final int REQUEST_SECONDS_MAX = 30;

  static {
    // Read once by the JDK, before the first server. Without nodelay an answer of two segments
    // waits 40 ms for the first one's acknowledgement.
    setUnlessGiven("sun.net.httpserver.nodelay", "true");
    setUnlessGiven("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS_MAX));
  }

  private LocalHttp() {}

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * A server that is bound but not started.
   *
   * @param port 0 for any that is free
   * @throws PortTakenException if another program listens there
   */
  static HttpServer bind(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    try {
      return HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    } catch (BindException e) {
      throw new PortTakenException(port, e);
    }
  }
}
