package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import daybook.core.port.MappingArchive;
import daybook.core.port.StoreException;
import java.util.Optional;
import org.bson.BsonDocument;

/** The documents of mappings in {@code Mappings}, one for each hash. Safe for several threads. */
public final class MongoMappingArchive implements MappingArchive {

  static final String COLLECTION = "Mappings";

  private static final String ID = "_id";
  private static final String DOCUMENT = "document";

  /** Somebody else has inserted it at the same time. */
  private static final int DUPLICATE_KEY = 11_000;

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoMappingArchive(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 23: it is there once a majority read has shown it. What somebody else is inserting
   * may still be rolled back.
   */
  @Override
  public void keep(String hash, String document) {
    if (find(hash).isPresent()) {
      return;
    }
    connection.ask("keep mapping " + hash, () -> insert(hash, document));
    if (find(hash).isEmpty()) {
      throw new StoreException(MongoConnection.STORE, "keep mapping " + hash, "it is not there");
    }
  }

  private boolean insert(String hash, String document) {
    try {
      mappings()
          .updateOne(
              eq(ID, hash),
              Updates.setOnInsert(DOCUMENT, document),
              new UpdateOptions().upsert(true));
      return true;
    } catch (MongoException e) {
      if (e.getCode() != DUPLICATE_KEY) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public Optional<String> find(String hash) {
    BsonDocument found =
        connection.ask("read mapping " + hash, () -> mappings().find(eq(ID, hash)).first());
    return Optional.ofNullable(found)
        .map(
            document ->
                MongoConnection.read(
                    "mapping " + hash, () -> document.getString(DOCUMENT).getValue()));
  }

  private MongoCollection<BsonDocument> mappings() {
    return connection.collection(COLLECTION);
  }
}
