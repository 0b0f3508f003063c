package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.model.InsertOneOptions;
import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.DailyAggregate;
import daybook.core.Deployment;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.Attempts;
import daybook.core.port.Checkpoints;
import daybook.core.port.Checkpoints.Redone;
import daybook.core.port.Deployments;
import daybook.core.port.History;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.ImportPins;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.PersonalTexts;
import daybook.core.port.RecordSwitch;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionLists;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.Settled;
import daybook.testkit.contract.MongoDbContract;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract over a server, and what concerns its documents. Each test has a database of its own,
 * dropped afterwards.
 */
abstract class AdapterContract extends MongoDbContract {

  /** Changed days of the largest checkpoint that is redone here; a minute's import of history. */
  private static final int CHANGED_DAYS = 100;

  private final List<String> events = new ArrayList<>();
  private MongoConnection connection;

  /** Connection string of the server. */
  abstract String uri();

  @BeforeEach
  void openDatabase() {
    String database = "daybook_test_" + UUID.randomUUID().toString().substring(0, 8);
    connection = new MongoConnection(new MongoSettings(uri(), database));
    applySchema();
  }

  @AfterEach
  void dropDatabase() {
    connection.database().drop();
    connection.close();
    closeServer();
  }

  final MongoConnection connection() {
    return connection;
  }

  /** The database of the test. */
  final String database() {
    return connection.database().getName();
  }

  /** Called last, where each test has a server of its own. */
  void closeServer() {}

  final boolean applySchema() {
    return new MongoSchema(connection).apply((level, event, facts) -> events.add(event));
  }

  final MongoInspection inspection() {
    return new MongoInspection(connection);
  }

  @Override
  protected History history() {
    return new MongoHistory(connection);
  }

  @Override
  protected Ledger ledger() {
    return new MongoLedger(connection);
  }

  @Override
  protected Checkpoints checkpoints() {
    return new MongoCheckpoints(connection);
  }

  @Override
  protected Deployments deployments() {
    return new MongoDeployments(connection);
  }

  @Override
  protected MappingArchive archive() {
    return new MongoMappingArchive(connection);
  }

  @Override
  protected Records records() {
    return new MongoRecords(connection);
  }

  @Override
  protected Attempts attempts() {
    return new MongoAttempts(connection);
  }

  @Override
  protected IdempotencyKeys keys() {
    return new MongoIdempotencyKeys(connection);
  }

  @Override
  protected PersonalTexts personalTexts() {
    return new MongoPersonalTexts(connection);
  }

  @Override
  protected TransactionLists lists() {
    return new MongoTransactionLists(connection);
  }

  @Override
  protected ImportPins pins() {
    return new MongoImportPins(connection);
  }

  @Override
  protected RecordSwitch recordSwitch() {
    return new MongoRecordSwitch(connection);
  }

  // ---- documents

  @Test
  void deploymentIsStoredAsSpecified() {
    deployments().agree(new Deployment(ZoneId.of("Asia/Tokyo"), Optional.of(new Currency("JPY"))));

    assertThat(connection.collection("Deployment").find())
        .containsExactly(
            BsonDocument.parse("{_id: 'deployment', zone: 'Asia/Tokyo', currency: 'JPY'}"));
  }

  @Test
  void dailyAggregateIsStoredAsSpecified() {
    checkpoints().redo(checkpoint(1_700_000_000_123L, day(JANUARY_15, "paypal", 5_276_385)));

    BsonDocument stored = connection.collection("DailyAggregates").find().first();
    assertThat(stored.keySet())
        .containsExactlyInAnyOrder("_id", "Date", "Type", "TotalAmount", "Count", "LastUpdated");
    assertThat(stored.get("_id").isObjectId()).isTrue();
    assertThat(stored.get("Date")).isEqualTo(new BsonString("2026-01-15"));
    assertThat(stored.get("Type")).isEqualTo(new BsonString("deposits"));
    assertThat(stored.get("TotalAmount"))
        .isEqualTo(new BsonDocument("paypal", new BsonDouble(52763.85)));
    assertThat(stored.get("Count"))
        .isEqualTo(new BsonDocument("paypal", new BsonInt64(sum(5_276_385).count())));
    assertThat(stored.get("LastUpdated")).isEqualTo(new BsonDateTime(1_700_000_000_123L));
  }

