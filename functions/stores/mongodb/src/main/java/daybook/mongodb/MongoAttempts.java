package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import daybook.core.port.Attempts;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The attempts in {@code Attempts}, by their keys. Safe for use by several threads and by any
 * number of processes at once.
 */
public final class MongoAttempts implements Attempts {

  static final String COLLECTION = "Attempts";

  static final String ID = "_id";
  static final String TRANSACTION = "transaction";
  static final String AT = "at";
  private static final String STATUS = "status";
  private static final String PLACE = "place";
  private static final String CONFLICTING = "conflicting";

  private static final InsertManyOptions EACH = new InsertManyOptions().ordered(false);

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoAttempts(MongoConnection connection) {
    this.connection = connection;
  }

  @Override
  public Set<String> keep(List<Attempt> attempts) {
    Objects.checkIndex(attempts.size(), BULK_MAX + 1);
    Set<String> kept = new TreeSet<>();
    for (List<Attempt> part : Parts.of(attempts, MongoRecords.INSERTS_MAX)) {
      List<BsonDocument> documents = part.stream().map(MongoAttempts::document).toList();
      Set<Integer> there =
          connection.ask("keep " + part.size() + " attempts", () -> insertEach(documents));
      for (int i = 0; i < part.size(); i++) {
        if (!there.contains(i)) {
          kept.add(part.get(i).key());
        }
      }
    }
    return kept;
  }

  /** Places of those that are there already. */
  private Set<Integer> insertEach(List<BsonDocument> documents) {
    Set<Integer> there = new HashSet<>();
    try {
      attempts().insertMany(documents, EACH);
    } catch (MongoBulkWriteException e) {
      if (!MongoCheckpoints.isOnlyDuplicate(e)) {
        throw e;
      }
      e.getWriteErrors().forEach(error -> there.add(error.getIndex()));
    }
    return there;
  }

  @Override
  public Map<String, Attempt> kept(Collection<String> keys) {
    Objects.checkIndex(keys.size(), BULK_MAX + 1);
    Map<String, Attempt> found = new TreeMap<>();
    for (List<String> part : Parts.of(List.copyOf(keys), MongoRecords.INSERTS_MAX)) {
      connection
          .ask(
              "read " + part.size() + " attempts",
              () -> attempts().find(in(ID, part)).into(new ArrayList<>()))
          .forEach(document -> found.put(document.getString(ID).getValue(), read(document)));
    }
    return found;
  }

  static Attempt read(BsonDocument document) {
    return MongoConnection.read("attempt " + document.get(ID), () -> attempt(document));
  }

  @Override
  public Optional<Attempt> newest(TransactionId id) {
    BsonDocument found =
        connection.ask(
            "read the newest attempt at " + id,
            () ->
                attempts()
                    .find(eq(TRANSACTION, id.value()))
                    .sort(Sorts.descending(TRANSACTION, AT, ID))
                    .first());
    return Optional.ofNullable(found).map(MongoAttempts::read);
  }

  private static BsonDocument document(Attempt attempt) {
    BsonDocument document =
        new BsonDocument(ID, new BsonString(attempt.key()))
            .append(TRANSACTION, new BsonString(attempt.id().value()))
            .append(STATUS, new BsonString(attempt.status()))
            .append(PLACE, new BsonString(attempt.place()))
            .append(AT, ContentDocuments.date(attempt.at()));
    if (attempt.conflicting()) {
      document.append(CONFLICTING, BsonBoolean.TRUE);
    }
    attempt.content().ifPresent(content -> ContentDocuments.append(document, content));
    return document;
  }

  private static Attempt attempt(BsonDocument document) {
    return new Attempt(
        new TransactionId(document.getString(TRANSACTION).getValue()),
        document.getString(STATUS).getValue(),
        document.containsKey(ContentDocuments.TIMESTAMP)
            ? Optional.of(ContentDocuments.content(document))
            : Optional.empty(),
        document.getString(PLACE).getValue(),
        ContentDocuments.time(document, AT),
        document.getBoolean(CONFLICTING, BsonBoolean.FALSE).getValue());
  }

  private MongoCollection<BsonDocument> attempts() {
    return connection.collection(COLLECTION);
  }
}
