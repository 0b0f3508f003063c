package daybook.mongodb;

import com.mongodb.MongoCommandException;
import daybook.core.port.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** What a MongoDB says of itself and of our database, for whoever looks after it. Only reads. */
public final class MongoInspection {

  private static final int COMMAND_NOT_FOUND = 59;

  private final MongoConnection connection;

  /** Asks over this connection, which stays its owner's. */
  public MongoInspection(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * What was found.
   *
   * @param version such as {@code 7.0.15}
   * @param replicaSet its name; empty for a server alone
   * @param members of the replica set that hold data, the primary among them
   * @param time what the primary's clock says
   * @param begun whether there is anything of ours in it
   * @param missingIndexes indexes that are missing or others, as {@code collection.index}
   * @param unvalidated collections without our validator
   */
  public record Found(
      String version,
      Optional<String> replicaSet,
      int members,
      Optional<Instant> time,
      boolean begun,
      List<String> missingIndexes,
      List<String> unvalidated) {
    /** Copies the lists. */
    public Found {
      missingIndexes = List.copyOf(missingIndexes);
      unvalidated = List.copyOf(unvalidated);
    }
  }

  /**
   * Asks.
   *
   * @throws StoreException if it does not answer
   */
  public Found look() {
    return connection.ask(
        "look at it",
        () -> {
          BsonDocument hello = hello();
          BsonDateTime time = hello.getDateTime("localTime", new BsonDateTime(0));
          MongoSchema schema = new MongoSchema(connection);
          boolean begun = schema.isBegun();
          return new Found(
              run("buildInfo").getString("version", new BsonString("unknown")).getValue(),
              Optional.ofNullable(hello.get("setName")).map(name -> name.asString().getValue()),
              hello.getArray("hosts", new BsonArray()).size(),
              Optional.of(Instant.ofEpochMilli(time.getValue()))
                  .filter(instant -> instant.isAfter(Instant.EPOCH)),
              begun,
              begun ? schema.missingIndexes() : List.of(),
              begun ? schema.unvalidated() : List.of());
        });
  }

  /** Under its old name first, which every server still knows; one that does not logs the other. */
  private BsonDocument hello() {
    try {
      return run("isMaster");
    } catch (MongoCommandException e) {
      if (e.getErrorCode() != COMMAND_NOT_FOUND) {
        throw e;
      }
      return run("hello");
    }
  }

  private BsonDocument run(String command) {
    return connection
        .database()
        .runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
  }
}
