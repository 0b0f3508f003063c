package daybook.lambda;

import java.io.IOException;

/** The port cannot be listened on, in general because another program does. */
public final class PortTakenException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(int port, IOException cause) {
    super("port " + port + " of 127.0.0.1 is not free: " + cause.getMessage(), cause);
    this.port = port;
  }

  /** The port, 1 to 65,535. */
  public int port() {
    return port;
  }
}
