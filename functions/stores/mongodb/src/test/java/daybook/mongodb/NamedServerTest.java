package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import daybook.core.View;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract over a real MongoDB, alone or a replica set, whose validators are enforced. */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.VARIABLE,
    matches = ".+",
    disabledReason = "names no MongoDB to test against")
class NamedServerTest extends RecordDocumentsContract {

  static final String VARIABLE = "DAYBOOK_TEST_MONGODB_URI";

  private static final int VALIDATION_FAILED = 121;

  @Override
  String uri() {
    return System.getenv(VARIABLE);
  }

  @Test
  void validatorIsHeld() {
    assertThat(applySchema()).isTrue();
  }

  @Test
  void inspectionNamesAnIndexAndAValidatorThatAreMissing() {
    assertThat(inspection().look().missingIndexes()).isEmpty();
    assertThat(inspection().look().unvalidated()).isEmpty();

    try (MongoClient client = MongoClients.create(uri())) {
      client.getDatabase(database()).getCollection("Imports").dropIndex("idx_end");
      Document change = new Document("collMod", "DailyAggregates");
      client.getDatabase(database()).runCommand(change.append("validator", new Document()));
    }

    assertThat(inspection().look().missingIndexes()).containsExactly("Imports.idx_end");
    assertThat(inspection().look().unvalidated()).containsExactly("DailyAggregates");
  }

  @Test
  void validatorRefusesEveryWrongDocument() {
    insert("DailyAggregates", ValidatorTest.valid(), false);
    for (BsonDocument wrong : ValidatorTest.wrongDocuments()) {
      assertRefused(wrong);
    }
  }

  @Test
  void validatorReachesExistingCollection() {
    try (MongoClient client = MongoClients.create(uri())) {
      client.getDatabase(database()).drop();
    }
    insert("DailyAggregates", ValidatorTest.valid(), false);
    assertThat(applySchema()).isTrue();

    assertRefused(ValidatorTest.wrongDocuments().get(0));
    checkpoints().redo(checkpoint(1_000, day(JANUARY_15.plusDays(1), "paypal", 1)));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15.plusDays(1)).byKey()).hasSize(2);
  }

  @Test
  void validatorOfAnotherFormIsReplaced() {
    try (MongoClient client = MongoClients.create(uri())) {
      Document change = new Document("collMod", "DailyAggregates");
      client.getDatabase(database()).runCommand(change.append("validator", new Document()));
    }

    assertThat(applySchema()).isTrue();
    assertRefused(ValidatorTest.wrongDocuments().get(0));
  }

  @Test
  void fieldThatTheValidatorDoesNotKnowIsAccepted() {
    insert("DailyAggregates", ValidatorTest.valid().append("Further", new BsonInt32(1)), false);
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey()).hasSize(1);
  }

  private void assertRefused(BsonDocument wrong) {
    assertThatThrownBy(() -> insert("DailyAggregates", wrong, false))
        .as(wrong.toJson())
        .isInstanceOf(MongoException.class)
        .extracting(e -> ((MongoException) e).getCode())
        .isEqualTo(VALIDATION_FAILED);
  }
}
