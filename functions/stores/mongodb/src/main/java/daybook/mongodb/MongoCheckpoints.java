package daybook.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.port.Checkpoints;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * The chain of checkpoints in {@code Checkpoints} and its redo into {@code DailyAggregates} and
 * {@code Imports}. Safe for use by several threads and by any number of processes at once.
 */
public final class MongoCheckpoints implements Checkpoints {

  /** Writes in one bulk: about a second on the slowest server, half a MB in practice. */
  static final int BULK_WRITES_MAX = 500;

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
  private static final Bson THE_CHAIN = eq(CheckpointDocuments.ID, CheckpointDocuments.CHAIN);
  private static final Bson KEY_ONLY =
      Projections.fields(
          Projections.excludeId(),
          Projections.include(AggregateDocuments.DATE, AggregateDocuments.TYPE));

  private final MongoConnection connection;
  private final MongoLedger ledger;

  /** Works over this connection, which stays its owner's. */
  public MongoCheckpoints(MongoConnection connection) {
    this.connection = connection;
    this.ledger = new MongoLedger(connection);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 15 is kept by the connection, whose reads are majority reads: a checkpoint that is
   * not committed yet may be rolled back after its redo was settled, and its rows be lost.
   */
  @Override
  public Optional<Checkpoint> latest() {
    BsonDocument document =
        MongoConnection.ask("read the checkpoint", () -> chain().find(THE_CHAIN).first());
    return Optional.ofNullable(document)
        .map(d -> MongoConnection.read("the checkpoint", () -> CheckpointDocuments.checkpoint(d)));
  }

  @Override
  public long newestLastUpdated() {
    BsonDocument newest =
        MongoConnection.ask(
            "read the newest stamp of history",
            () ->
                aggregates()
                    .find()
                    .sort(Sorts.descending(AggregateDocuments.LAST_UPDATED))
                    .projection(Projections.include(AggregateDocuments.LAST_UPDATED))
                    .first());
    return newest == null
        ? 0
        : MongoConnection.read(
            "the newest stamp of history",
            () -> newest.getDateTime(AggregateDocuments.LAST_UPDATED).getValue());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 11: the stamp of the predecessor is part of the write's filter. Without it a slow
   * dumper puts its older snapshot over a newer checkpoint, and the rows between are lost.
   */
  @Override
  public boolean replace(long predecessorAt, Checkpoint next) {
    if (next.at() <= predecessorAt) {
      throw new IllegalArgumentException(
          "expected a stamp after " + predecessorAt + ", found " + next.at());
    }
    RawBsonDocument document = CheckpointDocuments.of(next);
    return MongoConnection.ask(
        "write the checkpoint",
        () -> predecessorAt == 0 ? insertFirst(document) : replace(predecessorAt, document));
  }

  private boolean replace(long predecessorAt, RawBsonDocument document) {
    Bson predecessor = and(THE_CHAIN, eq(CheckpointDocuments.AT, new BsonDateTime(predecessorAt)));
    return rawChain().replaceOne(predecessor, document).getMatchedCount() == 1;
  }

  private boolean insertFirst(RawBsonDocument document) {
    try {
      rawChain().insertOne(document);
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 12: this is the redo that must come before settling, totals and ledger alike.
   * Without it a crash in between purges what was never written, or removes an import's record that
   * has no ledger entry, so that it is imported again.
   */
  @Override
  public Redone redo(Checkpoint checkpoint) {
    int inserted = 0;
    int updated = 0;
    int matched = 0;
    for (List<DailyAggregate> part : Parts.of(checkpoint.totals(), BULK_WRITES_MAX)) {
      Redone redone = redoTotals(part, checkpoint.at());
      inserted += redone.inserted();
      updated += redone.updated();
      matched += redone.matched();
    }
    writeLedger(checkpoint);
    return new Redone(inserted, updated, matched);
  }

  /**
   * Condition 13: the guard of {@link AggregateDocuments#olderThan} is part of each write. Where it
   * does not match, the upsert meets the unique index and fails: a document is there. It is as new
   * or newer, or another redo has inserted it this very moment; so those days are updated once
   * more, this time only where they are older.
   */
  private Redone redoTotals(List<DailyAggregate> totals, long at) {
    BulkResult upserts =
        BulkResult.of(
            aggregates(),
            "redo " + totals.size() + " aggregates",
            totals.stream().map(total -> guarded(total, at, UPSERT)).toList());
    List<DailyAggregate> there = upserts.duplicates().stream().map(totals::get).toList();
    if (there.isEmpty()) {
      return new Redone(upserts.inserted(), upserts.updated(), 0);
    }
    BulkResult updates =
        BulkResult.of(
            aggregates(),
            "redo " + there.size() + " aggregates that are there",
            there.stream().map(total -> guarded(total, at, new UpdateOptions())).toList());
    return new Redone(
        upserts.inserted(),
        upserts.updated() + updates.updated(),
        there.size() - updates.updated());
  }

  private static WriteModel<BsonDocument> guarded(
      DailyAggregate total, long at, UpdateOptions options) {
    return new UpdateOneModel<>(
        AggregateDocuments.olderThan(total.key(), at),
        AggregateDocuments.update(total, at),
        options);
  }

  /**
   * Condition 20: entries come from a committed checkpoint only, and the first one stays. Written
   * at the end of a file instead, an entry survives a Redis that forgets the file's last rows, and
   * nobody reads them again.
   */
  private void writeLedger(Checkpoint checkpoint) {
    List<WriteModel<BsonDocument>> entries =
        checkpoint.imports().stream()
            .filter(ImportCheckpoint::finished)
            .map(part -> insertIfAbsent(part, checkpoint.at()))
            .toList();
    for (List<WriteModel<BsonDocument>> part : Parts.of(entries, BULK_WRITES_MAX)) {
      BulkResult.of(imports(), "write " + part.size() + " ledger entries", part);
    }
  }

  private static WriteModel<BsonDocument> insertIfAbsent(ImportCheckpoint part, long at) {
    BsonDocument entry = ImportDocuments.ofEntry(part.ledgerEntry(at));
    entry.remove(ImportDocuments.ID); // it comes from the filter
    return new UpdateOneModel<>(
        eq(ImportDocuments.ID, new BsonString(part.id().value())),
        new BsonDocument("$setOnInsert", entry),
        UPSERT);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 14: all reads are majority reads of one session. A redo that found everything
   * there may have seen a twin's write that is rolled back later, after the purge: the total would
   * be lost. The operation time is that of the same reads, so whoever names it sees this redo.
   */
  @Override
  public Optional<Settled> verify(Checkpoint checkpoint) {
    return connection.readNotOlderThan(
        Settled.NONE,
        "verify checkpoint " + checkpoint.at(),
        reads ->
            isInChain(reads, checkpoint)
                    && holdsEveryDay(reads, checkpoint)
                    && holdsEveryEntry(reads, checkpoint)
                ? Optional.of(new Settled(checkpoint.at(), reads.operationTime()))
                : Optional.empty());
  }

  private boolean isInChain(SettledReads reads, Checkpoint checkpoint) {
    BsonDocument newest =
        reads.find(chain(), THE_CHAIN, Projections.include(CheckpointDocuments.AT)).first();
    return newest != null && CheckpointDocuments.at(newest) >= checkpoint.at();
  }

  private boolean holdsEveryDay(SettledReads reads, Checkpoint checkpoint) {
    Set<AggregateKey> missing = new HashSet<>();
    checkpoint.totals().forEach(total -> missing.add(total.key()));
    Bson newEnough = gte(AggregateDocuments.LAST_UPDATED, new BsonDateTime(checkpoint.at()));
    for (Bson days : AggregateDocuments.holding(missing)) {
      for (BsonDocument document : reads.find(aggregates(), and(days, newEnough), KEY_ONLY)) {
        missing.remove(
            MongoConnection.read("an aggregate's key", () -> AggregateDocuments.key(document)));
      }
    }
    return missing.isEmpty();
  }

  private boolean holdsEveryEntry(SettledReads reads, Checkpoint checkpoint) {
    List<ImportId> ids =
        checkpoint.imports().stream()
            .filter(ImportCheckpoint::finished)
            .map(ImportCheckpoint::id)
            .toList();
    return ledger.finished(reads, ids).containsAll(ids);
  }

  private MongoCollection<BsonDocument> chain() {
    return connection.collection(CheckpointDocuments.COLLECTION);
  }

  private MongoCollection<RawBsonDocument> rawChain() {
    return chain().withDocumentClass(RawBsonDocument.class);
  }

  private MongoCollection<BsonDocument> aggregates() {
    return connection.collection(AggregateDocuments.COLLECTION);
  }

  private MongoCollection<BsonDocument> imports() {
    return connection.collection(ImportDocuments.COLLECTION);
  }
}
