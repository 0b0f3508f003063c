package daybook.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import com.mongodb.client.model.Sorts;
import daybook.core.port.PersonalTexts;
import daybook.core.record.TransactionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;

/**
 * Finds texts in {@code Transactions}. It walks a user's transactions by their index and looks into
 * each, for an index of texts would cost every insert, and what is older than the retention has
 * neither user nor texts. Safe for use by several threads.
 */
public final class MongoPersonalTexts implements PersonalTexts {

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoPersonalTexts(MongoConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<TransactionRecord> of(String userId, int limit) {
    Objects.checkIndex(limit - 1, LIMIT_MAX);
    List<BsonDocument> found =
        connection.ask(
            "read the texts of a user",
            () ->
                connection
                    .collection(TransactionDocuments.COLLECTION)
                    .find(
                        and(
                            eq(ContentDocuments.USER_ID, userId),
                            exists(TransactionDocuments.TEXTS)))
                    .sort(
                        Sorts.ascending(
                            ContentDocuments.USER_ID,
                            ContentDocuments.TIMESTAMP,
                            TransactionDocuments.ID))
                    .limit(limit)
                    .into(new ArrayList<>()));
    return found.stream()
        .map(
            document ->
                MongoConnection.read(
                    "transaction " + document.get(TransactionDocuments.ID),
                    () -> TransactionDocuments.record(document)))
        .toList();
  }
}