  @Test
  void hoursAreStoredAsWholeCentsInACollectionOfTheirOwn() {
    AggregateKey key = deposits(JANUARY_15).in(View.HOURS);
    checkpoints().redo(checkpoint(5, new DailyAggregate(key, amounts("09", 5_276_385))));

    assertThat(connection.collection("DailyAggregates").countDocuments()).isZero();
    BsonDocument stored = connection.collection("HourlyAggregates").find().first();
    assertThat(stored.keySet())
        .containsExactlyInAnyOrder("_id", "Date", "Type", "Cents", "Count", "LastUpdated");
    assertThat(stored.get("Cents")).isEqualTo(new BsonDocument("09", new BsonInt64(5_276_385)));
    assertThat(history().range(View.HOURS, JANUARY_15, JANUARY_15).byKey())
        .isEqualTo(Map.of(key, amounts("09", 5_276_385)));
  }

  @Test
  void checkpointOfTheFirstFormIsOneThatTheVersionBeforeReads() {
    DailyAggregate day = day(JANUARY_15, "paypal", 100);
    checkpoints().replace(0, new Checkpoint(5, "s", List.of(day), List.of(), Form.FIRST));
    BsonDocument stored = connection.collection("Checkpoints").find().first();
    assertThat(stored.getArray("totals").get(0))
        .isEqualTo(
            BsonDocument.parse(
                "{date: '2026-01-15', type: 'deposits', cents: {paypal: {$numberLong: '100'}}}"));
    assertThat(checkpoints().latest().orElseThrow().totals())
        .containsExactly(
            new DailyAggregate(
                day.key(), new TreeMap<>(Map.of("paypal", new Sum(100, Sum.UNKNOWN)))));
  }

  @Test
  void indexesAreThere() {
    Map<String, BsonDocument> indexes = new HashMap<>();
    connection
        .collection("DailyAggregates")
        .listIndexes(BsonDocument.class)
        .forEach(index -> indexes.put(index.getString("name").getValue(), index));

    assertThat(indexes).containsKeys("idx_date", "idx_type", "idx_date_type");
    assertThat(indexes.get("idx_date").getDocument("key").keySet()).containsExactly("Date");
    assertThat(indexes.get("idx_type").getDocument("key").keySet()).containsExactly("Type");
    assertThat(indexes.get("idx_date_type").getDocument("key").keySet())
        .containsExactly("Date", "Type");
    assertThat(indexes.get("idx_date_type").getBoolean("unique").getValue()).isTrue();
  }

  @Test
  void importsAreIndexedAsTheyAreAskedFor() {
    Map<String, BsonDocument> indexes = new HashMap<>();
    connection
        .collection("Imports")
        .listIndexes(BsonDocument.class)
        .forEach(index -> indexes.put(index.getString("name").getValue(), index));

    assertThat(indexes.get("idx_content").getDocument("key").keySet())
        .containsExactly("eTag", "sizeBytes");
    assertThat(indexes.get("idx_end").getDocument("key").keySet()).containsExactly("end", "_id");
    assertThat(indexes.get("idx_key_end").getDocument("key").keySet())
        .containsExactly("key", "end", "_id");
  }

