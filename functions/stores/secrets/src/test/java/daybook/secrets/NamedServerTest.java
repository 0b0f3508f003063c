package daybook.secrets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The contract on a server of someone else's, with secrets of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.SERVER_VARIABLE,
    matches = "https?://.+",
    disabledReason = "names no further Secrets Manager to test against")
class NamedServerTest extends SecretsContract {

  static final String SERVER_VARIABLE = "DAYBOOK_TEST_AWS_ENDPOINT";

  private final List<String> kept = new ArrayList<>();
  private final SecretsManagerClient client =
      SecretsManagerClient.builder().endpointOverride(endpoint()).build();

  @AfterAll
  void close() {
    kept.forEach(arn -> client.deleteSecret(r -> r.secretId(arn).forceDeleteWithoutRecovery(true)));
    client.close();
  }

  @Override
  final URI endpoint() {
    return URI.create(System.getenv(SERVER_VARIABLE));
  }

  @Override
  String keep(String name, String text) {
    String arn = client.createSecret(r -> r.name(name).secretString(text)).arn();
    kept.add(arn);
    return arn;
  }

  @Override
  void replace(String arn, String text) {
    client.putSecretValue(r -> r.secretId(arn).secretString(text));
  }

  @Override
  String keepBytes(String name) {
    SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, 1, 2});
    String arn = client.createSecret(r -> r.name(name).secretBinary(bytes)).arn();
    kept.add(arn);
    return arn;
  }
}
