package daybook.intake;

import static daybook.intake.IntakeUnderTest.BEGUN;
import static daybook.intake.IntakeUnderTest.json;
import static daybook.intake.IntakeUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.port.FieldCipher.Place;
import daybook.core.protocol.ImportId;
import daybook.core.record.Origin;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrections, deletions and erasures. */
class CorrectTest {

  private final IntakeUnderTest intake = new IntakeUnderTest();

  @BeforeEach
  void post() {
    intake.post(
        with(
            "user_id", "\"u-1\"",
            "merchant_id", "\"m-1\"",
            "full_name", "\"Zoë\"",
            "note", "\"hello\""));
  }

  private Transaction counts() {
    return intake.record("t-1").content().orElseThrow().counts();
  }

  @Test
  void patchIsTheNextVersionAndReversesTheOneBefore() {
    settle();
    Transaction before = counts();
    Reply reply =
        intake.patch(
            "t-1",
            "{\"amount\": \"7.5\", \"type\": \"withdrawal\", \"merchant_id\": null}",
            "\"1\"");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("ETag", "\"2\"");
    assertThat(reply.body())
        .contains("\"version\":2,", "\"amount\":7.50,", "\"type\":\"withdrawal\"", "\"u-1\"")
        .doesNotContain("merchant_id", "Zoë", "hello");
    TransactionRecord record = intake.record("t-1");
    assertThat(record.counting().open().orElseThrow().old()).contains(before);
    assertThat(record.counting().open().orElseThrow().replacement()).contains(counts());
    assertThat(record.texts().values()).extracting(SealedText::version).containsOnly(1L);
    assertThat(record.past()).hasSize(1);
  }

  @Test
  void groupOfBeforeTheDeploymentHadACurrencyStaysUntilSomebodyNamesIt() {
    intake.post(with("transaction_id", "\"e\"", "currency", "\"EUR\""));
    intake.deployment = IntakeUnderTest.euros();
    intake.patch("e", "{\"amount\": 1}", "*");
    assertThat(group()).isEqualTo("deposits:EUR");
    intake.patch("e", "{\"currency\": \"EUR\"}", "*");
    assertThat(group()).isEqualTo("deposits");
    intake.patch("e", "{\"currency\": \"USD\"}", "*");
    assertThat(group()).isEqualTo("deposits:USD");
    intake.patch("e", "{\"currency\": null}", "*");
    assertThat(group()).isEqualTo("deposits");
  }

  private String group() {
    return intake.record("e").content().orElseThrow().counts().type().group();
  }

  /** As if it had been sealed, claimed and counted. */
  private void settle() {
    TransactionRecord record = intake.record("t-1");
    Origin line = new Origin(new ImportId("0".repeat(ImportId.DIGITS)), 0);
    replace(
        record.with(
            record
                .counting()
                .claimedBy(record.counting().toSeal(), line, BEGUN)
                .settledAt(5, BEGUN)));
  }

  private void replace(TransactionRecord record) {
    intake.mongoDb.edit(state -> state.records.put(record.id(), record));
  }

  @Test
  void dayMovesWithTheTimeAlone() {
    intake.patch("t-1", "{\"timestamp\": \"2026-02-03T04:05:06Z\"}", "*");

    assertThat(counts().day()).hasToString("2026-02-03");
    assertThat(counts().hour()).isEqualTo(4);
    assertThat(counts().amount()).isEqualTo(Amount.parse("12.30"));
  }

  @Test
  void textsAreSealedForTheVersionThatBringsThemAndNullTakesThemAway() {
    intake.patch("t-1", "{\"full_name\": \"Ann\", \"note\": null}", "\"1\"");

    TransactionRecord record = intake.record("t-1");
    assertThat(record.texts().keySet()).containsExactly("full_name");
    SealedText name = record.texts().get("full_name");
    assertThat(name.version()).isEqualTo(2);
    assertThat(intake.cipher.open(Place.of(record.id(), "full_name", 2), name)).isEqualTo("Ann");
    // What counts is as it was, so that nothing more is to be counted.
    assertThat(record.counting().turn()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"amount\": 12.3}",
        "{\"full_name\": \"Zoë\", \"note\": \"hello\", \"status\": \"approved\"}",
        "{\"currency\": null, \"merchant_category\": null, \"status\": null}",
        "{\"timestamp\": \"2026-02-01T00:30:00+01:00\", \"payment_method\": \"visa\"}"
      })
  void patchThatChangesNothingMakesNoVersion(String patch) {
    Reply reply = intake.patch("t-1", patch, "\"1\"");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("ETag", "\"1\"");
    assertThat(intake.record("t-1").revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"transaction_id\": \"t-2\"} | 422",
        "{\"amount\": null} | 422",
        "{\"timestamp\": null} | 422",
        "{\"amount\": \"1,50\"} | 422",
        "{\"status\": \"declined\"} | 422",
        "{\"sum\": 1} | 422",
        "[] | 422",
        "\"amount\" | 422",
        "{\"amount\": 1 | 400",
        "{\"note\": {\"a\": null}} | 422"
      })
  void patchThatIsNoneChangesNothing(String patch, int status) {
    assertThat(intake.patch("t-1", patch, "*").status()).isEqualTo(status);
    assertThat(intake.record("t-1").revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1\" | 200",
        "\"1-abc\" | 200",
        "* | 200",
        "\"0\", \"1\" | 200",
        "\"2\" | 412",
        "W/\"1\" | 412",
        "\"01\" | 412",
        "\"x\" | 412",
        "\"11\" | 412",
        "1 | 400",
        "\"1 | 400",
        "\"1\" \"2\" | 400",
        "*, \"1\" | 400"
      })
  void ifMatchIsComparedByTheVersion(String ifMatch, int status) {
    assertThat(intake.patch("t-1", "{\"amount\": 1}", ifMatch).status()).isEqualTo(status);
    assertThat(intake.record("t-1").version()).isEqualTo(status == 200 ? 2 : 1);
  }

