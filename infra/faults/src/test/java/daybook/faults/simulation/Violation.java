package daybook.faults.simulation;

/** Something that must never be, or that should have come to be: the promise is broken. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public Violation(String message) {
    super(message);
  }
}
