package daybook.local;

import java.nio.file.Path;
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
   */
  static void writeTo(Path folder) {
    if (!folder.toFile().isDirectory() && !folder.toFile().mkdirs()) {
      return;
    }
    System.setProperty(PREFIX + "logFile", folder.resolve("servers.log").toString());
    System.setProperty(PREFIX + "defaultLogLevel", "warn");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    // By one thread, before several servers log at once: SLF4J would say so on standard error.
    LoggerFactory.getILoggerFactory();
  }
}
