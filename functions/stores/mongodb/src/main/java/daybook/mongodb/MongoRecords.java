package daybook.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import daybook.core.Transaction;
import daybook.core.port.Records;
import daybook.core.protocol.ImportId;
import daybook.core.record.Entry;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * The documents of transactions in {@code Transactions}. Safe for use by several threads and by any
 * number of processes at once.
 */
public final class MongoRecords implements Records {

  /** Documents in one insert: a second on the slowest server, 1 MB. */
  static final int INSERTS_MAX = 2_000;

  /** Updates in one bulk, which name several fields each: likewise. */
  static final int UPDATES_MAX = 1_000;

  /** Ids in one read: 70 KB of filter. */
  private static final int IDS_MAX = 1_000;

  /** That of their indexes. */
  static final Bson PENDING_ORDER =
      Sorts.ascending(
          TransactionDocuments.PENDING_STATE,
          TransactionDocuments.PENDING_SINCE,
          TransactionDocuments.PENDING_ID);

  static final Bson BORN_ORDER =
      Sorts.ascending(TransactionDocuments.BORN_IMPORT, TransactionDocuments.BORN_OFFSET);

  static final Bson UPDATED_ORDER =
      Sorts.ascending(TransactionDocuments.UPDATED, TransactionDocuments.ID);

