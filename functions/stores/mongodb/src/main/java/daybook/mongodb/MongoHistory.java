package daybook.mongodb;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Projections;
import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** The daily aggregates of all views. Safe for use by several threads. */
public final class MongoHistory implements History {

  private static final Bson WITHOUT_ID = Projections.excludeId();

  private final MongoConnection connection;

  /** Reads over this connection, which stays its owner's. */
  public MongoHistory(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 8 is kept by {@link MongoConnection#readNotOlderThan}.
   *
   * @throws StoreException if MongoDB fails, or has not got as far as that checkpoint in time
   */
  @Override
  public Map<AggregateKey, Base> bases(Collection<AggregateKey> keys, Settled notOlderThan) {
    SortedMap<AggregateKey, Base> bases = new TreeMap<>();
    keys.forEach(key -> bases.put(key, Base.NONE));
    if (bases.isEmpty()) {
      return bases;
    }
    return connection.readNotOlderThan(
        notOlderThan,
        "read bases of " + bases.size() + " aggregates",
        reads -> {
          for (View view : View.values()) {
            for (BsonDocument filter : AggregateDocuments.holding(of(view, bases.keySet()))) {
              putBases(view, reads.find(aggregates(view), filter, WITHOUT_ID), bases);
            }
          }
          return bases;
        });
  }

  private static List<AggregateKey> of(View view, Collection<AggregateKey> keys) {
    return keys.stream().filter(key -> key.view() == view).toList();
  }

  private static void putBases(
      View view, FindIterable<BsonDocument> documents, Map<AggregateKey, Base> bases) {
    for (BsonDocument document : documents) {
      AggregateKey key = keyOf(view, document);
      if (bases.containsKey(key)) {
        bases.put(
            key,
            MongoConnection.read(
                "aggregate " + key, () -> AggregateDocuments.base(view, document)));
      }
    }
  }

  private static AggregateKey keyOf(View view, BsonDocument document) {
    return MongoConnection.read("an aggregate's key", () -> AggregateDocuments.key(view, document));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whoever reads never sees less than anybody saw before (I5), also while a primary is
   * replaced: the read is {@link MongoConnection#linearizable}. That is said of a command, and not
   * of the next batches of its cursor; so days that do not fit into one batch are read in halves.
   */
  @Override
  public Totals range(View view, LocalDate from, LocalDate to) {
    return connection.ask(
        "read the " + view.code() + " from " + from + " to " + to,
        () -> {
          List<DailyAggregate> range = new ArrayList<>();
          read(view, from, to, range);
          return MongoConnection.read("aggregates", () -> Totals.of(range));
        });
  }

  private void read(View view, LocalDate from, LocalDate to, List<DailyAggregate> range) {
    FindIterable<BsonDocument> documents =
        connection
            .linearizable(AggregateDocuments.collection(view))
            .find(AggregateDocuments.between(from, to))
            .projection(WITHOUT_ID)
            .batchSize(SettledReads.CURSOR_DOCUMENTS_MAX);
    try (MongoCursor<BsonDocument> found = documents.cursor()) {
      boolean whole = found.getServerCursor() == null;
      if (whole || from.equals(to)) {
        found.forEachRemaining(document -> range.add(aggregate(view, document)));
        return;
      }
    }
    LocalDate middle = from.plusDays(ChronoUnit.DAYS.between(from, to) / 2);
    read(view, from, middle, range);
    read(view, middle.plusDays(1), to, range);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The index of the types answers it, whatever the number of days.
   */
  @Override
  public Set<TransactionType> groups(Settled notOlderThan) {
    return connection.readNotOlderThan(
        notOlderThan,
        "read the groups",
        reads -> {
          Set<TransactionType> groups = new TreeSet<>();
          for (BsonString type : reads.distinct(aggregates(View.TOTALS), AggregateDocuments.TYPE)) {
            groups.add(MongoConnection.read("a group", () -> new TransactionType(type.getValue())));
          }
          return groups;
        });
  }

  private static DailyAggregate aggregate(View view, BsonDocument document) {
    AggregateKey key = keyOf(view, document);
    return new DailyAggregate(
        key,
        MongoConnection.read("aggregate " + key, () -> AggregateDocuments.totals(view, document)));
  }

  private MongoCollection<BsonDocument> aggregates(View view) {
    return connection.collection(AggregateDocuments.collection(view));
  }
}
