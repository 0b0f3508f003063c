package daybook.faults.deaths;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Main class of a process that must not outlive the test: runs another main class, and halts as
 * soon as the pipe to the parent ends, however the parent did.
 */
final class TiedToParent {

  private TiedToParent() {}

  /**
   * Runs a main class until the parent is gone.
   *
   * @param arguments the main class and its own arguments
   */
  public static void main(String[] arguments) throws Throwable {
    Thread watchdog = new Thread(TiedToParent::haltAtEnd, "parent-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltAtEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
    Runtime.getRuntime().halt(0);
  }
}