  @Test
  void termsAreFieldsOfTheirOwn() {
    checkpoints().replace(0, new Checkpoint(5, "s", List.of(), List.of(mappedImport(6))));
    checkpoints().redo(new Checkpoint(5, "s", List.of(), List.of(mappedImport(6))));

    BsonDocument running =
        connection.collection("Checkpoints").find().first().getArray("imports").get(0).asDocument();
    BsonDocument entry = connection.collection("Imports").find().first();
    for (BsonDocument document : List.of(running, entry)) {
      assertThat(document.getString("mapping").getValue()).isEqualTo("bank@" + "a".repeat(64));
      assertThat(document.getString("sameContentAs").getValue()).isEqualTo("folder/a.csv");
    }
    assertThat(running.getString("ignored").getValue()).isEqualTo("[\"Saldo\",\"\\\"x\\\"\"]");
    assertThat(entry.getArray("ignored"))
        .containsExactly(new BsonString("Saldo"), new BsonString("\"x\""));
    assertThat(entry.getDocument("skipped"))
        .isEqualTo(new BsonDocument("pending", new BsonInt64(2)));
    assertThat(entry.getDocument("remarks"))
        .isEqualTo(new BsonDocument("day_zero", new BsonInt64(1)));
    assertThat(entry.getString("detail").getValue()).isEqualTo("3 rows: 2 amount");
  }

  @Test
  void secondDocumentOfOneDayIsRefused() {
    insert("DailyAggregates", valid());
    assertThatThrownBy(() -> insert("DailyAggregates", valid()))
        .isInstanceOf(MongoException.class)
        .extracting(e -> ((MongoException) e).getCode())
        .isEqualTo(11_000);
  }

  @Test
  void documentOfAnotherFormIsAnErrorThatNamesIt() {
    insert("DailyAggregates", valid().append("TotalAmount", new BsonString("12.30")));

    assertThatThrownBy(() -> history().range(View.TOTALS, JANUARY_15, JANUARY_15))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("2026-01-15:deposits");
    assertThatThrownBy(() -> history().bases(List.of(deposits(JANUARY_15)), Settled.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("2026-01-15:deposits");
  }

  @Test
  void amountsThatOthersStoredAsIntegersAreRead() {
    BsonDocument totals =
        new BsonDocument("paypal", new BsonInt32(5)).append("visa", new BsonInt64(7));
    insert("DailyAggregates", valid().append("TotalAmount", totals));

    assertThat(
            history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey().get(deposits(JANUARY_15)))
        .isEqualTo(Map.of("paypal", new Sum(500, Sum.UNKNOWN), "visa", new Sum(700, Sum.UNKNOWN)));
  }

  @Test
  void largestCheckpointIsStored() {
    Checkpoint largest = CheckpointDocumentsTest.largest(CHANGED_DAYS);
    assertThat(checkpoints().replace(0, largest)).isTrue();

    assertThat(checkpoints().latest()).contains(largest);
  }

  @Test
  void largestCheckpointIsRedone() {
    Checkpoint largest = CheckpointDocumentsTest.largest(CHANGED_DAYS);
    checkpoints().replace(0, largest);

    assertThat(checkpoints().redo(largest)).isEqualTo(new Redone(CHANGED_DAYS, 0, 0));
    assertThat(checkpoints().verify(largest)).isPresent();
  }

  @Test
  void checkpointAboveTheSizeOfADocumentIsAClearError() {
    Checkpoint tooLarge = CheckpointDocumentsTest.withMethods(300, View.METHODS_MAX);

    assertThatThrownBy(() -> checkpoints().replace(0, tooLarge))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("300 totals")
        .hasMessageContaining("16777216");
    assertThat(checkpoints().latest()).isEmpty();
  }

  // ---- schema

  @Test
  void schemaIsAppliedAgainWithoutChange() {
    checkpoints().redo(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    boolean held = applySchema();

    assertThat(applySchema()).isEqualTo(held);
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey()).hasSize(1);
  }

  @Test
  void validatorThatIsNotKeptIsLogged() {
    events.clear();
    boolean held = applySchema();
    assertThat(events)
        .isEqualTo(
            held ? List.of() : Collections.nCopies(View.values().length, "validator_not_applied"));
  }

  private static BsonDocument valid() {
    return ValidatorTest.valid();
  }

  /** Past the validator, as an owner may. */
  private void insert(String collection, BsonDocument document) {
    insert(collection, document, true);
  }

  final void insert(String collection, BsonDocument document, boolean bypass) {
    connection
        .collection(collection)
        .insertOne(document, new InsertOneOptions().bypassDocumentValidation(bypass));
  }
}