  private static final InsertManyOptions EACH = new InsertManyOptions().ordered(false);
  private static final BulkWriteOptions EACH_UPDATE = new BulkWriteOptions().ordered(false);
  private static final BsonDocument ABSENT = new BsonDocument("$exists", BsonBoolean.FALSE);
  private static final BsonDocument THERE = new BsonDocument("$exists", BsonBoolean.TRUE);

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoRecords(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition R1: it returns when a majority has what was made.
   */
  @Override
  public Set<TransactionId> insert(List<TransactionRecord> records) {
    requireBulk(records);
    Set<TransactionId> made = new HashSet<>();
    for (List<TransactionRecord> part : Parts.of(records, INSERTS_MAX)) {
      List<BsonDocument> documents = part.stream().map(TransactionDocuments::of).toList();
      Set<Integer> taken =
          connection.ask("insert " + part.size() + " transactions", () -> insertEach(documents));
      for (int i = 0; i < part.size(); i++) {
        if (!taken.contains(i)) {
          made.add(part.get(i).id());
        }
      }
    }
    return made;
  }

  /** Places of those whose ids are taken. */
  private Set<Integer> insertEach(List<BsonDocument> documents) {
    Set<Integer> taken = new HashSet<>();
    try {
      transactions().insertMany(documents, EACH);
    } catch (MongoBulkWriteException e) {
      if (!MongoCheckpoints.isOnlyDuplicate(e)) {
        throw e;
      }
      e.getWriteErrors().forEach(error -> taken.add(error.getIndex()));
    }
    return taken;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition R3: by majority, as every read of the connection.
   */
  @Override
  public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
    requireBulk(ids);
    Map<TransactionId, TransactionRecord> found = new HashMap<>();
    for (List<TransactionId> part : Parts.of(List.copyOf(ids), IDS_MAX)) {
      Bson filter =
          Filters.in(
              TransactionDocuments.ID,
              part.stream().map(id -> new BsonString(id.value())).toList());
      read("read " + part.size() + " transactions", transactions -> transactions.find(filter))
          .forEach(record -> found.put(record.id(), record));
    }
    return found;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Conditions R6 and R14: every field of what is open is compared by itself, so that what a
   * later version adds to it is no difference.
   */
  @Override
  public boolean claim(List<LineClaim> claims, Instant now) {
    requireBulk(claims);
    return update("claim", claims.stream().map(claim -> claim(claim, now)).toList())
        == claims.size();
  }

  private static WriteModel<BsonDocument> claim(LineClaim claim, Instant now) {
    BsonDocument filter = id(claim.id()).append(TransactionDocuments.CLAIMED, ABSENT);
    Entry line = claim.line();
    String open = TransactionDocuments.OPEN + ".";
    filter
        .append(open + TransactionDocuments.TURN, ContentDocuments.number(line.turn()))
        .append(open + TransactionDocuments.VERSION, ContentDocuments.number(line.version()));
    appendSame(filter, open + TransactionDocuments.OLD, line.old());
    appendSame(filter, open + TransactionDocuments.NEW, line.replacement());
    BsonDocument set =
        new BsonDocument(
                TransactionDocuments.CLAIMED, TransactionDocuments.ofClaim(line, claim.origin()))
            .append(
                TransactionDocuments.PENDING,
                TransactionDocuments.ofPending(PendingState.CLAIMED, now, claim.id()));
    BsonDocument unset =
        new BsonDocument(TransactionDocuments.OPEN, BsonNull.VALUE)
            .append(TransactionDocuments.SEALED, BsonNull.VALUE);
    BsonDocument revision = new BsonDocument(TransactionDocuments.REVISION, new BsonInt32(1));
    return new UpdateOneModel<>(
        filter, new BsonDocument("$set", set).append("$unset", unset).append("$inc", revision));
  }

  private static void appendSame(BsonDocument filter, String field, Optional<Transaction> counts) {
    if (counts.isEmpty()) {
      filter.append(field, ABSENT);
      return;
    }
    ContentDocuments.append(new BsonDocument(), counts.get())
        .forEach((name, value) -> filter.append(field + "." + name, value));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition R11: the revision that was read is part of each filter.
   */
  @Override
  public int replace(List<TransactionRecord> changed) {
    requireBulk(changed);
    return update("replace", changed.stream().map(MongoRecords::replacement).toList());
  }

  private static WriteModel<BsonDocument> replacement(TransactionRecord next) {
    BsonDocument set = TransactionDocuments.of(next);
    set.remove(TransactionDocuments.ID);
    BsonDocument unset = new BsonDocument();
    for (String field : TransactionDocuments.FIELDS) {
      if (!set.containsKey(field)) {
        unset.append(field, BsonNull.VALUE);
      }
    }
    return new UpdateOneModel<>(
        id(next.id())
            .append(TransactionDocuments.REVISION, ContentDocuments.number(next.revision() - 1)),
        new BsonDocument("$set", set).append("$unset", unset));
  }

  private static BsonDocument id(TransactionId id) {
    return new BsonDocument(TransactionDocuments.ID, new BsonString(id.value()));
  }

  /** How many of them matched. */
  private int update(String operation, List<WriteModel<BsonDocument>> updates) {
    int matched = 0;
    for (List<WriteModel<BsonDocument>> part : Parts.of(updates, UPDATES_MAX)) {
      matched +=
          connection.ask(
              operation + " " + part.size() + " transactions",
              () -> transactions().bulkWrite(part, EACH_UPDATE).getMatchedCount());
    }
    return matched;
  }

  /**
   * {@inheritDoc}
   *
   * <p>In two reads behind a place, first of its millisecond: one condition for both would read all
   * that are of the same millisecond once more for each part, and a bulk of claims has one time.
   */
  @Override
  public List<TransactionRecord> pending(PendingState state, Optional<Place> behind, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    Map<TransactionId, TransactionRecord> found = new LinkedHashMap<>();
    for (BsonDocument filter : pending(state, behind)) {
      int left = limit - found.size();
      if (left > 0) {
        read(
                "read pending transactions",
                transactions -> transactions.find(filter).sort(PENDING_ORDER).limit(left))
            .forEach(
                record -> {
                  found.remove(record.id()); // it has gone to a later place between the reads
                  found.put(record.id(), record);
                });
      }
    }
    return List.copyOf(found.values());
  }

  /** Consecutive parts of what is pending. */
  static List<BsonDocument> pending(PendingState state, Optional<Place> behind) {
    BsonDocument all =
        new BsonDocument(TransactionDocuments.PENDING_STATE, new BsonString(state.code()));
    if (behind.isEmpty()) {
      return List.of(all);
    }
    BsonDateTime since = ContentDocuments.date(behind.get().since());
    BsonString id = new BsonString(behind.get().id().value());
    return List.of(
        all.clone()
            .append(TransactionDocuments.PENDING_SINCE, since)
            .append(TransactionDocuments.PENDING_ID, new BsonDocument("$gt", id)),
        all.clone().append(TransactionDocuments.PENDING_SINCE, new BsonDocument("$gt", since)));
  }

  @Override
  public List<TransactionRecord> unshredded(Instant before, Optional<Place> behind, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    Map<TransactionId, TransactionRecord> found = new LinkedHashMap<>();
    for (BsonDocument filter : unshredded(before, behind)) {
      int left = limit - found.size();
      if (left > 0) {
        read(
                "read old transactions",
                transactions -> transactions.find(filter).sort(UPDATED_ORDER).limit(left))
            .forEach(record -> found.put(record.id(), record));
      }
    }
    return List.copyOf(found.values());
  }

  /** Consecutive parts of what is old: a shredded one has no such time. */
  static List<BsonDocument> unshredded(Instant before, Optional<Place> behind) {
    BsonDocument old = new BsonDocument("$lt", ContentDocuments.date(before));
    if (behind.isEmpty()) {
      return List.of(new BsonDocument(TransactionDocuments.UPDATED, old));
    }
    BsonDateTime since = ContentDocuments.date(behind.get().since());
    BsonString id = new BsonString(behind.get().id().value());
    return List.of(
        new BsonDocument(TransactionDocuments.UPDATED, since)
            .append(TransactionDocuments.ID, new BsonDocument("$gt", id)),
        new BsonDocument(TransactionDocuments.UPDATED, old.append("$gt", since)));
  }

  @Override
  public List<TransactionRecord> born(ImportId id, long from, long to, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    BsonDocument filter = born(id, from, to);
    return read(
        "read the transactions of import " + id,
        transactions -> transactions.find(filter).sort(BORN_ORDER).limit(limit));
  }

  static BsonDocument born(ImportId id, long from, long to) {
    BsonDocument range =
        new BsonDocument("$gte", new BsonInt64(from)).append("$lt", new BsonInt64(to));
    return new BsonDocument(TransactionDocuments.BORN_IMPORT, new BsonString(id.value()))
        .append(TransactionDocuments.BORN_OFFSET, range)
        .append(TransactionDocuments.CLAIMED, THERE)
        .append(TransactionDocuments.CLAIMED_ORIGIN, ABSENT);
  }

  private interface Query {
    FindIterable<BsonDocument> in(MongoCollection<BsonDocument> transactions);
  }

  private List<TransactionRecord> read(String operation, Query query) {
    List<BsonDocument> documents =
        connection.ask(operation, () -> query.in(transactions()).into(new ArrayList<>()));
    return documents.stream()
        .map(
            document ->
                MongoConnection.read(
                    "transaction " + document.get(TransactionDocuments.ID),
                    () -> TransactionDocuments.record(document)))
        .toList();
  }

  private static void requireBulk(Collection<?> bulk) {
    Objects.checkIndex(bulk.size(), BULK_MAX + 1);
  }

  private MongoCollection<BsonDocument> transactions() {
    return connection.collection(TransactionDocuments.COLLECTION);
  }
}
