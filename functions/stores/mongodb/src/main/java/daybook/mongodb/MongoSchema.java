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
import daybook.core.View;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * Collections, indexes and the validators of the daily aggregates of all views. Whoever opens the
 * database for writing applies it; doing so again, or twice at the same time, changes nothing.
 */
public final class MongoSchema {

  private static final String NAME = "name";
  private static final String KEY = "key";
  private static final String UNIQUE = "unique";
  private static final String SPARSE = "sparse";

  private static final List<BsonDocument> INDEXES =
      List.of(
          index("idx_date", BsonBoolean.FALSE, List.of(AggregateDocuments.DATE)),
          index("idx_type", BsonBoolean.FALSE, List.of(AggregateDocuments.TYPE)),
          index(
              "idx_date_type",
              BsonBoolean.TRUE,
              List.of(AggregateDocuments.DATE, AggregateDocuments.TYPE)));

  /**
   * Of the collections that have no validator, in the order in which they are asked for: imports by
   * the same content, and by their end, of all or of a key; transactions by what they wait for, by
   * the rows that made them, by user, by the user of a deleted one and by change; attempts by what
   * they were at and by user; keys by age.
   */
  private static final Map<String, List<BsonDocument>> FURTHER =
      Map.of(
          CheckpointDocuments.COLLECTION,
          List.of(),
          ImportDocuments.COLLECTION,
          List.of(
              index(
                  "idx_content",
                  BsonBoolean.FALSE,
                  List.of(ImportDocuments.E_TAG, ImportDocuments.SIZE_BYTES)),
              index("idx_end", BsonBoolean.FALSE, List.of(ImportDocuments.END, ImportDocuments.ID)),
              index(
                  "idx_key_end",
                  BsonBoolean.FALSE,
                  List.of(ImportDocuments.KEY, ImportDocuments.END, ImportDocuments.ID))),
          MongoMappingArchive.COLLECTION,
          List.of(),
          MongoDeployments.COLLECTION,
          List.of(),
          MongoImportPins.COLLECTION,
          List.of(),
          MongoAttempts.COLLECTION,
          List.of(
              index(
                  "idx_transaction",
                  BsonBoolean.FALSE,
                  List.of(MongoAttempts.TRANSACTION, MongoAttempts.AT, MongoAttempts.ID)),
              index(
                  "idx_user",
                  BsonBoolean.FALSE,
                  List.of(ContentDocuments.USER_ID, ContentDocuments.TIMESTAMP, MongoAttempts.ID))),
          MongoIdempotencyKeys.COLLECTION,
          List.of(
              index(
                  "idx_at",
                  BsonBoolean.FALSE,
                  List.of(MongoIdempotencyKeys.AT, MongoIdempotencyKeys.ID))),
          TransactionDocuments.COLLECTION,
          List.of(
              sparse(
                  "idx_pending",
                  List.of(
                      TransactionDocuments.PENDING_STATE,
                      TransactionDocuments.PENDING_SINCE,
                      TransactionDocuments.PENDING_ID)),
              sparse(
                  "idx_born",
                  List.of(TransactionDocuments.BORN_IMPORT, TransactionDocuments.BORN_OFFSET)),
              index(
                  "idx_user",
                  BsonBoolean.FALSE,
                  List.of(
                      ContentDocuments.USER_ID,
                      ContentDocuments.TIMESTAMP,
                      TransactionDocuments.ID)),
              sparse(
                  "idx_was",
                  List.of(
                      TransactionDocuments.WAS_USER_ID,
                      TransactionDocuments.WAS_TIMESTAMP,
                      TransactionDocuments.WAS_ID)),
              index(
                  "idx_updated",
                  BsonBoolean.FALSE,
                  List.of(TransactionDocuments.UPDATED, TransactionDocuments.ID))));

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
   * Creates what is missing and brings the validators to their newest form.
   *
   * @param log hears of a server or user that cannot have a validator
   * @return whether the server holds all validators now
   * @throws StoreException if MongoDB fails
   */
  public boolean apply(EventLog log) {
    return connection.ask("prepare the database", () -> prepare(log));
  }

  /** Whether there is anything of ours in the database. */
  boolean isBegun() {
    return validators().containsKey(ImportDocuments.COLLECTION);
  }

  /** Collections that {@link #apply} would give another validator. */
  List<String> unvalidated() {
    Map<String, BsonDocument> validators = validators();
    return Arrays.stream(View.values())
        .filter(view -> !isHeld(view, validators))
        .map(AggregateDocuments::collection)
        .toList();
  }

  /** Indexes that {@link #apply} would create, each behind the name of its collection. */
  List<String> missingIndexes() {
    List<String> missing = new ArrayList<>();
    for (View view : View.values()) {
      missing.addAll(missingIndexes(AggregateDocuments.collection(view), INDEXES));
    }
    new TreeMap<>(FURTHER)
        .forEach((name, indexes) -> missing.addAll(missingIndexes(name, indexes)));
    return missing;
  }

  private List<String> missingIndexes(String collection, List<BsonDocument> indexes) {
    Set<BsonDocument> there = there(connection.collection(collection));
    return indexes.stream()
        .filter(index -> !there.contains(described(index)))
        .map(index -> collection + "." + index.getString(NAME).getValue())
        .toList();
  }

