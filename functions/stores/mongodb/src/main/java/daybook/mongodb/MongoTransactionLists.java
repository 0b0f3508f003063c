package daybook.mongodb;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import daybook.core.port.TransactionLists;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * Lists from {@code Transactions} and {@code Attempts}, each by its index. Safe for use by several
 * threads.
 */
public final class MongoTransactionLists implements TransactionLists {

  /** The list of a collection that an index has in its order. */
  enum Listed {
    /** By {@code idx_user}. */
    TRANSACTIONS(
        TransactionDocuments.COLLECTION,
        ContentDocuments.USER_ID,
        ContentDocuments.TIMESTAMP,
        TransactionDocuments.ID),
    /** By {@code idx_was}. */
    DELETED(
        TransactionDocuments.COLLECTION,
        TransactionDocuments.WAS_USER_ID,
        TransactionDocuments.WAS_TIMESTAMP,
        TransactionDocuments.WAS_ID),
    /** By {@code idx_user} of the attempts. */
    ATTEMPTS(
        MongoAttempts.COLLECTION,
        ContentDocuments.USER_ID,
        ContentDocuments.TIMESTAMP,
        MongoAttempts.ID);

    private final String collection;
    private final String user;
    private final String timestamp;
    private final String key;

    Listed(String collection, String user, String timestamp, String key) {
      this.collection = collection;
      this.user = user;
      this.timestamp = timestamp;
      this.key = key;
    }

    Bson order() {
      return Sorts.descending(user, timestamp, key);
    }

    /** Consecutive parts of what a part is: behind a place, first of its millisecond. */
    List<BsonDocument> filters(Part part) {
      BsonDocument all = new BsonDocument(user, new BsonString(part.userId()));
      List<BsonDocument> filters = new ArrayList<>();
      Instant before = part.before();
      if (part.behind().isPresent()) {
        Place last = part.behind().get();
        if (last.timestamp().isBefore(before)) {
          before = last.timestamp();
          if (!before.isBefore(part.from())) {
            BsonDocument less = new BsonDocument("$lt", new BsonString(last.key()));
            filters.add(
                all.clone().append(timestamp, ContentDocuments.date(before)).append(key, less));
          }
        }
      }
      if (part.from().isBefore(before)) {
        filters.add(all.append(timestamp, range("$gte", part.from(), before)));
      }
      return filters;
    }
  }

  /** That of {@code idx_updated}. */
  static final Bson CHANGES =
      Sorts.ascending(TransactionDocuments.UPDATED, TransactionDocuments.ID);

  /** What may be tens of kilobytes of a document, and no list has. */
  private static final Bson LISTED =
      Projections.exclude(TransactionDocuments.PAST, TransactionDocuments.TEXTS);

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoTransactionLists(MongoConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<TransactionRecord> ofUser(Part part) {
    return records(read(Listed.TRANSACTIONS, part));
  }

  @Override
  public List<TransactionRecord> deletedOf(Part part) {
    return records(read(Listed.DELETED, part));
  }

  @Override
  public List<Attempt> attemptsOf(Part part) {
    return read(Listed.ATTEMPTS, part).stream().map(MongoAttempts::read).toList();
  }

  private List<BsonDocument> read(Listed listed, Part part) {
    return read(listed.collection, listed.filters(part), listed.order(), part.limit());
  }

  @Override
  public List<TransactionRecord> changed(Optional<Change> behind, Instant before, int limit) {
    return records(read(TransactionDocuments.COLLECTION, changes(behind, before), CHANGES, limit));
  }

  /** Consecutive parts of the changes. */
  static List<BsonDocument> changes(Optional<Change> behind, Instant before) {
    String updated = TransactionDocuments.UPDATED;
    if (behind.isEmpty()) {
      return List.of(
          new BsonDocument(updated, new BsonDocument("$lt", ContentDocuments.date(before))));
    }
    Instant last = behind.get().updated();
    if (!last.isBefore(before)) {
      return List.of();
    }
    BsonDocument greater = new BsonDocument("$gt", new BsonString(behind.get().id().value()));
    return List.of(
        new BsonDocument(updated, ContentDocuments.date(last))
            .append(TransactionDocuments.ID, greater),
        new BsonDocument(updated, range("$gt", last, before)));
  }

  private static BsonDocument range(String lower, Instant from, Instant before) {
    BsonDateTime upper = ContentDocuments.date(before);
    return new BsonDocument(lower, ContentDocuments.date(from)).append("$lt", upper);
  }

  /** What several reads find, one behind the other; what went from one to the next, once. */
  private List<BsonDocument> read(
      String collection, List<BsonDocument> filters, Bson order, int limit) {
    Objects.checkIndex(limit - 1, LIMIT_MAX);
    Map<String, BsonDocument> found = new LinkedHashMap<>();
    for (BsonDocument filter : filters) {
      int left = limit - found.size();
      if (left > 0) {
        connection
            .ask(
                "list " + collection,
                () ->
                    connection
                        .collection(collection)
                        .find(filter)
                        .projection(LISTED)
                        .sort(order)
                        .limit(left)
                        .into(new ArrayList<>()))
            .forEach(
                document -> {
                  String id = document.getString(TransactionDocuments.ID).getValue();
                  found.remove(id);
                  found.put(id, document);
                });
      }
    }
    return List.copyOf(found.values());
  }

  private static List<TransactionRecord> records(List<BsonDocument> documents) {
    return documents.stream()
        .map(
            document ->
                MongoConnection.read(
                    "transaction " + document.get(TransactionDocuments.ID),
                    () -> TransactionDocuments.listed(document)))
        .toList();
  }
}
