package daybook.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a redis-server under its guard, from its configuration file to its end. Its directory
 * is locked by the caller.
 */
final class RedisProcess {
  /** A bigger log of earlier runs is put aside at the start; the one before it is dropped. */
  private static final long LOG_BYTES_MAX = 10L << 20;

  /** The end of the log that goes into an exception: the reason is in its last lines. */
  private static final int LOG_TAIL_BYTES = 4096;

  /** Between two questions whether the server serves. */
  private static final long POLL_MS = 10;

  /** Exit code of a shell that could not execute a command, for one because the file was busy. */
  private static final int NOT_EXECUTED = 126;

  private final Path directory;
  private final Path log;
  private final int port;
  private final Process process;

  private RedisProcess(Path directory, int port, Process process) {
    this.directory = directory;
    this.log = log(directory);
    this.port = port;
    this.process = process;
  }

  /**
   * Starts the server and returns at once.
   *
   * @throws EmbeddedServerException when the executable is none, or the directory cannot be written
   */
  static RedisProcess launch(Path directory, Path executable, int port, List<String> lines) {
    try {
      if (!Files.isExecutable(executable)) {
        throw new EmbeddedServerException(
            "cannot start Redis: %s is not a program".formatted(executable));
      }
      Path program = executable.toRealPath();
      Path configuration = directory.resolve("redis.conf");
      Files.write(configuration, lines);
      // The extra lines may hold a password.
      Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
      putBigLogAside(directory);
      Path guard = RedisBinary.guard(directory.resolve("bin"));
      Process process =
          new ProcessBuilder(
                  "/bin/sh",
                  guard.toString(),
                  "start",
                  program.toString(),
                  configuration.toString())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()))
              .start();
      return noted(new RedisProcess(directory, port, process), program);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "cannot start Redis in %s: %s".formatted(directory, FileProblem.of(e)), e);
    }
  }

  private static RedisProcess noted(RedisProcess started, Path program) throws IOException {
    boolean noted = false;
    try {
      RedisOwner.write(started.directory, started.process.toHandle(), program);
      noted = true;
      return started;
    } finally {
      if (!noted) {
        started.kill();
      }
    }
  }

  private static void putBigLogAside(Path directory) throws IOException {
    Path log = log(directory);
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, directory.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Waits until the server answers.
   *
   * @return false when it ended without serving for a reason that another try may not meet: the
   *     port was taken in the meantime, or its file was busy
   * @throws EmbeddedServerException when it ended otherwise or the time is over; it runs no more
   */
  boolean awaitReady(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!RedisPing.answers(port)) {
      if (waitFor(POLL_MS)) {
        if (process.exitValue() == NOT_EXECUTED || !isFree(port)) {
          return false;
        }
        throw failure("ended with code %d before it was ready".formatted(process.exitValue()));
      }
      if (System.nanoTime() - deadline > 0) {
        kill();
        throw failure("was not ready within %d ms".formatted(limit.toMillis()));
      }
    }
    return true;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets the server write out what it holds and end; kills it when it does not. */
  void stop() {
    // By the handle: Process.destroy would close the pipe as well, which is the guard's signal.
    process.toHandle().destroy();
    if (!waitFor(ServerLimits.STOP_TIMEOUT.toMillis())) {
      kill();
    }
    RedisOwner.delete(directory);
  }

  /** Ends the server at once, as a crash would. */
  void kill() {
    process.toHandle().destroyForcibly();
    waitFor(ServerLimits.STOP_TIMEOUT.toMillis());
  }

  EmbeddedServerException failure(String what) {
    return new EmbeddedServerException(
        "Redis on port %d %s; the end of %s:%n%s".formatted(port, what, log, tail()));
  }

  /** Whether the process has ended; waits for it. When interrupted it is killed instead. */
  private boolean waitFor(long ms) {
    try {
      return process.waitFor(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while Redis was starting or ending", e);
    }
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LOG_TAIL_BYTES));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(cannot be read: " + FileProblem.of(e) + ")";
    }
  }

  private static boolean isFree(int port) {
    try {
      Loopback.requireFree("Redis", port);
      return true;
    } catch (EmbeddedPortTakenException e) {
      return false;
    }
  }

  private static Path log(Path directory) {
    return directory.resolve("redis.log");
  }
}
