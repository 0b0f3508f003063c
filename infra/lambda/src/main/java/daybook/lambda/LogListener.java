package daybook.lambda;

/** Gets every line that functions write. Called by many threads. */
@FunctionalInterface
public interface LogListener {

  /** Ignores every line. */
  LogListener NONE = (functionId, line) -> {};

  /**
   * A function wrote a line. Must return soon: the function waits.
   *
   * @param functionId logical id
   * @param line without its end
   */
  void line(String functionId, String line);
}
