package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import daybook.core.port.RecordSwitch;
import daybook.core.port.StoreException;
import daybook.core.record.SwitchHistory;
import daybook.core.record.SwitchHistory.Change;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Since when ids are kept, in a document of {@code Deployment}. Safe for use by several threads and
 * by any number of processes at once.
 */
public final class MongoRecordSwitch implements RecordSwitch {

  private static final String ID = "_id";
  private static final String THE_ONE = "transactions";
  private static final String CHANGES = "changes";
  private static final String FROM = "from";
  private static final String ON = "on";
  private static final Bson FILTER = eq(ID, THE_ONE);

  /** Looks at the document: as many others may change it between two of them. */
  private static final int LOOKS_MAX = 20;

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoRecordSwitch(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every read is {@link MongoConnection#linearizable}: a primary that was deposed may not know
   * of a change that others decide by.
   */
  @Override
  public boolean isOn(boolean mine, Instant lastModified, Instant now) {
    return connection
        .ask("read since when ids are kept", () -> noted(mine, now))
        .isOn(lastModified);
  }

  private SwitchHistory noted(boolean mine, Instant now) {
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      BsonDocument document =
          connection.linearizable(MongoDeployments.COLLECTION).find(FILTER).first();
      if (document == null) {
        boolean begun = MongoDeployments.isBegun(connection);
        insertIfAbsent(SwitchHistory.first(mine, begun, now));
        continue;
      }
      SwitchHistory kept = MongoConnection.read("since when ids are kept", () -> history(document));
      SwitchHistory next = kept.noting(mine, now);
      if (next.equals(kept) || changes(document, next)) {
        return next;
      }
    }
    throw new StoreException(
        MongoConnection.STORE, "note whether ids are kept", "it changed at each look");
  }

  private static SwitchHistory history(BsonDocument document) {
    FurtherDocuments.requireKnownForm("the switch of transactions", document);
    List<Change> changes =
        document.getArray(CHANGES).stream()
            .map(BsonValue::asDocument)
            .map(
                change ->
                    new Change(
                        Instant.ofEpochMilli(change.getDateTime(FROM).getValue()),
                        change.getBoolean(ON).getValue()))
            .toList();
    return new SwitchHistory(changes);
  }

  private static BsonArray of(SwitchHistory history) {
    BsonArray changes = new BsonArray();
    history
        .changes()
        .forEach(
            change ->
                changes.add(
                    new BsonDocument(FROM, ContentDocuments.date(change.from()))
                        .append(ON, BsonBoolean.valueOf(change.on()))));
    return changes;
  }

  private void insertIfAbsent(SwitchHistory first) {
    try {
      connection
          .collection(MongoDeployments.COLLECTION)
          .insertOne(new BsonDocument(ID, new BsonString(THE_ONE)).append(CHANGES, of(first)));
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  /** Writes other changes, unless somebody else has. */
  private boolean changes(BsonDocument read, SwitchHistory next) {
    return connection
            .collection(MongoDeployments.COLLECTION)
            .updateOne(
                Filters.and(FILTER, eq(CHANGES, read.getArray(CHANGES))),
                Updates.set(CHANGES, of(next)))
            .getMatchedCount()
        == 1;
  }
}
