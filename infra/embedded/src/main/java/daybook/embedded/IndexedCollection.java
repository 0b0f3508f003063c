package daybook.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that reads no more than it is asked for, where an {@link OrderedIndex} has the order
 * already: the server itself sorts all that a query matches before it takes the first of them.
 */
final class IndexedCollection extends H2Collection {

  IndexedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      MVMap<Object, Document> documents,
      MVMap<String, Object> facts,
      CursorRegistry cursors) {
    super(database, name, options, documents, facts, cursors);
  }

  @Override
  public void addIndex(Index<Object> index) {
    super.addIndex(index);
    if (index instanceof OrderedIndex ordered) {
      ordered.built();
    }
  }

  @Override
  protected QueryResult matchDocuments(
      Document query,
      Iterable<Object> positions,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    if (orderBy != null && positions instanceof OrderedIndex.Range range) {
      Optional<Iterable<Object>> sorted = range.sorted(orderBy);
      if (sorted.isPresent()) {
        return super.matchDocuments(query, sorted.get(), null, skip, limit, batchSize, fields);
      }
    }
    return super.matchDocuments(query, positions, orderBy, skip, limit, batchSize, fields);
  }
}
