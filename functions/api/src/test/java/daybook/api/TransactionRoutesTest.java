package daybook.api;

import static daybook.api.ApiUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.port.FieldCipher.Place;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.record.Attempt;
import daybook.core.record.Counting;
import daybook.core.record.ImportPin;
import daybook.core.record.Origin;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import daybook.testkit.contract.RecordSamples;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GET of a transaction and of its versions. */
class TransactionRoutesTest extends RecordSamples {

  private static final String PATH = "/transactions/tx-00001";

  private ApiUnderTest api = new ApiUnderTest();

  private TransactionRecord stored() {
    return api.records.find(List.of(id(1))).get(id(1));
  }

  private void insert(TransactionRecord record) {
    assertThat(api.records.insert(List.of(record))).hasSize(1);
  }

  private void replace(TransactionRecord next) {
    assertThat(api.records.replace(List.of(next))).isOne();
  }

  private JsonNode get(String path) throws IOException {
    Reply reply = api.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return json(reply);
  }

  private TransactionRecord named() {
    SealedText name = api.cipher.seal(Place.of(id(1), "full_name", 1), "Zoë Example");
    SealedText note = api.cipher.seal(Place.of(id(1), "note", 1), "two\nlines");
    return TransactionRecord.posted(
        id(1), content(1_230), Map.of("full_name", name, "note", note), NOW);
  }

