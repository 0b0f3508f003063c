package daybook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretsSettingsTest {

  private static final String VARIABLE = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

  private static SecretsSettings from(Map<String, String> values) {
    Variables variables = new Variables(values);
    SecretsSettings settings = SecretsSettings.from(variables);
    variables.check();
    return settings;
  }

  @Test
  void defaultIsTheServiceOfAws() {
    assertThat(from(Map.of())).isEqualTo(SecretsSettings.AWS);
  }

  @Test
  void everyVariableIsRead() {
    SecretsSettings settings = from(Map.of(VARIABLE, "http://127.0.0.1:5000"));
    assertThat(settings)
        .isEqualTo(new SecretsSettings(Optional.of(URI.create("http://127.0.0.1:5000"))));
    try (SecretsManagerClient client =
        settings.newClient("eu-west-1", SecretsSettings.CALL_TIME_MAX)) {
      assertThat(client.serviceClientConfiguration().endpointOverride())
          .contains(URI.create("http://127.0.0.1:5000"));
      assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
    }
  }

  @Test
  void whatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> from(Map.of(VARIABLE, "secrets")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(VARIABLE + " is 'secrets'");
  }
}
