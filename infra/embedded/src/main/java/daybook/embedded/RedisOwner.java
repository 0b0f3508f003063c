package daybook.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process serves a directory: a note of its id, its start and its executable. By it a server
 * that outlived its parent (somebody killed the guard as well) is found and ended, and no other
 * process is, whatever got its id since.
 *
 * <p>Whoever calls holds the {@link DirectoryLock}: so the server found has no living owner.
 */
final class RedisOwner {
  private static final Logger LOG = LoggerFactory.getLogger(RedisOwner.class);

  private static final String FILE = "redis.pid";

  /** The system counts a process's start in ticks since boot; boot time moves with the clock. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /**
   * Redis writes out its file and ends in milliseconds; a large file on a slow disk takes longer.
   */
  private static final Duration TERM_TIMEOUT = Duration.ofSeconds(10);

  /** A killed process is gone as soon as the system gets to it. */
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

  /** Between two looks at a process that is about to end. */
  private static final long POLL_MS = 20;

  private RedisOwner() {}

  /**
   * Notes the server that has just been started.
   *
   * @param executable the real path of its executable, as the system has it for a process
   */
  static void write(Path directory, ProcessHandle server, Path executable) throws IOException {
    Properties note = new Properties();
    note.setProperty("pid", Long.toString(server.pid()));
    server
        .info()
        .startInstant()
        .ifPresent(start -> note.setProperty("startedMs", Long.toString(start.toEpochMilli())));
    note.setProperty("executable", executable.toString());
    try (Writer out = Files.newBufferedWriter(directory.resolve(FILE))) {
      note.store(out, null);
    }
  }

  /** Forgets the server: it has ended. */
  static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(FILE));
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "cannot delete the note of Redis's process: " + FileProblem.of(e), e);
    }
  }

  /**
   * Ends the server of a run that was killed, if it still runs.
   *
   * @return whether there was one
   * @throws EmbeddedServerException when it cannot be ended
   */
  static boolean endLeftover(Path directory) {
    Optional<ProcessHandle> leftover = leftover(directory);
    leftover.ifPresent(
        server -> {
          LOG.warn("ending the Redis that an earlier run left in {}: {}", directory, server.pid());
          server.destroy();
          if (!ended(server, TERM_TIMEOUT)) {
            server.destroyForcibly();
          }
          if (!ended(server, KILL_TIMEOUT)) {
            throw new EmbeddedServerException(
                "process %d, the Redis that an earlier run left in %s, cannot be ended"
                    .formatted(server.pid(), directory));
          }
        });
    return leftover.isPresent();
  }

  private static Optional<ProcessHandle> leftover(Path directory) {
    Properties note = new Properties();
    try (Reader in = Files.newBufferedReader(directory.resolve(FILE))) {
      note.load(in);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "cannot read %s, the note of Redis's process: %s"
              .formatted(directory.resolve(FILE), FileProblem.of(e)),
          e);
    }
    return number(note, "pid").flatMap(ProcessHandle::of).filter(server -> isOf(server, note));
  }

  private static boolean isOf(ProcessHandle server, Properties note) {
    Optional<String> command = server.info().command();
    Optional<Instant> start = server.info().startInstant();
    Optional<Long> noted = number(note, "startedMs");
    // Linux adds " (deleted)" to the name of a file that is no longer there.
    return command.isPresent()
        && command.get().startsWith(note.getProperty("executable", "?"))
        && start.isPresent()
        && noted.isPresent()
        && Duration.between(Instant.ofEpochMilli(noted.get()), start.get())
                .abs()
                .compareTo(START_TOLERANCE)
            <= 0;
  }

  private static Optional<Long> number(Properties note, String name) {
    try {
      return Optional.of(Long.valueOf(note.getProperty(name, "")));
    } catch (NumberFormatException halfWritten) {
      return Optional.empty();
    }
  }

  /**
   * Whether a process has ended, after waiting for it. One that has ended and that nobody asks for
   * its result (in containers without an init process) is a name only: it has no executable.
   */
  static boolean ended(ProcessHandle process, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (process.isAlive() && process.info().command().isPresent()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause(process);
    }
    return true;
  }

  private static void pause(ProcessHandle process) {
    try {
      process.onExit().get(POLL_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillThere) {
      // Looked at again by the caller.
    } catch (ExecutionException e) {
      throw new EmbeddedServerException(
          "cannot wait for the end of process %d: %s".formatted(process.pid(), e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(
          "interrupted while process %d was ending".formatted(process.pid()), e);
    }
  }
}
