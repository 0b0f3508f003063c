package daybook.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

class KeysSettingsTest {

  private static final String ARN =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static KeysSettings from(Map<String, String> values) {
    Variables variables = new Variables(values);
    return variables.checked(KeysSettings.from(variables));
  }

  @Test
  void defaultIsNoKeysAndTheServiceOfAws() {
    assertThat(from(Map.of())).isEqualTo(new KeysSettings(new KeySource.None(), Optional.empty()));
  }

  @Test
  void everyVariableIsRead() {
    KeysSettings settings =
        from(Map.of("FIELD_KEYS", "kms:" + ARN, "AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:5000"));
    assertThat(settings)
        .isEqualTo(
            new KeysSettings(
                new KeySource.Kms(ARN), Optional.of(URI.create("http://127.0.0.1:5000"))));
    assertThat(settings.source().text()).isEqualTo("kms:" + ARN);
    try (KmsClient client = settings.newClient(ARN, KeysSettings.CALL_TIME_MAX)) {
      assertThat(client.serviceClientConfiguration().endpointOverride())
          .contains(URI.create("http://127.0.0.1:5000"));
      assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
    }
  }

  @Test
  void fileIsAPath() {
    KeySource source = from(Map.of("FIELD_KEYS", "file:/var/../keys/daybook.json")).source();
    assertThat(source).isEqualTo(new KeySource.LocalFile(Path.of("/keys/daybook.json")));
    assertThat(source.text()).isEqualTo("file:/keys/daybook.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys.json",
        "file:",
        "file:/",
        "file:keys.json",
        "file:/a\0b",
        "kms:",
        "kms:alias/daybook",
        "kms:arn:aws:kms:eu-west-1:123456789012:alias/daybook",
        "kms:arn:aws:kms:eu-west-1:12345:key/a",
        "arn:aws:kms:eu-west-1:123456789012:key/a"
      })
  void whatNamesNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> from(Map.of("FIELD_KEYS", text)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("FIELD_KEYS is '" + text + "': expected kms:arn:aws:kms:");
  }

  @Test
  void whatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> from(Map.of("AWS_ENDPOINT_URL_KMS", "kms")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL_KMS is 'kms'");
  }
}
