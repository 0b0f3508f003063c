package daybook.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a Redis in the directory given and prints its process id and port. */
final class RedisChild {
  private RedisChild() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.builder(Path.of(arguments[0])).start();
    System.out.println(redis.pid() + " " + redis.port());
    // Until it is killed: the parent never writes.
    if (System.in.read() < 0) {
      redis.close();
    }
  }
}
