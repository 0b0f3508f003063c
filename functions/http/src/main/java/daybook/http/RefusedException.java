package daybook.http;

/** A request that is not answered with totals. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RefusedException(Problem problem) {
    super(problem.status() + " " + problem.detail());
    this.problem = problem;
  }

  /** What the caller is told. */
  Problem problem() {
    return problem;
  }
}
