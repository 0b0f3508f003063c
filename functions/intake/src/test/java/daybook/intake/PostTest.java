package daybook.intake;

import static daybook.intake.IntakeUnderTest.BEGUN;
import static daybook.intake.IntakeUnderTest.VISA;
import static daybook.intake.IntakeUnderTest.json;
import static daybook.intake.IntakeUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.Amount;
import daybook.core.Deployment;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.FieldCipher.Place;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is posted, and what is answered to it. */
class PostTest {

  private final IntakeUnderTest intake = new IntakeUnderTest();

  @Test
  void oneIsStoredAndAnsweredWithItsPlaceAndVersion() {
    Reply reply =
        intake.post(
            with(
                "timestamp", "\"2026-01-31T23:30:00.1239+02:00\"",
                "user_id", "\"u-1\"",
                "merchant_id", "\"m-1\"",
                "merchant_category", "\"books & art\""));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers())
        .containsEntry("Location", "/transactions/t-1")
        .containsEntry("ETag", "\"1\"")
        .containsEntry("Cache-Control", "no-store");
    assertThat(reply.body())
        .isEqualTo(
            "{\"transaction_id\":\"t-1\",\"version\":1,\"status\":\"approved\","
                + "\"timestamp\":\"2026-01-31T21:30:00.123Z\",\"business_day\":\"2026-01-31\","
                + "\"type\":\"deposit\",\"payment_method\":\"visa\",\"amount\":12.30,"
                + "\"user_id\":\"u-1\",\"merchant_id\":\"m-1\",\"merchant_category\":\"books & art\","
                + "\"created\":\"2026-02-01T08:00:00Z\",\"updated\":\"2026-02-01T08:00:00Z\"}");
    TransactionRecord record = intake.record("t-1");
    assertThat(record.content().orElseThrow().counts())
        .isEqualTo(
            new Transaction(
                LocalDate.of(2026, 1, 31),
                21,
                TransactionType.DEPOSIT,
                "visa",
                Amount.parse("12.30")));
    assertThat(record.counting().toSeal().turn()).isEqualTo(1);
    assertThat(record.times().created()).isEqualTo(BEGUN);
  }

  @Test
  void dayIsThatOfTheDeploymentAndItsCurrencyIsNotNamed() {
    intake.deployment = new Deployment(ZoneId.of("Asia/Tokyo"), IntakeUnderTest.euros().currency());
    JsonNode euros = json(intake.post(with("currency", "\"eur\"")));
    JsonNode dollars =
        json(intake.post(with("transaction_id", "\"t-2\"", "currency", "\" USD \"")));

    assertThat(euros.path("business_day").asText()).isEqualTo("2026-02-01");
    assertThat(euros.path("currency").asText()).isEqualTo("EUR");
    assertThat(dollars.path("currency").asText()).isEqualTo("USD");
    assertThat(group("t-1")).isEqualTo("deposits");
    assertThat(group("t-2")).isEqualTo("deposits:USD");
  }

  private String group(String id) {
    return intake.record(id).content().orElseThrow().counts().type().group();
  }

  @Test
  void amountsAreReadAsTheyAreWritten() {
    for (String amount : List.of("12.3", "\"12.30\"", "12.3000", "\" +12.30 \"", "\"12.3\"")) {
      assertThat(intake.post(with("amount", amount)).status()).as(amount).isIn(200, 201);
    }
    assertThat(intake.post(with("transaction_id", "\"max\"", "amount", "99999999999.99")).body())
        .contains("\"amount\":99999999999.99,");
    assertThat(intake.post(with("transaction_id", "\"low\"", "amount", "0")).body())
        .contains("\"amount\":0.00,");
    assertThat(intake.count()).isEqualTo(3);
  }

  @Test
  void sameContentAgainIsAReplayAndOtherContentAConflict() {
    intake.post(VISA);
    intake.seconds(60);
    Reply again = intake.post(with("timestamp", "\"2026-02-01 00:30+01\"", "type", "\"DEPOSIT\""));
    Reply other = intake.post(with("amount", "12.31"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers())
        .containsEntry("Idempotent-Replayed", "true")
        .containsEntry("ETag", "\"1\"")
        .doesNotContainKey("Location");
    assertThat(json(again).path("created").asText()).isEqualTo("2026-02-01T08:00:00Z");
    assertThat(other.status()).isEqualTo(409);
    assertThat(json(other).path("detail").asText())
        .startsWith("t-1 is there with other content: correct it by PATCH or DELETE");
  }

  @Test
  void repetitionIsToldByWhatItWasBornWithAlsoAfterACorrection() {
    intake.post(VISA);
    intake.patch("t-1", "{\"amount\": 5}", "\"1\"");
    Reply again = intake.post(VISA);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).containsEntry("ETag", "\"2\"");
    assertThat(json(again).path("amount").asText()).isEqualTo("5.0");
    assertThat(intake.post(with("amount", "5")).status()).isEqualTo(409);
  }

  @Test
  void replyThatMongoDbLostIsNoConflict() {
    intake.loses = true;

    assertThat(intake.post(VISA).status()).isEqualTo(200);
    assertThat(intake.count()).isEqualTo(1);
  }

  @Test
  void textsAreSealedAndComparedAsOpened() {
    String named =
        with("full_name", "\"Zoë Ångström\"", "note", "\"for\\nbooks\"", "user_id", "\"u\"");
    assertThat(intake.post(named).body()).doesNotContain("Zoë", "books");
    TransactionRecord record = intake.record("t-1");
    assertThat(record.texts().keySet()).containsExactly("full_name", "note");
    assertThat(
            intake.cipher.open(
                Place.of(record.id(), "full_name", 1), record.texts().get("full_name")))
        .isEqualTo("Zoë Ångström");

    assertThat(intake.post(named).status()).isEqualTo(200);
    assertThat(intake.post(with("user_id", "\"u\"")).status()).isEqualTo(409);
    assertThat(intake.post(named.replace("Zoë", "Zoe")).status()).isEqualTo(409);
    assertThat(intake.post(named.replace("books", "book")).status()).isEqualTo(409);
    intake.erase("u");
    assertThat(intake.post(named.replace("Zoë", "Zoe")).status()).isEqualTo(200);
  }

  @Test
  void textThatWasNotThereAtFirstIsOtherContent() {
    intake.post(VISA);

    assertThat(intake.post(with("note", "\"x\"")).status()).isEqualTo(409);
  }

  @Test
  void idsThatNobodyGaveAreUlidsThatAscend() {
    String one = with("transaction_id", "");
    String first = json(intake.post(one)).path("transaction_id").asText();
    String next = json(intake.post(one)).path("transaction_id").asText();
    JsonNode several = json(intake.post("[" + one + "," + one + "]"));

    assertThat(first).matches("[0-9A-HJKMNP-TV-Z]{26}").isLessThan(next);
    assertThat(next).isLessThan(several.at("/0/transaction_id").asText());
    assertThat(several.at("/0/transaction_id").asText())
        .isLessThan(several.at("/1/transaction_id").asText());
    assertThat(intake.count()).isEqualTo(4);
  }

  @Test
  void severalAreAnsweredOneByOne() {
    String two = with("transaction_id", "\"t-2\"");
    Reply stored = intake.post("[" + VISA + "," + two + "]");
    Reply again = intake.post("[" + two + "]");
    Reply mixed =
        intake.post(
            "[" + two + "," + with("amount", "1") + "," + with("transaction_id", "\"t-3\"") + "]");

    assertThat(stored.status()).isEqualTo(201);
    assertThat(stored.body())
        .isEqualTo(
            "[{\"index\":0,\"transaction_id\":\"t-1\",\"status\":201,\"version\":1},"
                + "{\"index\":1,\"transaction_id\":\"t-2\",\"status\":201,\"version\":1}]");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
    assertThat(mixed.status()).isEqualTo(207);
    assertThat(mixed.headers()).doesNotContainKey("Idempotent-Replayed");
    assertThat(statuses(mixed)).isEqualTo("200 409 201");
    assertThat(json(mixed).at("/1/detail").asText()).contains("/transactions/t-1");
  }

  private static String statuses(Reply reply) {
    return IntStream.range(0, json(reply).size())
        .mapToObj(i -> json(reply).at("/" + i + "/status").asText())
        .collect(Collectors.joining(" "));
  }

  @Test
  void sameIdTwiceInARequestIsAsInTwo() {
    Reply reply = intake.post("[" + VISA + "," + VISA + "," + with("amount", "1") + "]");

    assertThat(reply.status()).isEqualTo(207);
    assertThat(statuses(reply)).isEqualTo("201 200 409");
    assertThat(intake.record("t-1").content().orElseThrow().counts().amount())
        .isEqualTo(Amount.parse("12.30"));
  }

  @Test
  void anythingWrongRefusesAllAndNamesIt() {
    Reply reply =
        intake.post(
            "["
                + VISA
                + ", {\"amount\": -5, \"type\": \"gift\", \"full_name\": \"\", \"user\": 1}, 7]");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(json(reply).path("detail").asText())
        .isEqualTo("7 fields are not as expected: nothing was stored");
    assertThat(json(reply).path("errors"))
        .extracting(error -> error.path("index").asInt() + " " + error.path("field").asText())
        .containsExactly(
            "1 amount", "1 type", "1 full_name", "1 user", "1 timestamp", "1 payment_method", "2 ");
    assertThat(json(reply).at("/errors/0").toString())
        .isEqualTo(
            "{\"index\":1,\"field\":\"amount\",\"found\":\"-5\",\"expected\":\"a plain decimal"
                + " such as 12.30; an amount is not negative: a refund is written as a withdrawal"
                + " of a positive amount\"}");
    assertThat(json(reply).at("/errors/3/expected").asText()).startsWith("only transaction_id, ");
    assertThat(intake.count()).isZero();
  }

  @Test
  void faultsThatAreNamedAreBounded() {
    JsonNode problem =
        json(intake.post("[" + String.join(",", Collections.nCopies(500, "{}")) + "]"));

    assertThat(problem.path("errors")).hasSize(Faults.NAMED_MAX);
    assertThat(problem.path("detail").asText()).startsWith("2000 fields are not as expected");
  }

  @Test
  void thousandAreStoredAtOnceAndOneMoreIsAFile() {
    String record = with("transaction_id", "");
    String thousand = String.join(",", Collections.nCopies(1_000, record));
    assertThat(intake.post("[" + thousand + "]").status()).isEqualTo(201);
    assertThat(intake.count()).isEqualTo(1_000);

    Reply more = intake.post("[" + thousand + "," + record + "]");
    assertThat(more.status()).isEqualTo(413);
    assertThat(json(more).path("detail").asText()).contains("POST /imports");
    assertThat(intake.post("[]").status()).isEqualTo(422);
    assertThat(intake.post(" ".repeat(Body.BYTES_MAX + 1)).status()).isEqualTo(413);
  }

  @Test
  void severalInAFieldAreRefusedByName() {
    Reply reply = intake.post("{\"transactions\": [" + VISA + "]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(json(reply).path("detail").asText()).contains("an array by itself");
  }

  @Test
  void attemptIsKeptAndDoesNotCount() {
    String pending = with("status", "\"Pending\"");
    Reply kept = intake.post(pending);
    Reply again = intake.post(pending);
    Reply declined = intake.post("[" + with("status", "\"declined\"") + "," + pending + "]");

    assertThat(kept.status()).isEqualTo(201);
    assertThat(json(kept).path("counted")).isEqualTo(json(again).path("counted"));
    assertThat(json(kept).path("counted").asBoolean(true)).isFalse();
    assertThat(kept.headers()).containsEntry("ETag", "\"0\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(statuses(declined)).isEqualTo("201 200");
    assertThat(json(declined).at("/0/counted").asBoolean(true)).isFalse();
    assertThat(intake.found("t-1")).isEqualTo(Optional.empty());

    assertThat(intake.post(VISA).status()).isEqualTo(201);
    Reply late = intake.post(pending);
    assertThat(late.status()).isEqualTo(409);
    assertThat(json(late).path("detail").asText())
        .isEqualTo(
            "t-1 is a transaction, and not pending: take it back by DELETE /transactions/t-1,"
                + " or correct it by PATCH");
  }

  @Test
  void failingStoresAreAskedAgainLater() {
    intake.failures = 1;
    Reply records = intake.post(VISA);
    intake.cipher.fail(true);
    Reply keys = intake.post(with("note", "\"secret note\""));

    assertThat(List.of(records.status(), keys.status())).containsOnly(503);
    assertThat(records.headers()).containsEntry("Retry-After", "5");
    assertThat(keys.headers()).containsEntry("Retry-After", "5");
    assertThat(intake.count()).isZero();
    assertThat(intake.logged.toString()).contains("store_failed").doesNotContain("secret note");
  }

  @Test
  void deploymentThatKeepsNoTransactionsTakesNone() {
    IntakeUnderTest off = new IntakeUnderTest(Map.of("KEEP_TRANSACTIONS", "false"));

    assertThat(off.post(VISA).status()).isEqualTo(403);
    assertThat(off.patch("t-1", "{}", "*").status()).isEqualTo(403);
    assertThat(off.delete("t-1", "*").status()).isEqualTo(403);
  }

  @Test
  void deploymentThatAsksNobodyToSignInLetsNobodyWrite() {
    IntakeUnderTest open = new IntakeUnderTest(Map.of("API_WRITES", "false"));

    for (Reply reply :
        List.of(
            open.post(VISA),
            open.patch("t-1", "{}", "*"),
            open.delete("t-1", "*"),
            open.erase("u-1"))) {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.body()).contains("ApiAuth=NONE");
    }
    assertThat(open.count()).isZero();
  }

  @Test
  void deploymentWithoutKeysTakesNoTexts() {
    IntakeUnderTest bare = new IntakeUnderTest(Map.of("FIELD_KEYS", ""));

    assertThat(bare.post(with("note", "\"n\"")).status()).isEqualTo(403);
    assertThat(bare.post(with("note", "null")).status()).isEqualTo(201);
    assertThat(bare.patch("t-1", "{\"full_name\": \"n\"}", "*").status()).isEqualTo(403);
    assertThat(bare.patch("t-1", "{\"full_name\": null}", "*").status()).isEqualTo(200);
  }

  @Test
  void rateIsThatOfRecords() {
    IntakeUnderTest limited = new IntakeUnderTest(Map.of("INTAKE_RATE", "2", "INTAKE_BURST", "3"));
    assertThat(limited.post("[" + VISA + "," + VISA + "]").status()).isEqualTo(207);
    assertThat(limited.post("{").status()).isEqualTo(400);
    Reply refused = limited.post(VISA);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("Retry-After", "1");
    limited.seconds(1);
    assertThat(limited.post(VISA).status()).isEqualTo(200);
    limited.seconds(2);
    // Five of three leave a debt of two, which a second brings back.
    assertThat(limited.post("[" + String.join(",", Collections.nCopies(5, VISA)) + "]").status())
        .isEqualTo(200);
    assertThat(limited.post(VISA).headers()).containsEntry("Retry-After", "2");
    limited.seconds(2);
    assertThat(limited.post(VISA).status()).isEqualTo(200);
  }
}
