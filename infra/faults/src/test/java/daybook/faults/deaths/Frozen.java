package daybook.faults.deaths;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that is stopped where it stands, until it is woken or this process ends, in whatever
 * way: a shell holds the stop as long as the pipe to it is open. So nothing stays stopped for ever.
 */
final class Frozen {

  private static final Duration SHELL_LIMIT = Duration.ofSeconds(10);

  private final Process shell;

  private Frozen(Process shell) {
    this.shell = shell;
  }

  /** Stops a process; returns once the signal is sent. */
  static Frozen of(long pid) throws IOException {
    Process shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "kill -STOP $1; echo; read -r end; kill -CONT $1",
                "freeze",
                Long.toString(pid))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (shell.getInputStream().read() < 0) {
      throw new IOException("the shell that was to stop process " + pid + " has ended");
    }
    return new Frozen(shell);
  }

  /** Lets it go on, if it still lives. */
  void wake() throws IOException, InterruptedException {
    shell.getOutputStream().close();
    if (!shell.waitFor(SHELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      shell.destroyForcibly();
      throw new IOException("the shell that held a process stopped did not end");
    }
  }

  /** For a process that was killed: there is nobody left to wake. */
  void end() {
    shell.destroyForcibly();
  }
}
