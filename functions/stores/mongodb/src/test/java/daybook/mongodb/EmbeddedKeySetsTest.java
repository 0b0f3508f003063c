package daybook.mongodb;

import daybook.embedded.EmbeddedMongoDb;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the keys over the server of the local run. */
class EmbeddedKeySetsTest extends KeySetsAdapterContract {

  @TempDir private static Path directory;

  private static EmbeddedMongoDb server;

  @BeforeAll
  static void start() {
    server = EmbeddedMongoDb.builder(directory).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  String uri() {
    return server.connectionString();
  }
}
