package daybook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Secrets;
import daybook.core.port.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the adapter does with every Secrets Manager. */
abstract class SecretsContract {

  /** Where it is. */
  abstract URI endpoint();

  /** Keeps a text under a new name and returns its ARN. */
  abstract String keep(String name, String text);

  /** Replaces it, as a rotation does. */
  abstract void replace(String arn, String text);

  /** Keeps bytes that are no text. */
  abstract String keepBytes(String name);

  private Secrets secrets() {
    return new SecretsManagerSecrets(new SecretsSettings(Optional.of(endpoint())));
  }

  static String name() {
    return "daybook-test-" + UUID.randomUUID();
  }

  @Test
  void plainTextIsTheValueItself() {
    String arn = keep(name(), "hush\u00e9 {\"");
    assertThat(secrets().read(arn, "password")).isEqualTo("hush\u00e9 {\"");
  }

  @Test
  void passwordThatOnlyLooksLikeJsonIsTheValueItself() {
    String arn = keep(name(), "{\"password\":\"a\"} and more");
    assertThat(secrets().read(arn, "password")).isEqualTo("{\"password\":\"a\"} and more");
  }

  @Test
  void fieldOfAJsonObjectIsTheValue() {
    String arn = keep(name(), "{\"username\":\"app\",\"password\":\"hush\"}");
    assertThat(secrets().read(arn, "password")).isEqualTo("hush");
  }

  @Test
  void jsonObjectWithoutTextInTheFieldIsAnErrorThatHidesIt() {
    String arn = keep(name(), "{\"password\":4711,\"other\":\"s3cr3t\"}");
    for (String field : new String[] {"password", "uri"}) {
      assertThatThrownBy(() -> secrets().read(arn, field))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Secrets Manager failed: read " + arn)
          .hasMessageContaining("'" + field + "'")
          .hasMessageNotContainingAny("s3cr3t", "4711");
    }
  }

  @Test
  void everyReadSeesTheNewestValue() {
    String arn = keep(name(), "old");
    Secrets secrets = secrets();
    assertThat(secrets.read(arn, "password")).isEqualTo("old");
    replace(arn, "new");
    assertThat(secrets.read(arn, "password")).isEqualTo("new");
  }

  @Test
  void bytesAreAnError() {
    String arn = keepBytes(name());
    assertThatThrownBy(() -> secrets().read(arn, "password"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("expected a text, found bytes");
  }

  @Test
  void missingSecretIsAnErrorThatNamesIt() {
    String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + name() + "-AbCdEf";
    assertThatThrownBy(() -> secrets().read(arn, "password"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(arn);
  }
}
