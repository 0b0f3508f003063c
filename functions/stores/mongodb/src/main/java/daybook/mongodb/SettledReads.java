package daybook.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The reads of one session, or plain ones where the server has no sessions. */
final class SettledReads {

  /** Documents a batch of a cursor: a year of both types comes in one. */
  static final int CURSOR_DOCUMENTS_MAX = 1_000;

  private final @Nullable ClientSession session;

  SettledReads(@Nullable ClientSession session) {
    this.session = session;
  }

  FindIterable<BsonDocument> find(
      MongoCollection<BsonDocument> collection, Bson filter, Bson projection) {
    FindIterable<BsonDocument> found =
        session == null ? collection.find(filter) : collection.find(session, filter);
    return found.projection(projection).batchSize(CURSOR_DOCUMENTS_MAX);
  }

  /** The different texts of a field. */
  Iterable<BsonString> distinct(MongoCollection<BsonDocument> collection, String field) {
    return session == null
        ? collection.distinct(field, BsonString.class)
        : collection.distinct(session, field, BsonString.class);
  }

  /** How far the server was when it answered, or empty where it does not say. */
  String operationTime() {
    BsonTimestamp time = session == null ? null : session.getOperationTime();
    return time == null ? "" : OperationTime.text(time);
  }
}
