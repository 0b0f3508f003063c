package daybook.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ValidationAction;
import com.mongodb.client.model.ValidationLevel;
import com.mongodb.client.model.ValidationOptions;
import daybook.core.TransactionType;
import daybook.core.port.EventLog;
import daybook.core.port.StoreException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Collections, indexes and the validator of {@code DailyAggregates}. Whoever opens the database for
 * writing applies it; doing so again, or twice at the same time, changes nothing.
 */
public final class MongoSchema {

  static final String INDEX_DATE = "idx_date";
  static final String INDEX_TYPE = "idx_type";
  static final String INDEX_DATE_TYPE = "idx_date_type";

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
    return MongoConnection.ask("prepare the database", () -> prepare(log));
  }

  private boolean prepare(EventLog log) {
    Map<String, BsonDocument> validators = validators();
    for (String name : List.of(CheckpointDocuments.COLLECTION, ImportDocuments.COLLECTION)) {
      if (!validators.containsKey(name)) {
        create(name, new CreateCollectionOptions());
      }
    }
    String aggregates = AggregateDocuments.COLLECTION;
    String problem = "";
    if (!validators.containsKey(aggregates)) {
      problem = createValidated(aggregates);
    }
    if (problem.isEmpty() && !validator().equals(validators().get(aggregates))) {
      problem = changeValidator(aggregates);
    }
    createIndexes(connection.collection(aggregates));
    boolean held = validator().equals(validators().get(aggregates));
    if (!held) {
      log.log(
          EventLog.Level.WARN,
          "validator_not_applied",
          Map.of(
              "collection",
              aggregates,
              "reason",
              problem.isEmpty() ? "the server does not keep it" : problem));
    }
    return held;
  }

  /** The validator of every collection there is; empty where it has none. */
  private Map<String, BsonDocument> validators() {
    Map<String, BsonDocument> validators = new HashMap<>();
    for (BsonDocument info : database().listCollections(BsonDocument.class)) {
      BsonDocument options = info.getDocument("options", new BsonDocument());
      validators.put(
          info.getString("name").getValue(), options.getDocument("validator", new BsonDocument()));
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

  private String createValidated(String name) {
    ValidationOptions validation =
        new ValidationOptions()
            .validator(validator())
            .validationLevel(ValidationLevel.STRICT)
            .validationAction(ValidationAction.ERROR);
    String problem =
        unlessUnknown(
            () -> {
              create(name, new CreateCollectionOptions().validationOptions(validation));
              return "";
            });
    if (!problem.isEmpty()) {
      create(name, new CreateCollectionOptions());
    }
    return problem;
  }

  private String changeValidator(String name) {
    BsonDocument change =
        new BsonDocument("collMod", new BsonString(name))
            .append("validator", validator())
            .append("validationLevel", new BsonString(ValidationLevel.STRICT.getValue()))
            .append("validationAction", new BsonString(ValidationAction.ERROR.getValue()));
    return unlessUnknown(
        () -> {
          database().runCommand(change);
          return "";
        });
  }

  private static String unlessUnknown(Supplier<String> step) {
    try {
      return step.get();
    } catch (MongoException e) {
      if (UNKNOWN_TO_SERVER.contains(e.getCode())) {
        return "the server does not know how (code " + e.getCode() + ")";
      }
      if (e.getCode() == UNAUTHORIZED) {
        return "the user may not change collections: it needs the privilege collMod";
      }
      throw e;
    }
  }

  private static void createIndexes(MongoCollection<BsonDocument> aggregates) {
    aggregates.createIndexes(
        List.of(
            new IndexModel(
                Indexes.ascending(AggregateDocuments.DATE), new IndexOptions().name(INDEX_DATE)),
            new IndexModel(
                Indexes.ascending(AggregateDocuments.TYPE), new IndexOptions().name(INDEX_TYPE)),
            new IndexModel(
                Indexes.ascending(AggregateDocuments.DATE, AggregateDocuments.TYPE),
                new IndexOptions().name(INDEX_DATE_TYPE).unique(true))));
  }

  /** What every document of {@code DailyAggregates} must be. */
  static BsonDocument validator() {
    BsonArray types = new BsonArray();
    Arrays.stream(TransactionType.values())
        .forEach(type -> types.add(new BsonString(type.group())));
    BsonArray required = new BsonArray();
    BsonDocument properties = new BsonDocument();
    properties.append(
        AggregateDocuments.DATE,
        ofType("string").append("pattern", new BsonString("^\\d{4}-\\d{2}-\\d{2}$")));
    properties.append(AggregateDocuments.TYPE, new BsonDocument("enum", types));
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
