package daybook.faults.simulation;

/**
 * Ends a replay at the first command that has no reply yet. An error, so that no function takes it
 * for a failure that it may handle.
 */
final class Suspended extends Error {
  private static final long serialVersionUID = 1L;

  Suspended() {
    super("the next command has no reply yet", null, false, false);
  }
}