  @Test
  void whoDoesNotSayWhatItIsForIsAskedTo() {
    assertThat(intake.send("PATCH", "/transactions/t-1", "{\"amount\": 1}").status())
        .isEqualTo(428);
    assertThat(intake.send("DELETE", "/transactions/t-1", "").status()).isEqualTo(428);
  }

  @Test
  void typeOfAPatchIsMergePatchOrJson() {
    String path = "/transactions/t-1";
    String patch = "{\"amount\": 1}";
    assertThat(
            intake
                .send(
                    "PATCH",
                    path,
                    patch,
                    "content-type",
                    "application/merge-patch+json; charset=\"UTF-8\"",
                    "if-match",
                    "*")
                .status())
        .isEqualTo(200);
    assertThat(
            intake
                .send(
                    "PATCH",
                    path,
                    "[]",
                    "content-type",
                    "application/json-patch+json",
                    "if-match",
                    "*")
                .status())
        .isEqualTo(415);
  }

  @Test
  void deletedIsGoneAndItsNamesAreForgotten() {
    settle();
    intake.seconds(9);
    Reply deleted = intake.delete("t-1", "\"1\"");

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    TransactionRecord record = intake.record("t-1");
    assertThat(record.texts()).isEmpty();
    assertThat(record.counting().open().orElseThrow().replacement()).isEmpty();
    Reply again = intake.delete("t-1", "*");
    assertThat(again.status()).isEqualTo(410);
    assertThat(json(again).path("detail").asText()).contains("2026-02-01T08:00:09Z");
    assertThat(intake.patch("t-1", "{\"amount\": 1}", "*").status()).isEqualTo(410);
    assertThat(intake.delete("t-2", "*").status()).isEqualTo(404);
    assertThat(intake.patch("t-2", "{}", "*").status()).isEqualTo(404);
  }

  @Test
  void shreddedIsGone() {
    TransactionRecord read = intake.record("t-1");
    replace(
        new TransactionRecord(
            read.id(),
            read.revision() + 1,
            read.version(),
            Optional.empty(),
            new TreeMap<>(),
            read.hash(),
            read.counting(),
            List.of(),
            read.times()));

    assertThat(intake.patch("t-1", "{\"amount\": 1}", "*").status()).isEqualTo(410);
    assertThat(intake.delete("t-1", "*").status()).isEqualTo(410);
  }

  @Test
  void rowOfAFileIsCorrectedAlike() {
    TransactionContent content = intake.record("t-1").content().orElseThrow();
    TransactionId id = new TransactionId("row");
    Origin row = new Origin(new ImportId("1".repeat(ImportId.DIGITS)), 40);
    replace(TransactionRecord.ofRow(id, content, row, BEGUN));

    assertThat(intake.patch("row", "{\"amount\": 1}", "\"1\"").status()).isEqualTo(200);
    assertThat(intake.record("row").counting().claimed()).isPresent();
    assertThat(intake.record("row").counting().open().orElseThrow().old())
        .contains(content.counts());
  }

  @Test
  void sealerThatComesBetweenIsNoOtherVersion() {
    intake.beforeReplace =
        () -> {
          TransactionRecord read = intake.record("t-1");
          replace(read.with(read.counting().inJournal(BEGUN)));
        };

    assertThat(intake.patch("t-1", "{\"amount\": 1}", "\"1\"").status()).isEqualTo(200);
    assertThat(counts().amount()).isEqualTo(Amount.parse("1.00"));
    assertThat(intake.record("t-1").revision()).isEqualTo(3);
  }

  @Test
  void otherCorrectionThatComesBetweenWins() {
    intake.beforeReplace = () -> intake.patch("t-1", "{\"amount\": 2}", "\"1\"");
    Reply lost = intake.patch("t-1", "{\"amount\": 1}", "\"1\"");

    assertThat(lost.status()).isEqualTo(412);
    assertThat(counts().amount()).isEqualTo(Amount.parse("2.00"));
  }

