package daybook.lambda;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Whether a server is away, said once when it goes and once when it is back. */
final class Outage {

  private final Logger log;
  private final String server;
  private final AtomicBoolean away = new AtomicBoolean();

  Outage(Logger log, String server) {
    this.log = log;
    this.server = server;
  }

  void failed(Exception cause) {
    if (away.compareAndSet(false, true)) {
      log.warn("{} does not answer, still trying: {}", server, cause.getMessage());
    }
  }

  void worked() {
    if (away.compareAndSet(true, false)) {
      log.info("{} is back", server);
    }
  }
}
