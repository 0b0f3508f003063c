package daybook.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3SettingsTest {

  @Test
  void endpointIsAwsByDefault() {
    Variables variables =
        new Variables(Map.of("IMPORT_BUCKET", "uploads", "REJECTS_BUCKET", "rejects"));

    S3Settings settings = S3Settings.from(variables);

    variables.check();
    assertThat(settings).isEqualTo(new S3Settings("uploads", "rejects", Optional.empty()));
    try (S3Client client = settings.newClient()) {
      assertThat(client.serviceClientConfiguration().endpointOverride()).isEmpty();
      assertThat(url(client)).isEqualTo("https://uploads.s3.amazonaws.com/a");
    }
  }

  @Test
  void otherEndpointIsAskedByPath() {
    Variables variables =
        new Variables(
            Map.of(
                "IMPORT_BUCKET", "uploads",
                "REJECTS_BUCKET", "rejects",
                "AWS_ENDPOINT_URL_S3", "http://localhost:9000"));

    S3Settings settings = S3Settings.from(variables);

    variables.check();
    assertThat(settings.endpoint()).contains(URI.create("http://localhost:9000"));
    try (S3Client client = settings.newClient()) {
      assertThat(url(client)).isEqualTo("http://localhost:9000/uploads/a");
    }
  }

  private static String url(S3Client client) {
    return client.utilities().getUrl(request -> request.bucket("uploads").key("a")).toString();
  }

  @Test
  void everythingMissingOrWrongIsNamedAtOnce() {
    Variables variables = new Variables(Map.of("AWS_ENDPOINT_URL_S3", "localhost:9000"));

    S3Settings.from(variables);

    assertThatThrownBy(variables::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("IMPORT_BUCKET is not set")
        .hasMessageContaining("REJECTS_BUCKET is not set")
        .hasMessageContaining("AWS_ENDPOINT_URL_S3 is 'localhost:9000'");
  }

  @Test
  void rejectsMustNotGoIntoTheImportBucket() {
    Variables variables =
        new Variables(Map.of("IMPORT_BUCKET", "uploads", "REJECTS_BUCKET", "uploads"));

    S3Settings.from(variables);

    assertThatThrownBy(variables::check).hasMessageContaining("REJECTS_BUCKET is 'uploads'");
  }
}
