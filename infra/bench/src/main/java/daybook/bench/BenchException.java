package daybook.bench;

/** What was to be measured did not run, did not end in time, or gave other sums than expected. */
final class BenchException extends Exception {

  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
