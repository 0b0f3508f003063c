package daybook.embedded;

/** A server cannot listen on the port it was given, because another program does. */
public final class EmbeddedPortTakenException extends EmbeddedServerException {
  private static final long serialVersionUID = 1L;

  EmbeddedPortTakenException(String server, int port, Throwable cause) {
    super(
        "%s cannot listen on %s:%d (%s): end the program that holds the port or choose another one"
            .formatted(server, Loopback.HOST, port, cause.getMessage()),
        cause);
  }
}