  private static Set<BsonDocument> there(MongoCollection<BsonDocument> collection) {
    Set<BsonDocument> there = new HashSet<>();
    collection.listIndexes(BsonDocument.class).forEach(index -> there.add(described(index)));
    return there;
  }

  /**
   * Why there is no validator.
   *
   * @param level a server that never has one is as expected; a missing privilege is not
   */
  private record Refusal(Level level, String reason) {}

  private boolean prepare(EventLog log) {
    Map<String, BsonDocument> before = validators();
    FURTHER.forEach(
        (name, indexes) -> {
          if (!before.containsKey(name)) {
            create(name, new CreateCollectionOptions());
          }
          createIndexes(connection.collection(name), indexes);
        });
    Map<View, Optional<Refusal>> changed = new EnumMap<>(View.class);
    for (View view : View.values()) {
      if (!isHeld(view, before)) {
        changed.put(view, changeAggregates(view, before));
      }
      createIndexes(connection.collection(AggregateDocuments.collection(view)), INDEXES);
    }
    if (changed.isEmpty()) {
      return true;
    }
    Map<String, BsonDocument> after = validators();
    changed.keySet().removeIf(view -> isHeld(view, after));
    changed.forEach((view, refusal) -> logNotApplied(view, refusal, log));
    return changed.isEmpty();
  }

  private static boolean isHeld(View view, Map<String, BsonDocument> validators) {
    return validator(view).equals(validators.get(AggregateDocuments.collection(view)));
  }

  /**
   * Gives the collection of a view its validator. One that was just made gets it by a change as
   * well: somebody else may have made it first, with another validator, and a server may make
   * collections without.
   */
  private Optional<Refusal> changeAggregates(View view, Map<String, BsonDocument> before) {
    String aggregates = AggregateDocuments.collection(view);
    Optional<Refusal> refusal =
        before.containsKey(aggregates)
            ? Optional.empty()
            : createValidated(aggregates, validator(view));
    return refusal.isPresent() ? refusal : changeValidator(aggregates, validator(view));
  }

  private static void logNotApplied(View view, Optional<Refusal> refusal, EventLog log) {
    Refusal why = refusal.orElse(new Refusal(Level.WARN, "the server does not keep it"));
    log.log(
        why.level(),
        "validator_not_applied",
        Map.of("collection", AggregateDocuments.collection(view), "reason", why.reason()));
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

  private Optional<Refusal> createValidated(String name, BsonDocument validator) {
    ValidationOptions validation =
        new ValidationOptions()
            .validator(validator)
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

  private Optional<Refusal> changeValidator(String name, BsonDocument validator) {
    BsonDocument change =
        new BsonDocument("collMod", new BsonString(name))
            .append("validator", validator)
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
  private static void createIndexes(
      MongoCollection<BsonDocument> collection, List<BsonDocument> indexes) {
    Set<BsonDocument> there = there(collection);
    List<IndexModel> missing =
        indexes.stream()
            .filter(index -> !there.contains(described(index)))
            .map(
                index ->
                    new IndexModel(
                        index.getDocument(KEY),
                        new IndexOptions()
                            .name(index.getString(NAME).getValue())
                            .unique(index.getBoolean(UNIQUE).getValue())
                            .sparse(index.getBoolean(SPARSE, BsonBoolean.FALSE).getValue())))
            .toList();
    if (!missing.isEmpty()) {
      collection.createIndexes(missing);
    }
  }

  /** Name, keys, what it is; servers add more, and write numbers in several types. */
  private static BsonDocument described(BsonDocument index) {
    BsonDocument described =
        index(
            index.getString(NAME).getValue(),
            index.getBoolean(UNIQUE, BsonBoolean.FALSE),
            index.getDocument(KEY).keySet());
    return index.containsKey(SPARSE) ? described.append(SPARSE, index.get(SPARSE)) : described;
  }

  /** One without documents that have none of its fields. */
  private static BsonDocument sparse(String name, List<String> fields) {
    return index(name, BsonBoolean.FALSE, fields).append(SPARSE, BsonBoolean.TRUE);
  }

  private static BsonDocument index(String name, BsonBoolean unique, Collection<String> fields) {
    BsonDocument key = new BsonDocument();
    fields.forEach(field -> key.append(field, new BsonInt32(1)));
    return new BsonDocument(NAME, new BsonString(name)).append(KEY, key).append(UNIQUE, unique);
  }

  /** What every aggregate of a view must be. */
  static BsonDocument validator(View view) {
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
        AggregateDocuments.totalsField(view), objectOf(view == View.TOTALS ? "double" : "long"));
    properties.append(AggregateDocuments.LAST_UPDATED, ofType("date"));
    properties.keySet().forEach(name -> required.add(new BsonString(name)));
    // Not required: the version before writes totals without it.
    properties.append(AggregateDocuments.COUNT, objectOf("long"));
    BsonDocument schema =
        ofType("object").append("required", required).append("properties", properties);
    return new BsonDocument("$jsonSchema", schema);
  }

  private static BsonDocument objectOf(String bsonType) {
    return ofType("object").append("additionalProperties", ofType(bsonType));
  }

  private static BsonDocument ofType(String bsonType) {
    return new BsonDocument("bsonType", new BsonString(bsonType));
  }

  private MongoDatabase database() {
    return connection.database();
  }
}
