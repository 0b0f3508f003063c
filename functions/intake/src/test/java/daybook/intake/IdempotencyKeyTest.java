package daybook.intake;

import static daybook.intake.IntakeUnderTest.BEGUN;
import static daybook.intake.IntakeUnderTest.VISA;
import static daybook.intake.IntakeUnderTest.json;
import static daybook.intake.IntakeUnderTest.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.IdempotencyKeys.State;
import daybook.core.port.IdempotencyKeys.Use;
import daybook.http.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests under a key of their client. */
class IdempotencyKeyTest {

  private static final String KEY = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";
  private static final String NAMELESS = with("transaction_id", "");

  private final IntakeUnderTest intake = new IntakeUnderTest();

  private Reply post(String json) {
    return intake.post(json, "Idempotency-Key", KEY);
  }

  private Use use() {
    return intake.mongoDb.edit(state -> state.keys.values().iterator().next());
  }

  @Test
  void sameRequestGetsTheSameIdsAndIsStoredOnce() {
    Reply first = post("[" + NAMELESS + "," + NAMELESS + "]");
    Reply again = post("[" + NAMELESS + "," + NAMELESS + "]");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
    assertThat(json(again).at("/1/transaction_id")).isEqualTo(json(first).at("/1/transaction_id"));
    assertThat(intake.count()).isEqualTo(2);
    assertThat(use().state()).isEqualTo(State.DONE);
    assertThat(use().toString()).doesNotContain("8e03978e");
  }

  @Test
  void keyWithoutQuotesIsTheSame() {
    post(NAMELESS);

    assertThat(intake.post(NAMELESS, "idempotency-key", KEY.replace("\"", "")).status())
        .isEqualTo(200);
  }

  @Test
  void otherBodyUnderAKeyIsRefused() {
    post(VISA);
    Reply other = post(with("amount", "1"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(json(other).path("detail").asText()).contains("needs a new key");
  }

  @Test
  void requestThatIsWrongUsesNoKey() {
    assertThat(post("{}").status()).isEqualTo(422);
    assertThat(post(VISA).status()).isEqualTo(201);
  }

  @Test
  void requestBesideOneThatRunsWaitsUntilThatIsDead() {
    intake.keys.begin(
        new Use(
            IdempotencyKey.sha256(KEY.replace("\"", "").getBytes(UTF_8)),
            IdempotencyKey.sha256(NAMELESS.getBytes(UTF_8)),
            "01KGC3ZK0000000000000ABC00",
            State.RUNNING,
            BEGUN));
    intake.seconds(10);
    Reply beside = post(NAMELESS);
    intake.seconds(20);
    Reply behind = post(NAMELESS);

    assertThat(beside.status()).isEqualTo(409);
    assertThat(beside.headers()).containsEntry("Retry-After", "21");
    assertThat(behind.status()).isEqualTo(201);
    assertThat(json(behind).path("transaction_id").asText())
        .isEqualTo("01KGC3ZK0000000000000ABC00");
  }

  @Test
  void requestThatAStoreFailedIsMadeAgainAtOnce() {
    intake.failures = 1;
    assertThat(post(NAMELESS).status()).isEqualTo(503);
    Use stopped = use();
    assertThat(stopped.state()).isEqualTo(State.STOPPED);

    Reply again = post(NAMELESS);
    assertThat(again.status()).isEqualTo(201);
    assertThat(json(again).path("transaction_id").asText()).isEqualTo(stopped.seed());
  }

  @Test
  void keyIsForgottenAfterADay() {
    post(NAMELESS);
    assertThat(intake.keys.forget(BEGUN, 10)).isZero();
    assertThat(intake.keys.forget(BEGUN.plusSeconds(1), 10)).isEqualTo(1);
    assertThat(post(NAMELESS).status()).isEqualTo(201);
    assertThat(intake.count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a", "a b", "\"a\", \"b\"", "\"Zo\u00EB\"", "a;b", "\"a\\b\""})
  void malformedKeyIsRefused(String key) {
    assertThat(intake.post(VISA, "Idempotency-Key", key).status()).isEqualTo(400);
    assertThat(intake.count()).isZero();
  }

  @Test
  void longestKeyIsTakenAndALongerOneIsNot() {
    String longest = "k".repeat(IdempotencyKey.LENGTH_MAX);

    assertThat(intake.post(VISA, "Idempotency-Key", longest).status()).isEqualTo(201);
    assertThat(intake.post(VISA, "Idempotency-Key", longest + "k").status()).isEqualTo(400);
    assertThat(intake.post(VISA, "Idempotency-Key", "\"\\\"\\\\\"").status()).isEqualTo(200);
  }
}
