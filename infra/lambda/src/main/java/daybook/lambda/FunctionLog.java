package daybook.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The log file of one function: what all its instances write, line by line as they wrote it. When
 * it is full it becomes {@code name.log.1}, in place of an earlier one. Safe for many threads.
 */
final class FunctionLog implements AutoCloseable {

  /** Largest file in bytes, so that a function in a loop fills no disk: two of them a function. */
  private static final long FILE_BYTES_MAX = 64L << 20;

  /** Longest line in bytes, as in CloudWatch Logs; a longer one becomes several. */
  private static final int LINE_BYTES_MAX = 256 << 10;

  private static final int READ_BYTES = 8 << 10;

  private final String functionId;
  private final Path file;
  private final LogListener listener;
  private OutputStream out;
  private long written;

  FunctionLog(String functionId, Path directory, LogListener listener) throws IOException {
    this.functionId = functionId;
    this.file = directory.resolve(functionId + ".log");
    this.listener = listener;
    Files.createDirectories(directory);
    open();
  }

  private void open() throws IOException {
    out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    written = Files.size(file);
  }

  /** Copies a stream to its end; a thread of its own does it for each instance. */
  void copy(InputStream stream) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] bytes = new byte[READ_BYTES];
    try (stream) {
      for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
        for (int i = 0; i < n; i++) {
          if (bytes[i] == '\n' || line.size() == LINE_BYTES_MAX) {
            write(line);
          }
          if (bytes[i] != '\n') {
            line.write(bytes[i]);
          }
        }
      }
    } catch (IOException e) {
      // The instance was killed while its pipe was read.
    }
    if (line.size() > 0) {
      write(line);
    }
  }

  private void write(ByteArrayOutputStream line) {
    line(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  /** Adds a line. A disk that is full loses it; the function goes on. */
  void line(String line) {
    listener.line(functionId, line);
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      try {
        if (written + bytes.length > FILE_BYTES_MAX) {
          rotate();
        }
        out.write(bytes);
        written += bytes.length;
      } catch (IOException e) {
        // The log must not stop a function.
      }
    }
  }

  private void rotate() throws IOException {
    out.close();
    Path old = file.resolveSibling(file.getFileName() + ".1");
    Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    open();
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Every line was written when it came.
    }
  }
}
