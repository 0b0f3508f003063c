package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.View;
import daybook.core.port.Checkpoints;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * The chain of checkpoints in {@code Checkpoints} and its redo into the daily aggregates of all
 * views and {@code Imports}. Safe for use by several threads and by any number of processes at
 * once.
 */
public final class MongoCheckpoints implements Checkpoints {

  /** Days or ledger entries in one bulk: below a second on a slow server, about 1 MB. */
  static final int BULK_AGGREGATES_MAX = 500;

  /** Each further try means that one more twin was in the same bulk at the same moment. */
  private static final int BULK_TRIES_MAX = 5;

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
  private static final Bson THE_CHAIN = eq(CheckpointDocuments.ID, CheckpointDocuments.CHAIN);
  private static final Bson STAMP_ONLY =
      Projections.fields(Projections.excludeId(), Projections.include(CheckpointDocuments.AT));
  private static final Bson KEY_ONLY =
      Projections.fields(
          Projections.excludeId(),
          Projections.include(AggregateDocuments.DATE, AggregateDocuments.TYPE));

  private final MongoConnection connection;
  private final MongoLedger ledger;
  private final int newestForm;

  /** Works over this connection, which stays its owner's. */
  public MongoCheckpoints(MongoConnection connection) {
    this(connection, Form.NEWEST);
  }

