package daybook.intake;

import static daybook.intake.IntakeUnderTest.VISA;
import static daybook.intake.IntakeUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests at the same time: whichever is first, one is, and nothing is lost or done twice. */
class RaceTest {

  private static final int RACERS = 8;
  private static final int ROUNDS = 25;

  private final ExecutorService threads = Executors.newFixedThreadPool(RACERS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private List<Reply> race(IntFunction<Reply> racer) throws Exception {
    List<Callable<Reply>> steps = new ArrayList<>();
    for (int n = 0; n < RACERS; n++) {
      int number = n;
      steps.add(() -> racer.apply(number));
    }
    List<Reply> replies = new ArrayList<>();
    for (Future<Reply> reply : threads.invokeAll(steps)) {
      replies.add(reply.get());
    }
    return replies;
  }

  private static long count(List<Reply> replies, int status) {
    return replies.stream().filter(reply -> reply.status() == status).count();
  }

  @Test
  void ofOneIdOnePostIsStoredAndTheOthersFindIt() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      IntakeUnderTest intake = new IntakeUnderTest();
      List<Reply> replies = race(n -> intake.post(n % 2 == 0 ? VISA : with("amount", "\"99.99\"")));

      assertThat(count(replies, 201)).isEqualTo(1);
      assertThat(count(replies, 200)).isEqualTo(RACERS / 2 - 1);
      assertThat(count(replies, 409)).isEqualTo(RACERS / 2);
    }
  }

  @Test
  void ofOneKeyOneRequestIsStored() throws Exception {
    String nameless = with("transaction_id", "");
    for (int round = 0; round < ROUNDS; round++) {
      IntakeUnderTest intake = new IntakeUnderTest();
      List<Reply> replies = race(n -> intake.post(nameless, "Idempotency-Key", "\"k\""));

      assertThat(count(replies, 201)).isEqualTo(1);
      assertThat(count(replies, 201) + count(replies, 200) + count(replies, 409)).isEqualTo(RACERS);
      assertThat(intake.count()).isEqualTo(1);
    }
  }

  @Test
  void ofOneVersionOneCorrectionWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      IntakeUnderTest intake = new IntakeUnderTest();
      intake.post(VISA);
      List<Reply> replies =
          race(n -> intake.patch("t-1", "{\"amount\": 1%d}".formatted(n), "\"1\""));

      assertThat(count(replies, 200)).isEqualTo(1);
      assertThat(count(replies, 412)).isEqualTo(RACERS - 1);
      assertThat(intake.record("t-1").version()).isEqualTo(2);
    }
  }

  @Test
  void correctionsOfAnyVersionAllCountAndOneDeletionEndsThem() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      IntakeUnderTest intake = new IntakeUnderTest();
      intake.post(VISA);
      List<Reply> replies =
          race(
              n ->
                  n == 0
                      ? intake.delete("t-1", "*")
                      : intake.patch("t-1", "{\"amount\": 1%d}".formatted(n), "*"));

      assertThat(count(replies, 204) + count(replies, 503)).isGreaterThanOrEqualTo(1);
      assertThat(
              count(replies, 204) + count(replies, 200) + count(replies, 410) + count(replies, 503))
          .isEqualTo(RACERS);
      assertThat(intake.record("t-1").version())
          .isEqualTo(1 + count(replies, 200) + count(replies, 204));
      // Nothing was counted yet, so that nothing is to be reversed.
      assertThat(intake.record("t-1").counting().open().orElseThrow().old()).isEmpty();
    }
  }
}
