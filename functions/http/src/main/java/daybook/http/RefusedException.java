package daybook.http;

/** A request that is not one to be answered. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(problem.status() + " " + problem.detail());
    this.problem = problem;
  }

  /** What the caller gets to read. */
  public Problem problem() {
    return problem;
  }
}
