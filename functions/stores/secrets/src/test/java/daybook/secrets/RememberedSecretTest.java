package daybook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.settings.SecretText;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RememberedSecretTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private Instant now = Instant.parse("2026-01-15T10:00:00Z");
  private boolean down;
  private int reads;
  private final RememberedSecret secret =
      new RememberedSecret(
          (arn, field) -> {
            if (down) {
              throw new StoreException("Secrets Manager", "read " + arn, "down");
            }
            return arn + " " + field + " " + ++reads;
          },
          new SecretText.Stored("arn"),
          "password",
          () -> now);

  @Test
  void valueIsReadAgainWhenItsTimeIsOver() {
    assertThat(secret.text()).isEqualTo("arn password 1");
    now = now.plus(RememberedSecret.REMEMBERED_MAX).minus(MOMENT);
    assertThat(secret.text()).isEqualTo("arn password 1");
    now = now.plus(MOMENT);
    assertThat(secret.text()).isEqualTo("arn password 2");
  }

  @Test
  void valueIsReadAgainWhenTheClockWasSetBack() {
    assertThat(secret.text()).isEqualTo("arn password 1");
    now = now.minus(MOMENT);
    assertThat(secret.text()).isEqualTo("arn password 2");
  }

  @Test
  void forgottenValueIsReadAgain() {
    assertThat(secret.text()).isEqualTo("arn password 1");
    secret.forget();
    assertThat(secret.text()).isEqualTo("arn password 2");
  }

  @Test
  void oldValueIsNotUsedWhenItCannotBeReadAgain() {
    assertThat(secret.text()).isEqualTo("arn password 1");
    now = now.plus(RememberedSecret.REMEMBERED_MAX);
    down = true;
    assertThatThrownBy(secret::text).isInstanceOf(StoreException.class);
    down = false;
    assertThat(secret.text()).isEqualTo("arn password 2");
  }

  @Test
  void textShowsWhereTheValueLiesAndNeverTheValue() {
    assertThat(secret.text()).isNotEmpty();
    assertThat(secret.toString()).isEqualTo("in arn");
    RememberedSecret given =
        new RememberedSecret(
            (arn, field) -> "", new SecretText.Given("hush"), "password", () -> now);
    assertThat(given.text()).isEqualTo("hush");
    assertThat(given.toString()).isEqualTo("set");
    assertThat(new SecretText.Given("hush").toString()).doesNotContain("hush");
  }
}
