package daybook.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import daybook.core.port.ImportPins;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.record.ImportPin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** The pins of imports in {@code ImportPins}, by their ids. Safe for use by several threads. */
public final class MongoImportPins implements ImportPins {

  static final String COLLECTION = "ImportPins";

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoImportPins(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Condition R8: it is there once a majority read has shown it. What somebody else is inserting
   * may still be rolled back.
   */
  @Override
  public ImportPin keep(ImportPin pin) {
    String operation = "keep the pin of import " + pin.id();
    return find(pin.id())
        .orElseGet(
            () -> {
              connection.ask(operation, () -> insert(ImportDocuments.ofPin(pin)));
              return find(pin.id())
                  .orElseThrow(
                      () ->
                          new StoreException(MongoConnection.STORE, operation, "it is not there"));
            });
  }

  /** Whether this call has inserted it. */
  private boolean insert(BsonDocument pin) {
    try {
      pins().insertOne(pin);
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public Optional<ImportPin> find(ImportId id) {
    BsonDocument found =
        connection.ask("read the pin of import " + id, () -> pins().find(byId(id)).first());
    return Optional.ofNullable(found).map(MongoImportPins::pin);
  }

  @Override
  public List<ImportPin> list(Optional<ImportId> behind, int limit) {
    Objects.checkIndex(limit - 1, PINS_MAX);
    Bson filter =
        behind.map(last -> gt(ImportDocuments.ID, last.value())).orElseGet(Filters::empty);
    List<BsonDocument> found =
        connection.ask(
            "list the pins of imports",
            () ->
                pins()
                    .find(filter)
                    .sort(Sorts.ascending(ImportDocuments.ID))
                    .limit(limit)
                    .into(new ArrayList<>()));
    return found.stream().map(MongoImportPins::pin).toList();
  }

  @Override
  public void remove(ImportId id) {
    connection.ask("remove the pin of import " + id, () -> pins().deleteOne(byId(id)));
  }

  private static ImportPin pin(BsonDocument document) {
    return MongoConnection.read(
        "the pin of import " + document.get(ImportDocuments.ID),
        () -> ImportDocuments.pin(document));
  }

  private static Bson byId(ImportId id) {
    return eq(ImportDocuments.ID, id.value());
  }

  private MongoCollection<BsonDocument> pins() {
    return connection.collection(COLLECTION);
  }
}
