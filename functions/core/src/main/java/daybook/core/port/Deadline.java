package daybook.core.port;

/** How long the current invocation may still run. */
@FunctionalInterface
public interface Deadline {

  /** Milliseconds until the function is killed. */
  long remainingMs();
}
