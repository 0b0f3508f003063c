package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import daybook.core.port.Ledger;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** The finished imports in {@code Imports}. Safe for use by several threads. */
public final class MongoLedger implements Ledger {

  /** Imports asked for in one read: 45 KB of filter. */
  private static final int IDS_MAX = 1_000;

  private static final Bson ID_ONLY = Projections.include(ImportDocuments.ID);

  private final MongoConnection connection;

  /** Reads over this connection, which stays its owner's. */
  public MongoLedger(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition 4 is kept by {@link MongoConnection#readNotOlderThan}.
   *
   * @throws StoreException if MongoDB fails, or has not got as far as that checkpoint in time
   */
  @Override
  public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return connection.readNotOlderThan(
        notOlderThan,
        "look up " + ids.size() + " imports",
        reads -> finished(reads, List.copyOf(ids)));
  }

  /** Those of these imports that have an entry, with the reads of one session. */
  Set<ImportId> finished(SettledReads reads, List<ImportId> ids) {
    Set<ImportId> finished = new TreeSet<>();
    for (List<ImportId> part : Parts.of(ids, IDS_MAX)) {
      Bson filter = Filters.in(ImportDocuments.ID, part.stream().map(ImportId::value).toList());
      for (BsonDocument document : reads.find(imports(), filter, ID_ONLY)) {
        String id = document.getString(ImportDocuments.ID).getValue();
        finished.add(MongoConnection.read("import " + id, () -> new ImportId(id)));
      }
    }
    return finished;
  }

  @Override
  public Optional<LedgerEntry> find(ImportId id) {
    BsonDocument document =
        connection.ask(
            "read import " + id, () -> imports().find(eq(ImportDocuments.ID, id.value())).first());
    return Optional.ofNullable(document)
        .map(d -> MongoConnection.read("import " + id, () -> ImportDocuments.entry(d)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The entries of one content are few; they are found by {@link MongoSchema}'s index.
   */
  @Override
  public Optional<LedgerEntry> sameContent(ObjectVersion source) {
    Bson filter =
        Filters.and(
            Filters.eq(ImportDocuments.E_TAG, source.eTag()),
            Filters.eq(ImportDocuments.SIZE_BYTES, source.sizeBytes()),
            Filters.gt(ImportDocuments.ACCEPTED, 0L),
            Filters.ne(ImportDocuments.ID, source.importId().value()));
    Bson earliest = Sorts.ascending(ImportDocuments.END, ImportDocuments.ID);
    return entries("read imports of the same content", filter, earliest, 1).stream().findFirst();
  }

  @Override
  public List<LedgerEntry> newest(Part part) {
    Bson latest = Sorts.descending(ImportDocuments.END, ImportDocuments.ID);
    List<Bson> filters = new ArrayList<>();
    part.key().ifPresent(key -> filters.add(eq(ImportDocuments.KEY, key)));
    part.behind().ifPresent(place -> filters.addAll(behind(place)));
    Bson filter = filters.isEmpty() ? new BsonDocument() : Filters.and(filters);
    return entries("read the newest imports", filter, latest, part.limit());
  }

  /** The first one bounds what is read of the index, which no alternative does. */
  private static List<Bson> behind(Place place) {
    BsonDateTime ended = new BsonDateTime(place.ended().toEpochMilli());
    return List.of(
        Filters.lte(ImportDocuments.END, ended),
        Filters.or(
            Filters.lt(ImportDocuments.END, ended),
            Filters.lt(ImportDocuments.ID, place.id().value())));
  }

  private List<LedgerEntry> entries(String operation, Bson filter, Bson order, int limit) {
    List<BsonDocument> found =
        connection.ask(
            operation,
            () -> imports().find(filter).sort(order).limit(limit).into(new ArrayList<>()));
    return found.stream()
        .map(document -> MongoConnection.read(operation, () -> ImportDocuments.entry(document)))
        .toList();
  }

  private MongoCollection<BsonDocument> imports() {
    return connection.collection(ImportDocuments.COLLECTION);
  }
}
