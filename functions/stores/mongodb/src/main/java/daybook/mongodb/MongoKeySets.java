package daybook.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Updates;
import daybook.core.port.KeySets;
import daybook.core.port.StoreException;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped keys of a database in {@code KeySets}, one document. That there are some is noted in
 * {@code Deployment} as well, before anybody is shown them: where the note is and the keys are not,
 * they were lost. Safe for use by several threads and by any number of processes at once.
 */
public final class MongoKeySets implements KeySets {

  static final String COLLECTION = "KeySets";

  private static final String ID = "_id";
  private static final String FIELDS = "fields";
  private static final String NOTE = "fieldKeys";
  private static final String REVISION = "revision";
  private static final String WRAPPED_BY = "wrappedBy";
  private static final String WRAPPED = "wrapped";
  private static final String NOTED = "noted";
  private static final Bson FILTER = eq(ID, FIELDS);

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoKeySets(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every read is {@link MongoConnection#linearizable}: a primary that was deposed may not know
   * yet that there are keys, or newer ones.
   */
  @Override
  public Optional<WrappedKeySet> newest() {
    return connection.ask(
        "read the field keys",
        () -> {
          BsonDocument found = stored();
          if (found == null && isNoted()) {
            // Somebody else may have begun them between the two reads.
            found = stored();
            if (found == null) {
              throw new StoreException(
                  MongoConnection.STORE,
                  "read the field keys",
                  "expected the document that was in "
                      + COLLECTION
                      + ", found none: bring it back from a backup, nothing else opens names and texts");
            }
          }
          if (found != null && !found.containsKey(NOTED)) {
            note();
          }
          return Optional.ofNullable(found)
              .map(document -> MongoConnection.read("the field keys", () -> keySet(document)));
        });
  }

  private @Nullable BsonDocument stored() {
    return connection.linearizable(COLLECTION).find(FILTER).first();
  }

  private boolean isNoted() {
    return connection.linearizable(MongoDeployments.COLLECTION).find(eq(ID, NOTE)).first() != null;
  }

  private void note() {
    insertIfAbsent(MongoDeployments.COLLECTION, new BsonDocument(ID, new BsonString(NOTE)));
    connection.collection(COLLECTION).updateOne(FILTER, Updates.set(NOTED, true));
  }

  private static WrappedKeySet keySet(BsonDocument document) {
    FurtherDocuments.requireKnownForm("the field keys", document);
    return new WrappedKeySet(
        document.getInt64(REVISION).getValue(),
        document.getString(WRAPPED_BY).getValue(),
        document.getString(WRAPPED).getValue());
  }

  @Override
  public void begin(WrappedKeySet first) {
    BsonDocument document =
        new BsonDocument(ID, new BsonString(FIELDS))
            .append(REVISION, new BsonInt64(first.revision()))
            .append(WRAPPED_BY, new BsonString(first.wrappedBy()))
            .append(WRAPPED, new BsonString(first.base64()));
    connection.ask("begin the field keys", () -> insertIfAbsent(COLLECTION, document));
  }

  private boolean insertIfAbsent(String collection, BsonDocument document) {
    try {
      connection.collection(collection).insertOne(document);
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public boolean replace(WrappedKeySet next) {
    Bson change =
        Updates.combine(
            Updates.set(REVISION, new BsonInt64(next.revision())),
            Updates.set(WRAPPED_BY, new BsonString(next.wrappedBy())),
            Updates.set(WRAPPED, new BsonString(next.base64())));
    return connection.ask(
        "replace the field keys",
        () ->
            connection
                    .collection(COLLECTION)
                    .updateOne(and(FILTER, eq(REVISION, next.revision() - 1)), change)
                    .getMatchedCount()
                == 1);
  }
}
