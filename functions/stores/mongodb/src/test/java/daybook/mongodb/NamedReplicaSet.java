package daybook.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import org.bson.Document;

/**
 * The harm that a test may do to a real replica set through its own commands. Closing undoes what
 * does not end by itself.
 */
final class NamedReplicaSet implements AutoCloseable {

  /** A secondary fetches nothing more once it has come by this fail point. */
  private static final String NO_FETCH = "stopReplProducer";

  private static final int NO_FETCH_MS_MAX = 10_000;

  /** Long enough for another to be elected, and for one alone to come back soon. */
  private static final int STEP_DOWN_S = 2;

  private final MongoClient client;
  private final List<String> secondaries;

  /** Asks the server of this URI who is in its set. */
  NamedReplicaSet(String uri) {
    client = MongoClients.create(uri);
    Document hello = admin(client, new Document("hello", 1));
    secondaries =
        hello.getList("hosts", String.class, List.of()).stream()
            .filter(host -> !host.equals(hello.getString("primary")))
            .toList();
  }

  /** Whether the primary needs others for a majority. */
  boolean hasSecondaries() {
    return !secondaries.isEmpty();
  }

  /** Makes the primary step down, once a secondary has all that it has, if there is one. */
  void stepDown() {
    admin(
        client,
        new Document("replSetStepDown", STEP_DOWN_S)
            .append("secondaryCatchUpPeriodSecs", 1)
            .append("force", !hasSecondaries()));
  }

  /** From now on no secondary gets what the primary writes. */
  void holdSecondaries() {
    for (String host : secondaries) {
      try (MongoClient secondary = direct(host)) {
        Document set = admin(secondary, noFetch("alwaysOn"));
        admin(
            secondary,
            new Document("waitForFailPoint", NO_FETCH)
                .append("timesEntered", set.getInteger("count") + 1)
                .append("maxTimeMS", NO_FETCH_MS_MAX));
      }
    }
  }

  /** They go on. */
  void releaseSecondaries() {
    for (String host : secondaries) {
      try (MongoClient secondary = direct(host)) {
        admin(secondary, noFetch("off"));
      }
    }
  }

  private static Document noFetch(String mode) {
    return new Document("configureFailPoint", NO_FETCH).append("mode", mode);
  }

  private static MongoClient direct(String host) {
    return MongoClients.create("mongodb://" + host + "/?directConnection=true");
  }

  private static Document admin(MongoClient client, Document command) {
    return client.getDatabase("admin").runCommand(command);
  }

  @Override
  public void close() {
    releaseSecondaries();
    client.close();
  }
}
