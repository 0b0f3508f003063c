package daybook.embedded;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index in a map of the store that also answers queries which say more than its own keys.
 *
 * <p>The server's own index answers only queries on exactly its keys, so an upsert that is guarded
 * by a further condition (by {@code Date}, {@code Type} and {@code LastUpdated < t}) reads the
 * whole collection. This one looks up by its keys; the collection checks the rest of the query on
 * what is found, as it does anyway.
 */
final class SupersetUniqueIndex extends AbstractUniqueIndex<Object> {
  private final MVMap<KeyValue, Object> positions;

  SupersetUniqueIndex(
      MVMap<KeyValue, Object> positions, String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
    this.positions = positions;
  }

  @Override
  public synchronized boolean canHandle(Document query) {
    return exact(query).size() == keys().size() || super.canHandle(query);
  }

  @Override
  public synchronized Iterable<Object> getPositions(Document query) {
    Document exact = exact(query);
    return super.getPositions(exact.size() == keys().size() ? exact : query);
  }

  /**
   * The keys of this index for which the query, or a branch of its {@code $and}, names one string.
   * Anything else, such as {@code $lt}, is a document or another type and is left to the
   * collection.
   */
  private Document exact(Document query) {
    Document exact = new Document();
    for (String key : keys()) {
      if (query.get(key) instanceof String value) {
        exact.put(key, value);
      }
    }
    if (query.get("$and") instanceof Collection<?> branches) {
      for (Object branch : branches) {
        exact((Document) branch).forEach(exact::putIfAbsent);
      }
    }
    return exact;
  }

  @Override
  protected @Nullable Object removeDocument(KeyValue key) {
    return positions.remove(key);
  }

  @Override
  protected boolean putKeyPosition(KeyValue key, Object position) {
    return positions.putIfAbsent(key, Missing.ofNullable(position)) == null;
  }

  @Override
  protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
    return positions.entrySet();
  }

  @Override
  protected @Nullable Object getPosition(KeyValue key) {
    return positions.get(key);
  }

  @Override
  public long getCount() {
    return positions.sizeAsLong();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }
}
