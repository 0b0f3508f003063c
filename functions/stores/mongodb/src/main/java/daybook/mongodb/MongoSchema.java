package daybook.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ValidationAction;
import com.mongodb.client.model.ValidationLevel;
import com.mongodb.client.model.ValidationOptions;
import daybook.core.TransactionType;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * Collections, indexes and the validator of {@code DailyAggregates}. Whoever opens the database for
 * writing applies it; doing so again, or twice at the same time, changes nothing.
 */
public final class MongoSchema {

  private static final String NAME = "name";
  private static final String KEY = "key";
  private static final String UNIQUE = "unique";

  private static final List<BsonDocument> INDEXES =
      List.of(
          index("idx_date", BsonBoolean.FALSE, List.of(AggregateDocuments.DATE)),
          index("idx_type", BsonBoolean.FALSE, List.of(AggregateDocuments.TYPE)),
          index(
              "idx_date_type",
              BsonBoolean.TRUE,
              List.of(AggregateDocuments.DATE, AggregateDocuments.TYPE)));

  private static final int NAMESPACE_EXISTS = 48;

  /** CommandNotFound, CommandNotSupported, NotImplemented: a server that is not MongoDB's own. */
  private static final Set<Integer> UNKNOWN_TO_SERVER = Set.of(59, 115, 238);

  /** The user may write but not change collections: {@code readWrite} lacks {@code collMod}. */
  private static final int UNAUTHORIZED = 13;

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoSchema(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * Creates what is missing and brings the validator to its newest form.
   *
   * @param log hears of a server or user that cannot have the validator
   * @return whether the server holds the validator now
   * @throws StoreException if MongoDB fails
   */
  public boolean apply(EventLog log) {
    return connection.ask("prepare the database", () -> prepare(log));
  }

  /**
   * Why there is no validator.
   *
   * @param level a server that never has one is as expected; a missing privilege is not
   */
  private record Refusal(Level level, String reason) {}

  private boolean prepare(EventLog log) {
    Map<String, BsonDocument> validators = validators();
    for (String name : List.of(CheckpointDocuments.COLLECTION, ImportDocuments.COLLECTION)) {
      if (!validators.containsKey(name)) {
        create(name, new CreateCollectionOptions());
      }
    }
    String aggregates = AggregateDocuments.COLLECTION;
    Optional<Refusal> refusal = Optional.empty();
    if (!validators.containsKey(aggregates)) {
      refusal = createValidated(aggregates);
    }
    if (refusal.isEmpty() && !validator().equals(validators().get(aggregates))) {
      refusal = changeValidator(aggregates);
    }
    createIndexes(connection.collection(aggregates));
    boolean held = validator().equals(validators().get(aggregates));
    if (!held) {
      Refusal why = refusal.orElse(new Refusal(Level.WARN, "the server does not keep it"));
      log.log(
          why.level(),
          "validator_not_applied",
          Map.of("collection", aggregates, "reason", why.reason()));
    }
    return held;
  }

  /** The validator of every collection there is; empty where it has none. */
  private Map<String, BsonDocument> validators() {
    Map<String, BsonDocument> validators = new HashMap<>();
    for (BsonDocument info : database().listCollections(BsonDocument.class)) {
      BsonDocument options = info.getDocument("options", new BsonDocument());
      validators.put(
          info.getString(NAME).getValue(), options.getDocument("validator", new BsonDocument()));
    }
    return validators;
  }

  private void create(String name, CreateCollectionOptions options) {
    try {
      database().createCollection(name, options);
    } catch (MongoCommandException e) {
      if (e.getErrorCode() != NAMESPACE_EXISTS) {
        throw e;
      }
    }
  }

  private Optional<Refusal> createValidated(String name) {
    ValidationOptions validation =
        new ValidationOptions()
            .validator(validator())
            .validationLevel(ValidationLevel.STRICT)
            .validationAction(ValidationAction.ERROR);
    Optional<Refusal> refusal =
        unlessRefused(
            () -> create(name, new CreateCollectionOptions().validationOptions(validation)));
    if (refusal.isPresent()) {
      create(name, new CreateCollectionOptions());
    }
    return refusal;
  }

  private Optional<Refusal> changeValidator(String name) {
    BsonDocument change =
        new BsonDocument("collMod", new BsonString(name))
            .append("validator", validator())
            .append("validationLevel", new BsonString(ValidationLevel.STRICT.getValue()))
            .append("validationAction", new BsonString(ValidationAction.ERROR.getValue()));
    return unlessRefused(() -> database().runCommand(change));
  }

  private static Optional<Refusal> unlessRefused(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (MongoException e) {
      if (UNKNOWN_TO_SERVER.contains(e.getCode())) {
        String reason = "the server does not know how (code " + e.getCode() + ")";
        return Optional.of(new Refusal(Level.INFO, reason));
      }
      if (e.getCode() == UNAUTHORIZED) {
        return Optional.of(new Refusal(Level.WARN, "the user needs the privilege collMod"));
      }
      throw e;
    }
  }

  /** Creates those that are missing; one of the same name and other keys is an error. */
  private static void createIndexes(MongoCollection<BsonDocument> aggregates) {
    Set<BsonDocument> there = new HashSet<>();
    aggregates.listIndexes(BsonDocument.class).forEach(index -> there.add(described(index)));
    List<IndexModel> missing =
        INDEXES.stream()
            .filter(index -> !there.contains(described(index)))
            .map(
                index ->
                    new IndexModel(
                        index.getDocument(KEY),
                        new IndexOptions()
                            .name(index.getString(NAME).getValue())
                            .unique(index.getBoolean(UNIQUE).getValue())))
            .toList();
    if (!missing.isEmpty()) {
      aggregates.createIndexes(missing);
    }
  }

  /** Name, keys and uniqueness; servers add more, and write numbers in several types. */
  private static BsonDocument described(BsonDocument index) {
    return index(
        index.getString(NAME).getValue(),
        index.getBoolean(UNIQUE, BsonBoolean.FALSE),
        index.getDocument(KEY).keySet());
  }

  private static BsonDocument index(String name, BsonBoolean unique, Collection<String> fields) {
    BsonDocument key = new BsonDocument();
    fields.forEach(field -> key.append(field, new BsonInt32(1)));
    return new BsonDocument(NAME, new BsonString(name)).append(KEY, key).append(UNIQUE, unique);
  }

  /** What every document of {@code DailyAggregates} must be. */
  static BsonDocument validator() {
    BsonArray required = new BsonArray();
    BsonDocument properties = new BsonDocument();
    properties.append(
        AggregateDocuments.DATE,
        ofType("string").append("pattern", new BsonString("^\\d{4}-\\d{2}-\\d{2}$")));
    // No list of groups: the version before would set it back, and refuse those of the one after.
    properties.append(
        AggregateDocuments.TYPE,
        ofType("string").append("pattern", new BsonString(TransactionType.PATTERN)));
    properties.append(
        AggregateDocuments.TOTAL_AMOUNT,
        ofType("object").append("additionalProperties", ofType("double")));
    properties.append(AggregateDocuments.LAST_UPDATED, ofType("date"));
    properties.keySet().forEach(name -> required.add(new BsonString(name)));
    BsonDocument schema =
        ofType("object").append("required", required).append("properties", properties);
    return new BsonDocument("$jsonSchema", schema);
  }

  private static BsonDocument ofType(String bsonType) {
    return new BsonDocument("bsonType", new BsonString(bsonType));
  }

  private MongoDatabase database() {
    return connection.database();
  }
}
