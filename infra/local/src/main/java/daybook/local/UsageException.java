package daybook.local;

import java.util.List;

/** A command line that is not understood; the message has a line for each problem. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
