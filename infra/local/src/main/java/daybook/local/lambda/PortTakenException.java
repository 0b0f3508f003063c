package daybook.local.lambda;

import java.io.IOException;

/** Another program listens on the port. */
public final class PortTakenException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(int port, IOException cause) {
    super("port " + port + " is taken: another program listens on 127.0.0.1:" + port, cause);
    this.port = port;
  }

  /** The port, 1 to 65,535. */
  public int port() {
    return port;
  }
}
