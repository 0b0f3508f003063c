package daybook.lambda;

import java.time.Duration;
import java.util.Objects;

/** How an invocation ended. */
public sealed interface InvocationResult {

  /**
   * The function answered.
   *
   * @param payload JSON, as the function wrote it; may be empty
   */
  record Response(String payload) implements InvocationResult {
    public Response {
      Objects.requireNonNull(payload);
    }
  }

  /**
   * The handler threw, or could not be loaded.
   *
   * @param type class of the exception, or Lambda's own kind of error
   * @param message may be empty
   */
  record FunctionError(String type, String message) implements InvocationResult {
    public FunctionError {
      Objects.requireNonNull(type);
      Objects.requireNonNull(message);
    }
  }

  /**
   * The function took too long, to start or to answer, and was killed.
   *
   * @param after how long it had
   */
  record TimedOut(Duration after) implements InvocationResult {
    public TimedOut {
      Objects.requireNonNull(after);
    }
  }

  /**
   * The function's JVM ended in the middle. What it did until then is not known.
   *
   * @param exitCode 128 and the signal's number where a signal ended it; 3 when it was out of
   *     memory; {@link #UNKNOWN} if it has none
   */
  record Crashed(int exitCode) implements InvocationResult {

    /** Several JVMs ended, or one does not end although it was killed. */
    public static final int UNKNOWN = -1;
  }

  /** The function did not run: all its instances stayed busy, or it is being stopped. */
  record Throttled() implements InvocationResult {}
}
