package daybook.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * The keys of requests in {@code IdempotencyKeys}. Safe for use by several threads and by any
 * number of processes at once.
 */
public final class MongoIdempotencyKeys implements IdempotencyKeys {

  static final String COLLECTION = "IdempotencyKeys";

  static final String ID = "_id";
  static final String AT = "at";
  private static final String FINGERPRINT = "fingerprint";
  private static final String SEED = "seed";
  private static final String STATE = "state";

  /** Looks for a key that is taken and not there: its insert may be undone, or it is forgotten. */
  private static final int LOOKS_MAX = 3;

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoIdempotencyKeys(MongoConnection connection) {
    this.connection = connection;
  }

  @Override
  public Use begin(Use mine) {
    String operation = "begin under an idempotency key";
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      if (connection.ask(operation, () -> isInserted(mine))) {
        return mine;
      }
      Optional<Use> known = find(mine.key());
      if (known.isPresent()) {
        return known.get();
      }
    }
    throw new StoreException(
        MongoConnection.STORE, operation, "it is taken, and no majority has it");
  }

  private boolean isInserted(Use mine) {
    try {
      keys().insertOne(document(mine));
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
      return false;
    }
  }

  private Optional<Use> find(String key) {
    BsonDocument found =
        connection.ask("read an idempotency key", () -> keys().find(eq(ID, key)).first());
    return Optional.ofNullable(found)
        .map(document -> MongoConnection.read("an idempotency key", () -> use(document)));
  }

  @Override
  public boolean replace(Use read, Use next) {
    return connection.ask(
        "change an idempotency key",
        () -> keys().replaceOne(document(read), document(next)).getMatchedCount() == 1);
  }

  @Override
  public int forget(Instant olderThan, int limit) {
    Objects.checkIndex(limit - 1, FORGET_MAX);
    Bson isOld = lt(AT, ContentDocuments.date(olderThan));
    List<BsonValue> old = new ArrayList<>();
    connection.ask(
        "read old idempotency keys",
        () -> {
          keys()
              .find(isOld)
              .sort(Sorts.ascending(AT, ID))
              .limit(limit)
              .projection(Projections.include(ID))
              .forEach(document -> old.add(document.get(ID)));
          return old.size();
        });
    int forgotten = 0;
    for (List<BsonValue> part : Parts.of(old, MongoRecords.UPDATES_MAX)) {
      // Compared again: a request may have been begun anew under one of them.
      forgotten +=
          (int)
              connection
                  .ask(
                      "forget " + part.size() + " idempotency keys",
                      () -> keys().deleteMany(and(in(ID, part), isOld)))
                  .getDeletedCount();
    }
    return forgotten;
  }

  private static BsonDocument document(Use use) {
    return new BsonDocument(ID, new BsonString(use.key()))
        .append(FINGERPRINT, new BsonString(use.fingerprint()))
        .append(SEED, new BsonString(use.seed()))
        .append(STATE, new BsonString(use.state().code()))
        .append(AT, new BsonDateTime(use.at().toEpochMilli()));
  }

  private static Use use(BsonDocument document) {
    return new Use(
        document.getString(ID).getValue(),
        document.getString(FINGERPRINT).getValue(),
        document.getString(SEED).getValue(),
        State.ofCode(document.getString(STATE).getValue()),
        ContentDocuments.time(document, AT));
  }

  private MongoCollection<BsonDocument> keys() {
    return connection.collection(COLLECTION);
  }
}
