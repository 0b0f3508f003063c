package daybook.embedded;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts and ends a server inside a time limit. The libraries below have no such limits of their
 * own, or several; so the work is done on a thread that is given up when the time is over.
 */
final class ServerLimits {
  /** How long a server may take to start: ten seconds were seen on a machine with other work. */
  static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** How long a server may take to end. What it acknowledged is safe before that. */
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final String server;
  private final int port;

  /**
   * @param server its name in messages
   * @param port the port it was given; 0 for any
   */
  ServerLimits(String server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server.
   *
   * @throws EmbeddedPortTakenException when its port is taken
   * @throws EmbeddedServerException when it fails otherwise or takes longer than the limit
   */
  <T> T start(Duration limit, Callable<T> work) {
    return within("start", limit, work);
  }

  /**
   * Ends the server.
   *
   * @throws EmbeddedServerException when it fails or takes longer than {@link #STOP_TIMEOUT}
   */
  void stop(Callable<?> work) {
    within("end", STOP_TIMEOUT, work);
  }

  private <T> T within(String what, Duration limit, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "daybook-embedded-%s-%s".formatted(server, what));
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EmbeddedServerException(
          "%s did not %s within %d ms".formatted(server, what, limit.toMillis()), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted: %s did not %s".formatted(server, what), e);
    } catch (ExecutionException e) {
      throw failure(what, Objects.requireNonNull(e.getCause(), "what the work threw"));
    }
  }

  private EmbeddedServerException failure(String what, Throwable cause) {
    if (cause instanceof EmbeddedServerException known) {
      return known;
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return new EmbeddedPortTakenException(server, port, t);
      }
    }
    Object reason = cause instanceof IOException e ? FileProblem.of(e) : cause;
    return new EmbeddedServerException("%s did not %s: %s".formatted(server, what, reason), cause);
  }
}
