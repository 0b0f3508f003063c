package daybook.mongodb;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import daybook.core.port.StoreException;
import java.util.List;
import org.bson.BsonDocument;

/**
 * How an unordered bulk of writes ended, each of which may find that its document is there already.
 *
 * @param inserted new documents
 * @param updated documents that the filters matched
 * @param duplicates places in the bulk whose write met a duplicate key; those changed nothing
 */
record BulkResult(int inserted, int updated, List<Integer> duplicates) {

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  /**
   * Writes and waits for a majority.
   *
   * @param writes at least one
   * @throws StoreException if any write failed for another reason, or no majority confirmed in time
   */
  static BulkResult of(
      MongoCollection<BsonDocument> collection,
      String operation,
      List<WriteModel<BsonDocument>> writes) {
    return MongoConnection.ask(
        operation,
        () -> {
          try {
            return of(collection.bulkWrite(writes, UNORDERED), List.of());
          } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null || !allDuplicates(e.getWriteErrors())) {
              throw e;
            }
            return of(e.getWriteResult(), e.getWriteErrors());
          }
        });
  }

  private static boolean allDuplicates(List<BulkWriteError> errors) {
    return errors.stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
  }

  private static BulkResult of(BulkWriteResult result, List<BulkWriteError> duplicates) {
    return new BulkResult(
        result.getInsertedCount() + result.getUpserts().size(),
        result.getMatchedCount(),
        duplicates.stream().map(BulkWriteError::getIndex).toList());
  }
}
