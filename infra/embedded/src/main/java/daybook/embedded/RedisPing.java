package daybook.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The question whether a Redis serves: a PING over its own protocol, without a client library. */
final class RedisPing {
  /** Time-out of the connection and of the answer, each. A Redis that is up answers in less. */
  private static final int TIMEOUT_MS = 500;

  private RedisPing() {}

  /**
   * Whether the Redis on this port answers PING, or asks for a password first, which only one that
   * serves does. False while it loads its file.
   */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(Loopback.address(port), TIMEOUT_MS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String answer = in.readLine();
      return answer != null && (answer.equals("+PONG") || answer.startsWith("-NOAUTH "));
    } catch (IOException notYet) {
      return false;
    }
  }
}