  /**
   * Works over this connection, which stays its owner's.
   *
   * @param newestForm the newest form of a checkpoint that whoever works with it understands
   */
  public MongoCheckpoints(MongoConnection connection, int newestForm) {
    this.connection = connection;
    this.newestForm = newestForm;
    this.ledger = new MongoLedger(connection);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 15 is kept by the connection, whose reads are majority reads: a checkpoint that is
   * not committed yet may be rolled back after its redo was settled, and its rows be lost.
   */
  @Override
  public long latestAt() {
    BsonDocument stamp =
        connection.ask(
            "read the checkpoint's stamp",
            () -> chain().find(THE_CHAIN).projection(STAMP_ONLY).first());
    return stamp == null
        ? 0
        : MongoConnection.read("the checkpoint's stamp", () -> CheckpointDocuments.at(stamp));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 15 is kept as by {@link #latestAt}.
   */
  @Override
  public Optional<Checkpoint> latest() {
    BsonDocument document =
        connection.ask("read the checkpoint", () -> chain().find(THE_CHAIN).first());
    return Optional.ofNullable(document)
        .map(
            d ->
                MongoConnection.read(
                    "the checkpoint", () -> CheckpointDocuments.checkpoint(d, newestForm)));
  }

  @Override
  public long newestLastUpdated() {
    return Arrays.stream(View.values()).mapToLong(this::newestLastUpdated).max().orElse(0);
  }

  private long newestLastUpdated(View view) {
    BsonDocument newest =
        connection.ask(
            "read the newest stamp of history",
            () ->
                aggregates(view)
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
    return connection.ask(
        "write the checkpoint",
        () -> predecessorAt == 0 ? insertFirst(document) : replace(predecessorAt, document));
  }

  private boolean replace(long predecessorAt, RawBsonDocument document) {
    BsonDocument predecessor =
        new BsonDocument(CheckpointDocuments.ID, CheckpointDocuments.CHAIN)
            .append(CheckpointDocuments.AT, new BsonDateTime(predecessorAt));
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
   *
   * <p>The totals come last of the views: who finds them, and nothing of a further view then, knows
   * that it is not on its way.
   */
  @Override
  public Redone redo(Checkpoint checkpoint) {
    int inserted = 0;
    int updated = 0;
    int matched = 0;
    List<View> views = new ArrayList<>(View.FURTHER);
    views.add(View.TOTALS);
    for (View view : views) {
      for (List<DailyAggregate> part : Parts.of(of(view, checkpoint), BULK_AGGREGATES_MAX)) {
        Redone redone = redoTotals(view, part, checkpoint.at());
        inserted += redone.inserted();
        updated += redone.updated();
        matched += redone.matched();
      }
    }
    writeLedger(checkpoint);
    return new Redone(inserted, updated, matched);
  }

  private static List<DailyAggregate> of(View view, Checkpoint checkpoint) {
    return checkpoint.totals().stream().filter(total -> total.key().view() == view).toList();
  }

  /**
   * Two writes for each day, in this order: insert it if it is not there, then replace its totals
   * where they are older (condition 13). Afterwards every day is as new or newer, whoever else is
   * redoing what at the same time. A single guarded upsert would not give that: of two that insert
   * the same day, the one with the newer total may be the one that meets the duplicate key.
   */
  private Redone redoTotals(View view, List<DailyAggregate> totals, long at) {
    List<WriteModel<BsonDocument>> writes = new ArrayList<>();
    for (DailyAggregate total : totals) {
      BsonDocument stamped = AggregateDocuments.stamped(total, at);
      writes.add(insertIfAbsent(AggregateDocuments.matching(total.key()), stamped));
      writes.add(
          new UpdateOneModel<>(
              AggregateDocuments.olderThan(total.key(), at), new BsonDocument("$set", stamped)));
    }
    BulkWriteResult result =
        write(() -> aggregates(view), "redo " + totals.size() + " aggregates", writes);
    int inserted = result.getUpserts().size();
    int there = totals.size() - inserted;
    int updated = result.getMatchedCount() - there; // the insert matches what is there
    return new Redone(inserted, updated, there - updated);
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
            .map(part -> ledgerEntry(part, checkpoint.at()))
            .toList();
    for (List<WriteModel<BsonDocument>> part : Parts.of(entries, BULK_AGGREGATES_MAX)) {
      write(this::imports, "write " + part.size() + " ledger entries", part);
    }
  }

  private static WriteModel<BsonDocument> ledgerEntry(ImportCheckpoint part, long at) {
    return insertIfAbsent(
        new BsonDocument(ImportDocuments.ID, new BsonString(part.id().value())),
        ImportDocuments.ofEntry(part.ledgerEntry(at)));
  }

  private static WriteModel<BsonDocument> insertIfAbsent(BsonDocument key, BsonDocument fields) {
    return new UpdateOneModel<>(key, new BsonDocument("$setOnInsert", fields), UPSERT);
  }

  /**
   * Writes in order and waits for a majority. Where two insert the same document in the same
   * moment, one of them may meet the duplicate key; it writes all again, which changes nothing that
   * is done.
   */
  private BulkWriteResult write(
      Supplier<MongoCollection<BsonDocument>> collection,
      String operation,
      List<WriteModel<BsonDocument>> writes) {
    return connection.ask(
        operation,
        () -> {
          for (int tries = 1; ; tries++) {
            try {
              return collection.get().bulkWrite(writes);
            } catch (MongoBulkWriteException e) {
              if (tries == BULK_TRIES_MAX || !isOnlyDuplicate(e)) {
                throw e;
              }
            }
          }
        });
  }

  /** Whether nothing else went wrong than that keys are taken. */
  static boolean isOnlyDuplicate(MongoBulkWriteException e) {
    return e.getWriteConcernError() == null
        && e.getWriteErrors().stream()
            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
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
    return Arrays.stream(View.values())
        .allMatch(view -> holdsEveryDay(reads, view, of(view, checkpoint), checkpoint.at()));
  }

  private boolean holdsEveryDay(
      SettledReads reads, View view, List<DailyAggregate> totals, long at) {
    Set<AggregateKey> missing = new HashSet<>();
    totals.forEach(total -> missing.add(total.key()));
    BsonDocument newEnough = new BsonDocument("$gte", new BsonDateTime(at));
    for (BsonDocument days : AggregateDocuments.holding(missing)) {
      days.append(AggregateDocuments.LAST_UPDATED, newEnough);
      for (BsonDocument document : reads.find(aggregates(view), days, KEY_ONLY)) {
        missing.remove(
            MongoConnection.read(
                "an aggregate's key", () -> AggregateDocuments.key(view, document)));
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

  private MongoCollection<BsonDocument> aggregates(View view) {
    return connection.collection(AggregateDocuments.collection(view));
  }

  private MongoCollection<BsonDocument> imports() {
    return connection.collection(ImportDocuments.COLLECTION);
  }
}
