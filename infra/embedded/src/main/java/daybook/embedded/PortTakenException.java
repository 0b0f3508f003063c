package daybook.embedded;

/** A server cannot listen on the port it was given, because another program does. */
public final class PortTakenException extends EmbeddedServerException {
  private static final long serialVersionUID = 1L;

  private final String server;
  private final int port;

  PortTakenException(String server, int port, Throwable cause) {
    super(
        "%s cannot listen on %s:%d (%s): end the program that holds the port or choose another one"
            .formatted(server, Loopback.HOST, port, cause.getMessage()),
        cause);
    this.server = server;
    this.port = port;
  }

  /** The server that was to be started: {@code Redis}, {@code MongoDB}, {@code S3}, {@code SQS}. */
  public String server() {
    return server;
  }

  /** The port that is taken, 1 to 65535. */
  public int port() {
    return port;
  }
}
