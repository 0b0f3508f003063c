package daybook.faults.simulation;

import java.time.Instant;

/** What a simulated function is in touch with: every command of it passes here. */
public interface Steps {

  /**
   * Has a command done.
   *
   * @return its reply
   * @throws daybook.core.port.StoreException where it fails, or its reply is lost
   */
  <T> T take(Step<T> step);

  /** The wall clock, as it was at the last reply. It may be stepped back and forth. */
  Instant now();

  /** Milliseconds since the simulation began, as they were at the last reply; they only grow. */
  long elapsedMs();

  /** A name that no other invocation of the simulation has. */
  String name();
}
