package daybook.local;

import daybook.embedded.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/** Sends what the embedded servers and libraries log to a file, warnings and worse only. */
final class ServerLogs {

  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private ServerLogs() {}

  /**
   * Lets libraries say nothing, for a command that says in its own words what goes wrong. Takes
   * effect if it is called before anything was logged.
   */
  static void silence() {
    System.setProperty(PREFIX + "defaultLogLevel", "off");
  }

  /**
   * Has it written to {@code servers.log} in a folder. Takes effect if it is called before anything
   * was logged.
   *
   * @throws FailureException if the file cannot be written; the logger would go on without a word
   */
  static void writeTo(Path folder) throws FailureException {
    Path file = folder.resolve("servers.log");
    try {
      Files.createDirectories(folder);
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new FailureException("cannot write logs: " + FileProblem.of(e), e);
    }
    System.setProperty(PREFIX + "logFile", file.toString());
    System.setProperty(PREFIX + "defaultLogLevel", "warn");
    // Warns of every index that it does not need, at each start.
    System.setProperty(PREFIX + "log.de.bwaldvogel.mongo.backend.AbstractMongoDatabase", "error");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    // By one thread, before several servers log at once: SLF4J would say so on standard error.
    LoggerFactory.getILoggerFactory();
  }
}
