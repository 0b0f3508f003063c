package daybook.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;

/**
 * Main class of a function's JVM: the runtime interface client, tied to the life of the host. The
 * host holds the other end of standard input and never writes; when it is gone, in whatever way,
 * the pipe ends and so does this JVM.
 *
 * <p>Signals that a terminal or a supervisor sends to a whole process group are ignored: the host
 * gets them too and lets running invocations end first. Lambda sends a function no signals either.
 *
 * <p>This class may use no other of the host: their libraries are not on a function's class path.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /**
   * Runs a handler until the host is gone.
   *
   * @param arguments the handler, {@code package.Class::method}
   */
  public static void main(String[] arguments) throws Throwable {
    ignoreSignal("INT");
    ignoreSignal("HUP");
    ignoreSignal("TERM");
    InputStream host = System.in;
    Thread watchdog = new Thread(() -> haltAtEnd(host), "host-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    AWSLambda.main(arguments);
  }

  private static void haltAtEnd(InputStream host) {
    try {
      while (host.read() >= 0) {
        // Nothing is ever said; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
    Runtime.getRuntime().halt(0);
  }

  /** By reflection, because the compiler refuses to name the class, which every JDK has. */
  private static void ignoreSignal(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance(name),
            handler.getField("SIG_IGN").get(null));
  }
}
