package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a command of {@code ./daybook} has written, and its exit code. A process of its own costs
 * more than most of what commands do: only where one is what is tested is it started.
 *
 * @param bytes of standard output
 * @param errors standard error
 */
record Ended(int exit, ByteBuffer bytes, String errors) {

  static Ended of(int exit, byte[] bytes, String errors) {
    return new Ended(exit, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), errors);
  }

  /** Runs a command here, as a process would. */
  static Ended here(List<String> arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream written = new PrintStream(output, true, UTF_8);
        PrintStream said = new PrintStream(errors, true, UTF_8)) {
      System.setOut(written);
      System.setErr(said);
      int exit = Main.run(arguments, new Console(written, false));
      return of(exit, output.toByteArray(), errors.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Standard output as text. */
  String output() {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
