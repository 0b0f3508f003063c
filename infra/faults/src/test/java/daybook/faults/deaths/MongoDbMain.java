package daybook.faults.deaths;

import daybook.embedded.EmbeddedMongoDb;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A MongoDB-wire server as a process of its own, to be killed: a folder is its only argument. */
public final class MongoDbMain {

  /** What comes before the port in the line that it prints once it listens. */
  static final String LISTENS = "listens on ";

  private MongoDbMain() {}

  /** Serves until the process is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedMongoDb server = EmbeddedMongoDb.builder(Path.of(arguments[0])).start();
    System.out.println(LISTENS + server.port() + ";");
    new CountDownLatch(1).await();
  }
}
