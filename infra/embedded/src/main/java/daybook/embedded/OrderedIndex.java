package daybook.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * An index that is not unique, in a map of the store, whose keys end with the document's id. The
 * server itself lists such an index, and reads the whole collection all the same.
 *
 * <p>It answers queries that name one value for each of its first fields, and may bound the next
 * one; the collection checks the rest of the query on what is found. It knows texts, whole numbers
 * and times. The first document that has something else in an indexed field, or an id that is no
 * text, makes it {@linkplain #isUnfit() unfit}: from then on the collection is read, as without it.
 */
final class OrderedIndex extends Index<Object> {

  /** There once all documents are in: an index may have none of them for good. */
  private static final KeyValue BUILT = new KeyValue(List.of(Boolean.FALSE));

  private static final KeyValue UNFIT = new KeyValue(List.of(Boolean.TRUE));

  /** Behind these two. What has nothing in the first field is before it, and in no range. */
  private static final KeyValue FIRST = new KeyValue(List.of(Boolean.TRUE, Boolean.TRUE));

  /** Behind every value of a key: the store orders times behind all others that are held here. */
  private static final UUID LAST = new UUID(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final String ID = "_id";

  private final MVMap<KeyValue, Object> entries;
  private final List<String[]> paths;
  private final boolean ascending;

  OrderedIndex(MVMap<KeyValue, Object> entries, String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
    this.entries = entries;
    this.paths = keys.stream().map(key -> key.getKey().split("\\.", -1)).toList();
    this.ascending = keys.stream().allMatch(IndexKey::isAscending);
  }

  /** Notes that it holds all documents of its collection. */
  void built() {
    entries.putIfAbsent(BUILT, true);
  }

  /** Whether it holds something that it cannot order, and answers nothing. */
  boolean isUnfit() {
    return !ascending || entries.containsKey(UNFIT);
  }

  // ---- documents

  @Override
  public void checkAdd(Document document, MongoCollection<Object> collection) {}

  @Override
  public synchronized void add(
      Document document, Object position, MongoCollection<Object> collection) {
    if (isUnfit()) {
      return;
    }
    List<@Nullable Object> values = values(document);
    if (values == null) {
      entries.put(UNFIT, true);
    } else if (!isLeftOut(values)) {
      entries.put(new KeyValue(values), true);
    }
  }

  @Override
  public synchronized @Nullable Object remove(Document document) {
    List<@Nullable Object> values = values(document);
    if (values == null) {
      return position(document);
    }
    if (isLeftOut(values)) {
      return null;
    }
    entries.remove(new KeyValue(values));
    return position(document);
  }

  @Override
  public void checkUpdate(
      Document oldDocument, Document newDocument, MongoCollection<Object> collection) {}

  @Override
  public synchronized void updateInPlace(
      Document oldDocument,
      Document newDocument,
      Object position,
      MongoCollection<Object> collection) {
    if (!Objects.equals(values(oldDocument), values(newDocument))) {
      remove(oldDocument);
      add(newDocument, position, collection);
    }
  }

  @Override
  public Object getPosition(Document document) {
    return position(document);
  }

  private static Object position(Document document) {
    return Missing.ofNullable(document.get(ID));
  }

  private boolean isLeftOut(List<@Nullable Object> values) {
    return isSparse() && values.subList(0, paths.size()).stream().allMatch(Objects::isNull);
  }

  /** The values of the fields and the id, or null where they are more than this index knows. */
  private @Nullable List<@Nullable Object> values(Document document) {
    List<@Nullable Object> values = new ArrayList<>(paths.size() + 1);
    for (String[] path : paths) {
      Object value = document;
      for (String field : path) {
        if (value instanceof Collection) {
          return null;
        }
        value = value instanceof Document parent ? parent.get(field) : null;
      }
      Object known = known(value);
      if (known == null && Missing.isNeitherNullNorMissing(value)) {
        return null;
      }
      values.add(known);
    }
    if (!(document.get(ID) instanceof String id)) {
      return null;
    }
    values.add(id);
    return values;
  }

  /**
   * A value as the store orders it, which is how MongoDB does: numbers, texts, times. The store
   * knows no times, but two longs, which it orders behind texts.
   */
  private static @Nullable Object known(@Nullable Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Instant time) {
      return new UUID(time.toEpochMilli(), 0);
    }
    return value instanceof Long || value instanceof String ? value : null;
  }

  // ---- queries

  @Override
  public boolean canHandle(Document query) {
    return !isUnfit() && range(query).isBounded();
  }

  @Override
  public Range getPositions(Document query) {
    return range(query);
  }

  private Range range(Document query) {
    List<Object> fixed = new ArrayList<>();
    for (String key : keys()) {
      Object condition = condition(query, key).orElse(null);
      Object value = known(condition);
      if (value == null) {
        return condition instanceof Document bounds
            ? new Range(fixed, bound(bounds, "$gte", "$gt"), bound(bounds, "$lte", "$lt"))
            : new Range(fixed, null, null);
      }
      fixed.add(value);
    }
    return new Range(fixed, null, null);
  }

  private static @Nullable Object bound(Document bounds, String including, String excluding) {
    return known(bounds.getOrDefault(including, bounds.get(excluding)));
  }

  /** What a query, or a branch of its {@code $and}, asks of a field. */
  private static Optional<Object> condition(Document query, String key) {
    Object condition = query.get(key);
    if (condition != null) {
      return Optional.of(condition);
    }
    if (query.get("$and") instanceof Collection<?> branches) {
      return branches.stream()
          .map(branch -> condition((Document) branch, key))
          .flatMap(Optional::stream)
          .findFirst();
    }
    return Optional.empty();
  }

  /** The ids of a part of the index, in its order. */
  final class Range implements Iterable<Object> {
    private final List<Object> fixed;
    private final @Nullable Object from;
    private final @Nullable Object to;

    private Range(List<Object> fixed, @Nullable Object from, @Nullable Object to) {
      this.fixed = fixed;
      this.from = from;
      this.to = to;
    }

    private boolean isBounded() {
      return !fixed.isEmpty() || from != null || to != null;
    }

    /** The same in the order that is asked for, where the index has it. */
    Optional<Iterable<Object>> sorted(Document orderBy) {
      List<String> open = keys().subList(fixed.size(), keys().size());
      List<String> asked = new ArrayList<>(orderBy.keySet());
      asked.removeAll(keys().subList(0, fixed.size()));
      if (asked.size() > open.size() || !asked.equals(open.subList(0, asked.size()))) {
        return Optional.empty();
      }
      long backwards =
          asked.stream()
              .filter(field -> orderBy.get(field) instanceof Number way && way.intValue() < 0)
              .count();
      if (backwards == 0) {
        return Optional.of(this);
      }
      return backwards == asked.size() ? Optional.of(() -> iterator(true)) : Optional.empty();
    }

    @Override
    public Iterator<Object> iterator() {
      return iterator(false);
    }

    private Iterator<Object> iterator(boolean backwards) {
      KeyValue first = fixed.isEmpty() && from == null ? FIRST : bound(from);
      KeyValue last = bound(to, LAST);
      Iterator<KeyValue> found =
          backwards ? entries.cursor(last, first, true) : entries.cursor(first, last, false);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return found.hasNext();
        }

        @Override
        public Object next() {
          KeyValue key = found.next();
          return key.get(key.size() - 1);
        }
      };
    }

    private KeyValue bound(@Nullable Object... values) {
      List<Object> bound = new ArrayList<>(fixed);
      Arrays.stream(values).filter(Objects::nonNull).forEach(bound::add);
      return new KeyValue(bound);
    }
  }

  // ---- the whole

  @Override
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public long getCount() {
    return entries.sizeAsLong();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }

  @Override
  public void drop() {}
}
