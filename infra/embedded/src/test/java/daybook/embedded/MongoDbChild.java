package daybook.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a MongoDB-wire server in the directory given and prints how to connect. */
final class MongoDbChild {
  private MongoDbChild() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedMongoDb server = EmbeddedMongoDb.builder(Path.of(arguments[0])).start();
    System.out.println(server.connectionString());
    // Until it is killed: the parent never writes.
    if (System.in.read() < 0) {
      server.close();
    }
  }
}