  @Test
  void transactionIsShownWithWhereItIsFromAndItsNamesOpened() throws IOException {
    insert(named());

    Reply reply = api.get(PATH);
    assertThat(json(reply))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"transaction_id": "tx-00001", "version": 1, "status": "approved",
                     "timestamp": "2026-01-15T10:30:00.250Z", "business_day": "2026-01-15",
                     "type": "deposit", "payment_method": "Domino's", "amount": 12.30,
                     "user_id": "user:1", "merchant_id": "merchant-1",
                     "merchant_category": "Cafés & bars",
                     "created": "2026-01-16T08:30:00.123Z", "updated": "2026-01-16T08:30:00.123Z",
                     "counted": false, "state": "waiting", "source": {"kind": "post"},
                     "full_name": "Zoë Example", "note": "two\\nlines"}
                    """));
    assertThat(reply.body()).contains("\"amount\":12.30");
    assertThat(reply.headers()).containsEntry("Cache-Control", "no-cache");
    assertThat(reply.headers().get("ETag")).matches("\"1-[A-Za-z0-9_-]{16}\"");
  }

  @Test
  void idsArePartsOfPathsThatMayBeEncoded() throws IOException {
    insert(TransactionRecord.posted(id("a:b.c"), content(1), Map.of(), NOW));

    assertThat(get("/transactions/a%3Ab%2ec").path("transaction_id").asText()).isEqualTo("a:b.c");
    for (String path : List.of("a+b", "%", "%ZZ", "a%2Fb", "%00", "x".repeat(65), "never-seen")) {
      assertThat(api.get("/transactions/" + path).status()).as(path).isEqualTo(404);
      assertThat(api.get("/transactions/" + path + "/versions").status()).isEqualTo(404);
    }
    assertThat(api.get(PATH + "?x=1").body()).contains("x is unknown: expected none");
  }

  @Test
  void rowOfAFileNamesTheFileAndItsByteWhereverTheImportIsKnown() throws IOException {
    var source = ApiUnderTest.source("january.csv");
    Origin row = new Origin(source.importId(), 242);
    insert(TransactionRecord.ofRow(id(1), content(1), row, NOW));

    assertThat(get(PATH).path("source").has("key")).isFalse();
    api.records.keep(new ImportPin(source, ImportTerms.NONE, NOW));
    assertThat(get(PATH).path("source").path("key").asText()).isEqualTo("january.csv");
    api.records.remove(source.importId());
    api.ended("january.csv", end(300), NOW);
    JsonNode shown = get(PATH).path("source");
    assertThat(shown.path("kind").asText()).isEqualTo("file");
    assertThat(shown.path("key").asText()).isEqualTo("january.csv");
    assertThat(shown.path("import_id").asText()).isEqualTo(source.importId().value());
    assertThat(shown.path("byte").asLong()).isEqualTo(242);
  }

  private static ImportPosition end(long offset) {
    return new ImportPosition(offset, 3, 3, Map.of(), new TreeSet<>(), ImportState.COMPLETE, null);
  }

  // ---- counted

  private String state() throws IOException {
    JsonNode shown = get(PATH);
    String state = shown.path("state").asText();
    assertThat(shown.path("counted").booleanValue()).isEqualTo(state.equals("counted"));
    return state;
  }

  @Test
  void rowCountsWhenItsImportHasEndedBehindIt() throws IOException {
    Origin row = new Origin(ApiUnderTest.source("a.csv").importId(), 100);
    insert(TransactionRecord.ofRow(id(1), content(1), row, NOW));

    assertThat(state()).isEqualTo("waiting");
    api.ended("a.csv", end(101), NOW);
    assertThat(state()).isEqualTo("counted");
    api.ended("a.csv", end(100), NOW);
    assertThat(state()).isEqualTo("waiting");
  }

  @Test
  void rowCountsWhenACommittedCheckpointIsPastIt() throws IOException {
    var source = ApiUnderTest.source("a.csv");
    Origin row = new Origin(source.importId(), 100);
    insert(TransactionRecord.ofRow(id(1), content(1), row, NOW));

    for (long applied : List.of(100L, 101L, 100L)) {
      ImportPosition position =
          new ImportPosition(applied, 3, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
      ImportRecord record = new ImportRecord(source, NOW, position, position, List.of(), false);
      long before = api.mongoDb.latestAt();
      api.mongoDb.replace(
          before,
          new Checkpoint(
              before + 5,
              "s",
              List.of(),
              List.of(new ImportCheckpoint(source.importId(), record))));
      assertThat(state()).isEqualTo(applied > 100 ? "counted" : "waiting");
    }
  }

  @Test
  void postedOneCountsWhenItsLineDoesAndWaitsAgainAfterACorrection() throws IOException {
    insert(posted(1).amended(content(1), Map.of(), NOW));
    assertThat(state()).isEqualTo("waiting");
    replace(inJournal(stored()));
    assertThat(state()).isEqualTo("waiting");
    Counting sealed = stored().counting();
    Origin line = new Origin(ApiUnderTest.source("journal/1.csv").importId(), 7);
    replace(stored().with(sealed.claimedBy(sealed.toSeal(), line, NOW)));
    assertThat(state()).isEqualTo("waiting");
    api.ended("journal/1.csv", end(8), NOW);
    assertThat(state()).isEqualTo("counted");
    replace(settled(stored(), AT));
    assertThat(state()).isEqualTo("counted");
    replace(stored().amended(content(9), Map.of(), NOW));
    assertThat(state()).isEqualTo("waiting");
  }

  @Test
  void whatWasSetAsideTooOftenIsHeldUntilItIsCorrected() throws IOException {
    insert(posted(1).amended(content(1), Map.of(), NOW));
    for (int times = 0; times <= Counting.REOPENED_MAX; times++) {
      replace(claimed(stored(), 8));
      replace(reopened(stored(), AT + times, true));
    }
    assertThat(state()).isEqualTo("held");
    replace(stored().amended(content(9), Map.of(), NOW));
    assertThat(state()).isEqualTo("waiting");
  }

  @Test
  void newestAttemptIsShownWhereThereIsNoTransaction() throws IOException {
    Attempt first = Attempt.posted(id(1), "pending", content(5), NOW);
    String place = new Origin(importId(3), 77).toString();
    Attempt newest =
        new Attempt(id(1), "declined", Optional.of(content(6)), place, NOW.plusSeconds(1));
    api.attempts.keep(List.of(newest, first));

    assertThat(state()).isEqualTo("not_counted");
    JsonNode shown = get(PATH);
    assertThat(shown.path("status").asText()).isEqualTo("declined");
    assertThat(shown.path("amount").decimalValue()).isEqualByComparingTo("0.06");
    assertThat(shown.path("source").path("byte").asInt()).isEqualTo(77);
    assertThat(api.get(PATH).headers().get("ETag")).startsWith("\"0-");
    assertThat(api.get(PATH + "/versions").status()).isEqualTo(404);
    insert(posted(1).amended(content(1), Map.of(), NOW));
    assertThat(get(PATH).path("status").asText()).isEqualTo("approved");
  }

  // ---- gone

  @Test
  void deletedOneIsGoneAndSaysSinceWhen() throws IOException {
    insert(named());
    replace(stored().deleted(NOW.plusSeconds(5)));

    Reply reply = api.get(PATH);
    assertThat(reply.status()).isEqualTo(410);
    assertThat(json(reply).path("deleted").asText()).isEqualTo("2026-01-16T08:30:05.123Z");
    assertThat(reply.headers()).doesNotContainKey("ETag");
    JsonNode versions = get(PATH + "/versions").path("data");
    assertThat(versions.get(0).toString())
        .isEqualTo("{\"version\":2,\"status\":\"deleted\",\"since\":\"2026-01-16T08:30:05.123Z\"}");
    assertThat(versions.get(1).path("amount").decimalValue()).isEqualByComparingTo("12.30");
  }

  @Test
  void shreddedOneIsGoneAndSaysSinceWhen() throws IOException {
    insert(ofRow(1));
    replace(shredded(stored()));

    for (String path : List.of(PATH, PATH + "/versions")) {
      Reply reply = api.get(path);
      assertThat(reply.status()).isEqualTo(410);
      assertThat(json(reply).path("shredded").asText()).isEqualTo("2026-01-16T08:31:40.123Z");
    }
  }

  // ---- versions

  @Test
  void versionsAreNewestFirstEachSinceWhenAndWithoutNames() throws IOException {
    insert(named());
    replace(stored().amended(content(700), stored().texts(), NOW.plusSeconds(1)));
    replace(stored().amended(content(800), stored().texts(), NOW.plusSeconds(2)));

    JsonNode versions = get(PATH + "/versions");
    List<String> shown = new ArrayList<>();
    versions
        .path("data")
        .forEach(one -> shown.add(one.get("version") + " " + one.get("amount") + one.get("since")));
    assertThat(shown)
        .containsExactly(
            "3 8.0\"2026-01-16T08:30:02.123Z\"",
            "2 7.0\"2026-01-16T08:30:01.123Z\"",
            "1 12.3\"2026-01-16T08:30:00.123Z\"");
    assertThat(versions.path("dropped").asInt()).isZero();
    assertThat(versions.toString()).doesNotContain("Zoë", "full_name");
  }

  @Test
  void versionsThatAreNotKeptAnyMoreAreCounted() throws IOException {
    insert(ofRow(1));
    for (int n = 0; n < TransactionRecord.PAST_MAX + 5; n++) {
      replace(stored().amended(content(n), Map.of(), NOW));
    }

    JsonNode versions = get(PATH + "/versions");
    assertThat(versions.path("data")).hasSize(TransactionRecord.PAST_MAX + 1);
    assertThat(versions.path("dropped").asInt()).isEqualTo(5);
  }

  // ---- names

  @Test
  void withoutKeysItIsSaidWhichTextsAreSealed() throws IOException {
    TransactionRecord record = named();
    api = new ApiUnderTest(Deployment.DEFAULT, false);
    insert(record);

    Reply reply = api.get(PATH);
    assertThat(json(reply).path("sealed").toString()).isEqualTo("[\"full_name\",\"note\"]");
    assertThat(reply.body()).doesNotContain("Zoë", "two");
  }

  @Test
  void keysThatCannotBeHadAreAFailureOfAStore() {
    insert(named());
    api.cipher.fail(true);

    Reply reply = api.get(PATH);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).doesNotContain("Zoë");
  }

  @Test
  void erasedNamesAreInNoAnswer() throws IOException {
    insert(named());
    replace(stored().amended(stored().content().orElseThrow(), Map.of(), NOW));

    assertThat(get(PATH).has("full_name")).isFalse();
    assertThat(get(PATH).path("version").asInt()).isEqualTo(2);
  }

  @Test
  void currencyIsTheDeploymentsWhereTheTransactionNamesNone() throws IOException {
    api = new ApiUnderTest(new Deployment(ZoneOffset.UTC, Optional.of(new Currency("EUR"))), true);
    insert(ofRow(1));

    assertThat(get(PATH).path("currency").asText()).isEqualTo("EUR");
  }

  // ---- who may

  @ParameterizedTest
  @ValueSource(
      strings = {
        PATH,
        PATH + "/versions",
        "/users/u/transactions",
        "/users/u/statistics",
        "/changes"
      })
  void nobodyReadsSingleTransactionsWithoutSigningIn(String path) {
    Reply reply = new ApiUnderTest(false).get(path);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body()).contains("ApiAuth=NONE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PATH,
        PATH + "/versions",
        "/users/u/transactions",
        "/users/u/statistics",
        "/changes"
      })
  void storeThatFailsIsA503(String path) {
    api.failure = Optional.of(new StoreException("MongoDB", "read", "it failed"));
    assertThat(api.get(path).status()).isEqualTo(503);
    assertThat(api.get(path).body()).doesNotContain("it failed");
  }
}