  @Test
  void whoTakesAnyVersionCorrectsTheNewest() {
    intake.beforeReplace = () -> intake.patch("t-1", "{\"payment_method\": \"cash\"}", "*");

    assertThat(intake.patch("t-1", "{\"amount\": 1}", "*").headers())
        .containsEntry("ETag", "\"3\"");
    assertThat(counts().paymentMethod()).isEqualTo("cash");
    assertThat(counts().amount()).isEqualTo(Amount.parse("1.00"));
  }

  @Test
  void correctionWhoseReplyWasLostIsDone() {
    intake.loses = true;
    Reply reply = intake.patch("t-1", "{\"amount\": 1}", "\"1\"");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("ETag", "\"2\"");
    assertThat(intake.delete("t-1", "\"2\"").status()).isEqualTo(204);
  }

  @Test
  void documentThatChangesAllTheTimeIsGivenUp() {
    intake.beforeReplace = this::interfere;

    Reply reply = intake.patch("t-1", "{\"amount\": 1}", "\"1\"");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsEntry("Retry-After", "1");
  }

  private void interfere() {
    TransactionRecord read = intake.record("t-1");
    replace(read.with(read.counting().inJournal(BEGUN)));
    intake.beforeReplace = this::interfere;
  }

  @Test
  void correctionsOfOneIdAreLimitedByTheTimesInItsDocument() {
    for (int n = 0; n < CorrectionRate.BURST; n++) {
      assertThat(intake.patch("t-1", "{\"amount\": %d}".formatted(n), "*").status()).isEqualTo(200);
    }
    Reply tooSoon = intake.patch("t-1", "{\"amount\": 99}", "*");
    assertThat(tooSoon.status()).isEqualTo(429);
    assertThat(tooSoon.headers()).containsEntry("Retry-After", "5");
    assertThat(intake.patch("t-1", "{\"amount\": 9}", "*").status()).isEqualTo(200);
    intake.seconds(4);
    assertThat(intake.patch("t-1", "{\"amount\": 99}", "*").headers())
        .containsEntry("Retry-After", "1");
    intake.seconds(1);
    assertThat(intake.patch("t-1", "{\"amount\": 99}", "*").status()).isEqualTo(200);
    assertThat(intake.patch("t-1", "{\"amount\": 98}", "*").status()).isEqualTo(429);
    assertThat(intake.delete("t-1", "*").status()).isEqualTo(204);
  }

  @Test
  void attemptBecomesATransactionWhenItIsApproved() {
    intake.post(with("transaction_id", "\"a\"", "status", "\"pending\"", "amount", "3"));

    assertThat(intake.patch("a", "{\"status\": \"approved\"}", "\"1\"").status()).isEqualTo(412);
    assertThat(intake.patch("a", "{\"amount\": 4}", "\"0\"").status()).isEqualTo(422);
    assertThat(intake.patch("a", "{\"status\": null}", "\"0\"").status()).isEqualTo(422);
    assertThat(intake.delete("a", "*").status()).isEqualTo(404);
    Reply made = intake.patch("a", "{\"status\": \"approved\", \"note\": \"late\"}", "\"0\"");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers()).containsEntry("Location", "/transactions/a");
    assertThat(intake.record("a").content().orElseThrow().counts().amount())
        .isEqualTo(Amount.parse("3.00"));
    assertThat(intake.record("a").texts()).containsKey("note");
    assertThat(intake.patch("a", "{\"status\": \"approved\"}", "\"0\"").status()).isEqualTo(412);
  }

  @Test
  void namesOfAUserAreForgottenForGood() {
    for (int n = 0; n < Eraser.CALL_MAX; n++) {
      intake.post(with("transaction_id", "\"n-" + n + "\"", "user_id", "\"u-1\"", "note", "\"n\""));
    }
    intake.post(with("transaction_id", "\"o\"", "user_id", "\"u-2\"", "note", "\"other\""));
    Reply first = intake.erase("u-1");
    Reply second = intake.erase("u%2D1");
    Reply third = intake.erase("u-1");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.body()).isEqualTo("{\"erased\":500,\"remaining\":true}");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo("{\"erased\":1,\"remaining\":false}");
    assertThat(third.body()).isEqualTo("{\"erased\":0,\"remaining\":false}");
    assertThat(intake.record("n-7").texts()).isEmpty();
    assertThat(intake.record("n-7").version()).isEqualTo(2);
    assertThat(intake.record("n-7").counting().turn()).isEqualTo(1);
    assertThat(intake.record("o").texts()).hasSize(1);
    assertThat(intake.erase("no%20id").status()).isEqualTo(404);
  }

  @Test
  void erasureThatSomebodyCameBetweenSaysThatSomeRemain() {
    intake.beforeReplace = () -> intake.patch("t-1", "{\"amount\": 1}", "*");

    assertThat(intake.erase("u-1").body()).isEqualTo("{\"erased\":0,\"remaining\":true}");
    assertThat(intake.erase("u-1").status()).isEqualTo(200);
  }
}
